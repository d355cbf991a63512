/* SPDX-License-Identifier: MIT */
/* How many questions may be open at once. Two things bound them:
 *
 * The socket of a server on this machine holds about 200 (of the 212,992 bytes that are
 * the default on Linux); what comes on top is lost. Answers to questions that were read
 * there come out of order when some need work, so that only those that no later one
 * overtook may still lie in the socket. Where the way is long, they are under way.
 * While no answer comes out of order, the line may grow: the socket may be larger, and
 * a server with much to do does not notice when we pause. What it has no room for is
 * overtaken at once, and then the line is kept short for good.
 *
 * A forwarder at home works on 150 at once, an Unbound on a thousand. So the window
 * grows with each answer while it is in use and shrinks with each that took long, and
 * it comes down for good when many get lost. */
#include "dns/server.h"

#include "base/memory.h"
#include "dns/attempt.h"

#include <assert.h>

enum {
    WINDOW_UNKNOWN = 32, /* until the first answer */
    WINDOW_FIRST = 64,
    WINDOW_MIN = 64,
    WINDOW_MAX = 2000,
    LINE_SHORT = 180,
    LINE_LONG = 400,  /* about as many answers of the usual size as our socket holds */
    LINE_AGAIN = 40,  /* more, for what is sent again */
    LINE_ANSWERS = 4, /* until it grows by one */
    FULL_MS = 50,
    FAR_MS = 2,
    SLOW_MS = 150,
    AGAIN_MIN_MS = 100,
    AGAIN_MAX_MS = 250,
    WINDOW_NAME_SERVER = 32,
    WINDOW_NAME_SERVER_MIN = 4,
    LOOK_MS = 250,
    PROBE_MS = 300,
    PUBLIC_RATE = 500,
};

struct server *server_new(const struct endpoint *endpoint, unsigned rate,
                          bool is_resolver)
{
    struct server *server = memory_new(sizeof *server);
    server->endpoint = *endpoint;
    endpoint_format(endpoint, server->text);
    server->is_resolver = is_resolver;
    server->is_local = endpoint_is_loopback(endpoint);
    server->window = is_resolver ? WINDOW_FIRST : WINDOW_NAME_SERVER;
    server->ceiling = is_resolver ? WINDOW_MAX : WINDOW_NAME_SERVER;
    server->rate = rate;
    if (rate == 0 && !endpoint_is_private(endpoint))
        server->rate = PUBLIC_RATE;
    server->tokens = 1;
    server->fastest = UINT32_MAX;
    server->line_end = &server->line;
    server->line_max = LINE_SHORT;
    server->line_bound = LINE_LONG;
    server->failure = DNS_TIMEOUT;
    server->last_queued = &server->first_queued;
    return server;
}

void server_free(struct server *server)
{
    if (server == NULL)
        return;
    channel_free(server->channel);
    memory_free(server);
}

static unsigned missing(unsigned most, unsigned now)
{
    return now < most ? most - now : 0;
}

unsigned server_room(const struct server *server)
{
    if (server->rate != 0 && server->tokens < 1)
        return 0;
    if (!server->has_answered)
        return missing(WINDOW_UNKNOWN, server->open);
    unsigned room = missing(server->window, server->waiting);
    unsigned line = missing(server->line_max, server->in_line);
    return server->fastest < FAR_MS && line < room ? line : room;
}

bool server_is_full(const struct server *server, uint64_t now)
{
    return server->fastest < FAR_MS &&
           server->in_line >= server->line_max + LINE_AGAIN &&
           now - server->latest < FULL_MS;
}

static void enter_line(struct server *server, struct attempt *attempt)
{
    attempt->later = NULL;
    attempt->link = server->line_end;
    *server->line_end = attempt;
    server->line_end = &attempt->later;
    server->in_line++;
}

static void leave_line(struct server *server, struct attempt *attempt)
{
    assert(attempt->link != NULL);
    *attempt->link = attempt->later;
    *(attempt->later != NULL ? &attempt->later->link : &server->line_end) =
        attempt->link;
    attempt->link = NULL;
    server->in_line--;
}

