/* SPDX-License-Identifier: MIT */
/* What has to be sent once more waits for its timer, a tick at least, so that nothing
 * goes in circles within a reply. */
#include "dns/resolve.h"

#include "base/memory.h"
#include "dns/attempt.h"
#include "dns/message.h"
#include "dns/query.h"
#include "dns/ready.h"
#include "dns/send.h"

enum {
    /* From the first message to the end of the question; a tick and a half is left. */
    QUESTION_MS = 4980,
    AGAIN_MS = 500,                  /* after SERVFAIL */
    SILENCE_MS = CHANNEL_TIMEOUT_MS, /* after which nothing is hoped for */
    DOUBLINGS_MAX = 5,
    POSTPONE_MS = 20,
    RESTART_SENDS = 3, /* while nobody listens any more */
};

static void on_reply(struct channel_question *channel, struct wire message,
                     enum dns_result reason);

static unsigned since(const struct dns *dns, uint64_t start)
{
    return (unsigned)(dns->now - start);
}

static void describe(const struct dns *dns, const struct question *question,
                     const struct server *server, struct subject *out)
{
    question_name(question, &out->name);
    out->type = question->type;
    out->server = server != NULL ? server->text : "";
    out->trusted = server != NULL && server->is_resolver && server->is_local;
    out->milliseconds = question->started != 0 ? since(dns, question->started) : 0;
    out->before = question->before;
}

/* The question is over; `answer` is its from now on. */
static void end_own(struct dns *dns, struct question *question,
                    struct dns_answer *answer, size_t size)
{
    timer_stop(&question->timer);
    attempts_forget(question);
    memory_free(TAKE(question->before));
    question_answer_own(&dns->questions, question, answer, size);
    for (struct claim *claim = question->claims; claim != NULL; claim = claim->next)
        ready_less(dns, claim->asker);
}

void resolve_fail(struct dns *dns, struct question *question, enum dns_result result)
{
    size_t size;
    struct subject subject;
    describe(dns, question, question->last, &subject);
    struct dns_answer *answer = message_missing(result, &subject, &dns->strings, &size);
    end_own(dns, question, answer, size);
}

/* Whether the resolver might be of use to the question. */
static bool is_candidate(const struct question *question, const struct server *server)
{
    return !server->is_dead && (question->tried & 1U << server->number) == 0;
}

/* Another resolver than the last one if there is any, else the same again. */
static struct server *find_resolver(struct dns *dns, const struct question *question)
{
    struct server *found = NULL;
    for (size_t i = 0; i < dns->resolver_count; i++) {
        struct server *each = dns->resolvers[i];
        if (!is_candidate(question, each))
            continue;
        if (found == NULL || found == question->last ||
            (each != question->last && each->waiting < found->waiting))
            found = each;
    }
    return found;
}

static bool has_candidates(struct dns *dns, const struct question *question)
{
    return question->server == NULL && find_resolver(dns, question) != NULL;
}

static struct server *choose(struct dns *dns, const struct question *question)
{
    struct server *last = question->last;
    if (question->server != NULL)
        return question->server->is_dead ? NULL : question->server;
    /* After SERVFAIL, the same one is given another chance. */
    if (question->stage == STAGE_AGAIN && question->sends == 0 &&
        is_candidate(question, last))
        return last;
    return find_resolver(dns, question);
}

/* How long to wait for an answer: twice as long each time, and no longer than to the
 * end of the stage. */
static unsigned patience(const struct dns *dns, const struct question *question,
                         const struct server *server)
{
    unsigned doublings =
        question->sends < DOUBLINGS_MAX ? question->sends : DOUBLINGS_MAX;
    unsigned wait = server_patience(server) << doublings;
    unsigned used = since(dns, question->entered);
    unsigned left = used < SILENCE_MS ? SILENCE_MS - used : 0;
    return wait < left ? wait : left;
}

