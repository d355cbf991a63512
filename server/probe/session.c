/* SPDX-License-Identifier: MIT */
#include "probe/session.h"

#include "base/memory.h"
#include "probe/banner.h"
#include "probe/judge.h"
#include "probe/story.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    CONNECT_MS = 10000,
    TLS_MS = 10000,
    COMMAND_MS = 30000,
    LOGOUT_MS = 5000,
};

/* TLS from the first byte, and after STARTTLS; what was said in clear is asked again.
 */
static const enum stage order_tls[] = {
    STAGE_RESOLVE,      STAGE_CONNECT, STAGE_TLS,     STAGE_CERTIFICATE, STAGE_GREETING,
    STAGE_CAPABILITIES, STAGE_LOGIN,   STAGE_MAILBOX, STAGE_LOGOUT,      STAGE_COUNT};
static const enum stage order_starttls[] = {
    STAGE_RESOLVE,  STAGE_CONNECT, STAGE_GREETING,    STAGE_CAPABILITIES,
    STAGE_STARTTLS, STAGE_TLS,     STAGE_CERTIFICATE, STAGE_CAPABILITIES,
    STAGE_LOGIN,    STAGE_MAILBOX, STAGE_LOGOUT,      STAGE_COUNT};

static const struct step *const dialogues[PROTOCOL_COUNT] = {
    [PROTOCOL_IMAP] = imap_steps,
    [PROTOCOL_POP3] = pop3_steps,
    [PROTOCOL_SMTP] = smtp_steps,
};

enum stage session_stage(const struct session *session)
{
    return *session->order;
}

static enum outcome resolve(struct session *session)
{
    static const enum probe_kind kinds[] = {
        [RESOLUTION_NXDOMAIN] = PROBE_DNS_NXDOMAIN,
        [RESOLUTION_NODATA] = PROBE_DNS_NODATA,
        [RESOLUTION_UNKNOWN] = PROBE_DNS_UNKNOWN,
    };
    const struct probe_options *options = session->options;
    struct resolution resolution;
    options->resolve(options->resolver_context, session->target->host, &resolution);
    session->story.stages[STAGE_RESOLVE].milliseconds = resolution.milliseconds;
    if (resolution.status != RESOLUTION_FOUND)
        return story_fail(session, kinds[resolution.status],
                          pool_strdup(session->pool, resolution.text));
    connecting_begin(&session->connecting, &resolution, session->target->port);
    return OUTCOME_DONE;
}

/* The kind of the last attempt that failed says it all. */
static enum outcome tell_unconnected(struct session *session)
{
    const struct connecting *connecting = &session->connecting;
    enum probe_kind kind = PROBE_TCP_UNREACHABLE;
    for (size_t i = 0; i < connecting->started; i++) {
        char address[IP_TEXT_SIZE];
        ip_format(&connecting->addresses[i], address);
        story_fact(session, "%s: %s", address, strerror(connecting->errors[i]));
        if (connecting->errors[i] == ECONNREFUSED)
            kind = PROBE_TCP_REFUSED;
        else if (connecting->errors[i] == ETIMEDOUT && kind != PROBE_TCP_REFUSED)
            kind = PROBE_TCP_TIMEOUT;
    }
    return story_fail(session, kind, NULL);
}

/* Where this machine has no way to go, nothing is known of the address. */
static bool is_our_own(int error)
{
    return error == ENETUNREACH || error == EAFNOSUPPORT || error == EADDRNOTAVAIL;
}

/* In one note, whatever their number; one that was merely slower may be alive. */
static void tell_others(struct session *session)
{
    const struct connecting *connecting = &session->connecting;
    const char *dead = NULL;
    char address[IP_TEXT_SIZE];
    for (size_t i = 0; i < connecting->started; i++) {
        int error = connecting->errors[i];
        if (i == connecting->winner || is_our_own(error))
            continue;
        ip_format(&connecting->addresses[i], address);
        if (error == 0)
            story_fact(session, "%s: slower than another", address);
        else
            dead = pool_printf(session->pool, "%s%s%s: %s", dead != NULL ? dead : "",
                               dead != NULL ? "; " : "", address, strerror(error));
    }
    if (dead != NULL)
        story_note(session, PROBE_TCP_ADDRESS_DEAD, dead);
}