void server_sent(struct server *server, struct attempt *attempt, uint64_t now)
{
    server->open++;
    server->tokens -= 1;
    server->latest = now;
    if (server->asked == 0)
        server->asked = server->probed = now;
    enter_line(server, attempt);
}

static unsigned least_window(const struct server *server)
{
    return server->is_resolver ? WINDOW_MIN : WINDOW_NAME_SERVER_MIN;
}

/* Who takes longer and longer has too many questions already. */
static void fit_window(struct server *server, unsigned milliseconds)
{
    if (milliseconds < server->fastest)
        server->fastest = milliseconds;
    if (milliseconds > server->fastest + SLOW_MS)
        server->window -= server->window > least_window(server);
    else if (server->waiting >= server->window / 2)
        server->window += server->window < server->ceiling;
}

/* `left` attempts are out of it by the last answer: one, if that came in order. */
static void fit_line(struct server *server, unsigned left)
{
    bool is_used = server->in_line >= server->line_max / 2;
    if (left > 1 && server->line_max > LINE_SHORT)
        server->line_max = server->line_bound = LINE_SHORT;
    else if (left == 1 && is_used && server->answers % LINE_ANSWERS == 0)
        server->line_max += server->line_max < server->line_bound;
}

/* As TCP measures it (RFC 6298 2). */
static void measure_delay(struct server *server, unsigned milliseconds)
{
    double error = milliseconds - server->delay;
    if (!server->has_answered) {
        server->delay = milliseconds;
        server->deviation = milliseconds / 2.0;
        return;
    }
    server->delay += error / 8;
    server->deviation += ((error < 0 ? -error : error) - server->deviation) / 4;
}

unsigned server_patience(const struct server *server)
{
    double patience = server->delay + 4 * server->deviation;
    if (!server->has_answered || patience > AGAIN_MAX_MS)
        return AGAIN_MAX_MS;
    return patience > AGAIN_MIN_MS ? (unsigned)patience : AGAIN_MIN_MS;
}

static void note_answer(struct server *server, struct attempt *attempt, uint64_t now)
{
    unsigned milliseconds = (unsigned)(now - attempt->sent);
    measure_delay(server, milliseconds);
    fit_window(server, milliseconds);
    server->has_answered = true;
    server->is_dead = false;
    server->answers++;
    unsigned before = server->in_line;
    while (attempt->link != NULL)
        leave_line(server, server->line);
    fit_line(server, before - server->in_line);
}

void server_replied(struct server *server, struct attempt *attempt, uint64_t now,
                    bool by_message)
{
    server->open--;
    if (by_message)
        note_answer(server, attempt, now);
    else if (attempt->link != NULL)
        leave_line(server, attempt);
}

void server_refused(struct server *server)
{
    if (server->has_answered)
        return;
    server->is_dead = true;
    server->failure = DNS_UNREACHABLE;
}

/* Single losses are the line's, many are our own doing. */
static void look_at_losses(struct server *server)
{
    unsigned least = least_window(server);
    if (server->losses > 8 && server->losses > server->answers / 20) {
        server->window -= server->window / 4;
        if (server->window < least)
            server->window = least;
        server->ceiling = server->window;
    }
    server->answers = server->losses = 0;
}

static void add_tokens(struct server *server, unsigned milliseconds)
{
    double most = server->rate / 10.0;
    if (most < 1)
        most = 1;
    server->tokens += server->rate * milliseconds / 1000.0;
    if (server->tokens > most)
        server->tokens = most;
}

void server_tick(struct server *server, uint64_t now, unsigned milliseconds,
                 unsigned patience)
{
    if (server->rate != 0)
        add_tokens(server, milliseconds);
    if (now - server->looked >= LOOK_MS) {
        server->looked = now;
        look_at_losses(server);
    }
    if (!server->has_answered && server->asked != 0 && now - server->asked >= patience)
        server->is_dead = true;
}

bool server_wants_probe(const struct server *server, uint64_t now)
{
    return server->is_resolver && server->asked != 0 && !server->has_answered &&
           !server->is_dead && now - server->probed >= PROBE_MS;
}