static void set_timer(struct dns *dns, struct question *question, unsigned milliseconds)
{
    unsigned used = since(dns, question->started);
    unsigned left = used < QUESTION_MS ? QUESTION_MS - used : 0;
    timer_set(&dns->timers, &question->timer,
              milliseconds < left ? milliseconds : left);
}

/* The reply may come, and end the question, before this returns. */
static void send_to(struct dns *dns, struct question *question, struct server *server)
{
    uint8_t query[QUERY_MAX];
    struct attempt *attempt = attempt_for(dns, question, server, on_reply);
    struct query_options options = {
        .recursion = server->is_resolver,
        .checking_disabled = question->stage == STAGE_UNCHECKED,
        .edns = attempt->edns,
    };
    struct name end;
    bool goes_on =
        question->before != NULL && name_parse(dns_chain_end(question->before), &end);
    size_t length = query_write(goes_on ? end.bytes : question->name,
                                goes_on ? end.length : question->length, question->type,
                                options, query);
    if (question->sends == 0)
        question->entered = dns->now;
    set_timer(dns, question, patience(dns, question, server));
    question->paused = false;
    question->sends++;
    question->last = server;
    channel_send(server->channel, query, length, &attempt->channel);
}

void resolve_start(struct dns *dns, struct question *question, struct server *server)
{
    question->started = dns->now;
    dns->sent++;
    send_to(dns, question, server);
}

/* What is said at last. */
static enum dns_result final_result(const struct question *question)
{
    if (question->stage == STAGE_UNCHECKED)
        return DNS_SERVFAIL;
    if (question->failure != DNS_FOUND)
        return question->failure;
    bool is_dead = question->last != NULL && question->last->is_dead;
    return is_dead ? question->last->failure : DNS_TIMEOUT;
}

static void go_on(struct dns *dns, struct question *question, unsigned pause)
{
    question->paused = true;
    set_timer(dns, question, pause);
}

/* What was sent before does not count any more. */
static void enter_stage(struct dns *dns, struct question *question, enum stage stage,
                        unsigned pause)
{
    attempts_forget(question);
    question->stage = stage;
    question->sends = 0;
    go_on(dns, question, pause);
}

/* All resolvers had their turn. Signatures may be why they say SERVFAIL. One that says
 * REFUSED though it has been of use may have had too much to do. */
static void give_up(struct dns *dns, struct question *question)
{
    bool is_last = question->server != NULL || question->stage == STAGE_UNCHECKED;
    question->tried = 0;
    if (!is_last && question->failure == DNS_SERVFAIL)
        enter_stage(dns, question, STAGE_UNCHECKED, 0);
    else if (!is_last && question->failure == DNS_REFUSED &&
             question->stage == STAGE_FIRST && question->last->is_useful)
        enter_stage(dns, question, STAGE_AGAIN, AGAIN_MS);
    else
        resolve_fail(dns, question, final_result(question));
}

static void send_again(struct dns *dns, struct question *question)
{
    struct server *server = choose(dns, question);
    if (server == NULL)
        give_up(dns, question);
    else if (server_is_full(server, dns->now))
        set_timer(dns, question, POSTPONE_MS);
    else
        send_to(dns, question, server);
}

void resolve_ring(void *context, void *owner)
{
    struct dns *dns = context;
    struct question *question = owner;
    bool is_late = since(dns, question->started) >= QUESTION_MS;
    bool is_silent = since(dns, question->entered) >= SILENCE_MS;
    if (!is_late && (question->paused || !is_silent)) {
        send_again(dns, question);
        return;
    }
    attempts_count_losses(question, dns->now);
    if (is_late)
        resolve_fail(dns, question, final_result(question));
    else
        give_up(dns, question);
}

static void after_servfail(struct dns *dns, struct question *question,
                           const struct server *server)
{
    question->failure = DNS_SERVFAIL;
    if (question->stage == STAGE_FIRST) {
        enter_stage(dns, question, STAGE_AGAIN, AGAIN_MS);
        return;
    }
    if (question->server == NULL)
        question->tried |= 1U << server->number;
    if (question->stage == STAGE_AGAIN && has_candidates(dns, question))
        enter_stage(dns, question, STAGE_ELSEWHERE, 0);
    else
        give_up(dns, question);
}