static enum outcome connect_to(struct session *session)
{
    char address[IP_TEXT_SIZE];
    struct connecting *connecting = &session->connecting;
    enum outcome outcome = connecting_advance(connecting, session->now);
    if (outcome == OUTCOME_FAILED)
        return tell_unconnected(session);
    if (outcome == OUTCOME_WAIT)
        return outcome;
    ip_format(&connecting->addresses[connecting->winner], address);
    story_fact(session, "address %s", address);
    tell_others(session);
    session->link.fd = connecting_take(connecting);
    return OUTCOME_DONE;
}

static bool begin_tls(struct session *session)
{
    struct error error;
    session->link.tls = tls_connection_new(session->options->tls, session->link.fd,
                                           session->target->host, &error);
    if (session->link.tls != NULL)
        return true;
    story_fail(session, PROBE_TLS_PROTOCOL, pool_strdup(session->pool, error.text));
    return false;
}

static enum outcome shake_hands(struct session *session)
{
    if (session->link.tls == NULL && !begin_tls(session))
        return OUTCOME_FAILED;
    switch (link_handshake(&session->link)) {
    case LINK_MORE:
        story_fact(session, "%s, %s", tls_connection_version(session->link.tls),
                   tls_connection_cipher(session->link.tls));
        return OUTCOME_DONE;
    case LINK_WAIT:
        return OUTCOME_WAIT;
    default:
        return judge_handshake(session);
    }
}

static const struct step *find_step(const struct step *from, enum stage stage)
{
    while (from->take != NULL && from->stage != stage)
        from++;
    return from->take != NULL ? from : NULL;
}

/* The next step of the stage; false when there is none. */
static bool next_step(struct session *session)
{
    session->step =
        find_step(session->step != NULL ? session->step + 1
                                        : dialogues[session->target->protocol],
                  session_stage(session));
    session->is_sent = false;
    return session->step != NULL;
}

static enum outcome take_step(struct session *session)
{
    const struct step *step = session->step;
    if (!session->is_sent && step->send != NULL && !step->send(session))
        return OUTCOME_FAILED;
    session->is_sent = true;
    for (;;) {
        enum outcome outcome = step->take(session);
        if (outcome != OUTCOME_WAIT)
            return outcome;
        if (session->link.inbox.limit != INBOX_WITHIN)
            return judge_link(session, LINK_LIMIT);
        enum link_state state = link_exchange(&session->link);
        if (state != LINK_MORE)
            return judge_link(session, state);
    }
}

/* Behind the answer to STARTTLS nobody has anything to say before our first word. */
static enum outcome judge_silence(struct session *session)
{
    if (session_stage(session) == STAGE_STARTTLS && link_has_unread(&session->link))
        return story_fail(session, PROBE_TLS_INJECTED, NULL);
    return OUTCOME_DONE;
}

static enum outcome talk(struct session *session)
{
    if (session->step == NULL && !next_step(session))
        return OUTCOME_DONE;
    for (;;) {
        enum outcome outcome = take_step(session);
        if (outcome != OUTCOME_DONE)
            return outcome;
        if (!next_step(session))
            return judge_silence(session);
    }
}

static enum outcome (*const stages[STAGE_COUNT])(struct session *) = {
    [STAGE_RESOLVE] = resolve, [STAGE_CONNECT] = connect_to,
    [STAGE_GREETING] = talk,   [STAGE_CAPABILITIES] = talk,
    [STAGE_STARTTLS] = talk,   [STAGE_TLS] = shake_hands,
    [STAGE_LOGIN] = talk,      [STAGE_CERTIFICATE] = judge_certificate,
    [STAGE_MAILBOX] = talk,    [STAGE_LOGOUT] = talk,
};

static long long patience(enum stage stage)
{
    if (stage == STAGE_CONNECT)
        return CONNECT_MS;
    if (stage == STAGE_TLS)
        return TLS_MS;
    return stage == STAGE_LOGOUT ? LOGOUT_MS : COMMAND_MS;
}

static void begin_stage(struct session *session)
{
    session->step = NULL;
    session->entered = session->now;
    session->stage_deadline = session->now + patience(session_stage(session));
    inbox_begin_phase(&session->link.inbox);
}

/* Without an account there is nothing to do between capabilities and goodbye. */
static bool is_needless(const struct session *session)
{
    enum stage stage = session_stage(session);
    return session->target->login == NULL &&
           (stage == STAGE_LOGIN || stage == STAGE_MAILBOX);
}