/* The server is of no use to this question. */
static void after_refusal(struct dns *dns, struct question *question,
                          struct server *server, enum dns_result result)
{
    if (question->failure != DNS_SERVFAIL)
        question->failure = result;
    server->losses += result == DNS_REFUSED;
    if (result == DNS_UNREACHABLE && server->has_answered &&
        question->sends < RESTART_SENDS) {
        /* It may be starting anew. */
        go_on(dns, question, AGAIN_MS);
        return;
    }
    if (question->server == NULL)
        question->tried |= 1U << server->number;
    if (has_candidates(dns, question))
        go_on(dns, question, 0);
    else if (question->attempts == NULL)
        give_up(dns, question);
}

/* The rest of a chain, or the whole of it, is known for certain. */
static void after_answer_own(struct dns *dns, struct question *question,
                             struct dns_answer *answer, size_t size)
{
    size_t known = question->before != NULL ? question->before->chain_count : 0;
    if (question->stage == STAGE_UNCHECKED) {
        memory_free(answer);
        resolve_fail(dns, question, DNS_BOGUS);
    } else if (question->server == NULL && message_was_partial(answer) &&
               answer->chain_count > known) {
        memory_free(question->before);
        question->before = answer;
        question->failure = DNS_FOUND;
        question->tried = 0;
        enter_stage(dns, question, STAGE_FIRST, 0);
    } else {
        end_own(dns, question, answer, size);
    }
}

static void after_message(struct dns *dns, struct question *question,
                          struct server *server, struct wire message)
{
    size_t size;
    struct subject subject;
    describe(dns, question, server, &subject);
    struct dns_answer *answer = message_read(message, &subject, &dns->strings, &size);
    if (dns_is_certain(answer)) {
        server->is_useful = true;
        after_answer_own(dns, question, answer, size);
        return;
    }
    enum dns_result result = answer->result;
    memory_free(answer);
    if (result == DNS_SERVFAIL)
        after_servfail(dns, question, server);
    else
        after_refusal(dns, question, server, result);
}

static void judge(struct dns *dns, struct question *question, struct server *server,
                  struct wire message, enum dns_result reason)
{
    if (message.length > 0)
        after_message(dns, question, server, message);
    else if (reason != DNS_TIMEOUT)
        after_refusal(dns, question, server, reason);
}

static void on_reply(struct channel_question *channel, struct wire message,
                     enum dns_result reason)
{
    struct attempt *attempt = (struct attempt *)channel;
    struct dns *dns = attempt->dns;
    struct question *question = attempt->question;
    struct server *server = attempt->server;
    bool is_too_new = attempt->edns && message_is_formerr(message);
    server_replied(server, attempt, dns->now, message.length > 0);
    if (message.length == 0 && reason == DNS_UNREACHABLE)
        server_refused(server);
    if (question != NULL) {
        attempt_unlink(attempt);
        attempts_count_losses(question, message.length > 0 ? attempt->sent : 0);
    }
    server->is_plain |= is_too_new;
    server->speaks_edns |= attempt->edns && message.length > 0 && !is_too_new;
    memory_free(attempt);
    if (question != NULL && is_too_new)
        go_on(dns, question, 0);
    else if (question != NULL)
        judge(dns, question, server, message, reason);
    if (message.length > 0)
        send_next(dns, server);
}

void resolve_probe(struct dns *dns, struct server *server)
{
    static const uint8_t root[1];
    uint8_t query[QUERY_MAX];
    struct query_options options = {.recursion = true};
    struct attempt *attempt = attempt_new(dns, server, on_reply);
    size_t length = query_write(root, sizeof root, DNS_NS, options, query);
    server->probed = dns->now;
    channel_send(server->channel, query, length, &attempt->channel);
}