static void end_stage(struct session *session, enum verdict verdict)
{
    struct stage_result *result = &session->story.stages[session_stage(session)];
    result->verdict = verdict;
    result->skipped = false;
    result->milliseconds += (unsigned)(session->now - session->entered);
}

/* After a failure in a talk that still goes on, goodbye is said all the same. */
static bool can_leave(const struct session *session)
{
    enum stage stage = session_stage(session);
    return !session->leaving && stage != STAGE_LOGOUT &&
           (stage == STAGE_CAPABILITIES || stage == STAGE_LOGIN ||
            stage == STAGE_MAILBOX) &&
           session->story.failure->verdict == VERDICT_FAIL &&
           session->link.inbox.limit == INBOX_WITHIN;
}

static void leave(struct session *session)
{
    session->over = !can_leave(session);
    session->leaving = true;
    while (session_stage(session) != STAGE_LOGOUT &&
           session_stage(session) != STAGE_COUNT)
        session->order++;
    begin_stage(session);
}

/* What is over in the stage of the goodbye is over in any case, and well. */
static void end(struct session *session, enum outcome outcome)
{
    if (session_stage(session) == STAGE_LOGOUT) {
        if (!session->leaving)
            end_stage(session, outcome == OUTCOME_DONE ? VERDICT_OK : VERDICT_INFO);
        session->over = true;
    } else if (outcome == OUTCOME_FAILED) {
        end_stage(session, session->story.failure->verdict);
        leave(session);
    } else {
        end_stage(session, VERDICT_OK);
        do
            session->order++;
        while (is_needless(session));
        begin_stage(session);
    }
}

/* Whether the time is over, and what for. */
static enum outcome judge_time(struct session *session)
{
    if (session->now < session->deadline && session->now < session->stage_deadline)
        return OUTCOME_WAIT;
    return judge_lateness(session);
}

bool session_advance(struct session *session, long long now)
{
    session->now = now;
    while (!session->over) {
        enum outcome outcome = stages[session_stage(session)](session);
        if (outcome == OUTCOME_WAIT)
            outcome = judge_time(session);
        if (outcome == OUTCOME_WAIT) {
            link_set_events(&session->link);
            return true;
        }
        end(session, outcome);
    }
    return false;
}

static long long earlier(long long a, long long b)
{
    return a < b ? a : b;
}

long long session_due(const struct session *session)
{
    const struct connecting *connecting = &session->connecting;
    long long due = earlier(session->deadline, session->stage_deadline);
    if (session_stage(session) == STAGE_CONNECT &&
        connecting->started < connecting->count)
        due = earlier(due, connecting->next);
    return due;
}

/* A server may repeat the secret inside of a challenge, which is base64. */
static void disguise(struct session *session)
{
    const struct probe_login *login = session->target->login;
    for (size_t i = 0; i < REDACT_DISGUISES; i++) {
        session->disguises[i] = secret_new(SASL_LINE_MAX);
        if (login != NULL)
            redact_disguise(secret_span(login->secret), i, session->disguises[i]);
    }
}

struct session *session_new(const struct probe_target *target,
                            const struct probe_options *options, int epoll,
                            long long now)
{
    struct session *session = memory_new(sizeof *session);
    *session = (struct session){
        .target = target,
        .options = options,
        .pool = pool_new(),
        .watch = {epoll, session},
        .is_ready = true,
        .sent = secret_new(LINK_OUTBOX_MAX),
        .order = target->security == SECURITY_STARTTLS ? order_starttls : order_tls,
        .now = now,
        .deadline = now + (long long)options->seconds * 1000,
        .exchange_online = banner_is_exchange_online(target->host, NULL),
    };
    for (int i = 0; i < STAGE_COUNT; i++)
        session->story.stages[i] =
            (struct stage_result){.name = stage_name((enum stage)i), .skipped = true};
    disguise(session);
    connecting_init(&session->connecting, session->watch);
    link_init(&session->link, session->watch);
    imap_reader_init(&session->imap);
    smtp_reader_init(&session->smtp);
    begin_stage(session);
    return session;
}

void session_free(struct session *session)
{
    if (session == NULL)
        return;
    connecting_clear(&session->connecting);
    link_clear(&session->link);
    imap_reader_clear(&session->imap);
    smtp_reader_clear(&session->smtp);
    sasl_free(session->sasl);
    secret_free(session->sent);
    for (size_t i = 0; i < REDACT_DISGUISES; i++)
        secret_free(session->disguises[i]);
    pool_free(session->pool);
    memory_free(session);
}
