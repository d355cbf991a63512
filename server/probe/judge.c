/* SPDX-License-Identifier: MIT */
#include "probe/judge.h"

#include "probe/banner.h"
#include "probe/speech.h"
#include "probe/story.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAYS_SOON = 14 };

enum outcome judge_handshake(struct session *session)
{
    static const enum probe_kind kinds[] = {
        [TLS_FAULT_NONE] = PROBE_TLS_PROTOCOL,
        [TLS_FAULT_PLAIN_TEXT] = PROBE_TLS_PLAIN_TEXT,
        [TLS_FAULT_VERSION] = PROBE_TLS_VERSION,
        [TLS_FAULT_ALERT] = PROBE_TLS_ALERT,
        [TLS_FAULT_CLOSED] = PROBE_TLS_CLOSED,
        [TLS_FAULT_RESET] = PROBE_TLS_CLOSED,
        [TLS_FAULT_PROTOCOL] = PROBE_TLS_PROTOCOL,
    };
    const struct tls_failure *failure = tls_connection_failure(session->link.tls);
    if (failure->said[0] != '\0')
        story_fact(session, "%s", failure->said);
    return story_fail(session, kinds[failure->fault],
                      pool_strdup(session->pool, failure->text));
}

static const enum probe_kind fault_kinds[CERTIFICATE_FAULT_COUNT] = {
    [CERTIFICATE_GOOD] = PROBE_CERTIFICATE_INVALID,
    [CERTIFICATE_OTHER] = PROBE_CERTIFICATE_INVALID,
    [CERTIFICATE_WEAK] = PROBE_CERTIFICATE_WEAK,
    [CERTIFICATE_PURPOSE] = PROBE_CERTIFICATE_PURPOSE,
    [CERTIFICATE_NOT_YET] = PROBE_CERTIFICATE_NOT_YET,
    [CERTIFICATE_EXPIRED] = PROBE_CERTIFICATE_EXPIRED,
    [CERTIFICATE_NAME] = PROBE_CERTIFICATE_NAME,
    [CERTIFICATE_INCOMPLETE] = PROBE_CERTIFICATE_INCOMPLETE,
    [CERTIFICATE_UNTRUSTED] = PROBE_CERTIFICATE_UNTRUSTED,
    [CERTIFICATE_SELF_SIGNED] = PROBE_CERTIFICATE_SELF_SIGNED,
};

static void tell_certificate(struct session *session, const struct certificate *leaf)
{
    struct tm day;
    char until[16] = "?";
    if (gmtime_r(&leaf->not_after, &day) != NULL)
        strftime(until, sizeof until, "%Y-%m-%d", &day);
    story_fact(session, "certificate by %s until %s (%ld days)", leaf->issuer_name,
               until, leaf->days_left);
}

/* Names of the certificate, as many as are worth reading. */
static void tell_names(struct session *session, const struct certificate *leaf)
{
    enum { NAMES_SHOWN = 4 };
    for (size_t i = 0; i < leaf->name_count && i < NAMES_SHOWN; i++)
        story_fact(session, "%s", leaf->names[i]);
}

static void tell_inspector(struct session *session, const struct tls_peer *peer)
{
    if (peer->inspector != NULL)
        story_note(session, PROBE_CERTIFICATE_INSPECTED,
                   pool_printf(session->pool, "the certificate is made by %s",
                               peer->inspector));
}

static enum outcome refuse_certificate(struct session *session,
                                       const struct tls_peer *peer)
{
    enum certificate_fault fault =
        peer != NULL && peer->fault_count > 0 ? peer->faults[0] : CERTIFICATE_OTHER;
    if (peer != NULL && fault == CERTIFICATE_NAME) {
        session->story.expected = session->target->host;
        tell_names(session, &peer->chain[0]);
    }
    return story_fail(session, fault_kinds[fault],
                      peer != NULL ? peer->sentence : NULL);
}

/* Nothing secret goes over a connection that has not passed here. */
enum outcome judge_certificate(struct session *session)
{
    const struct tls_connection *tls = session->link.tls;
    const struct tls_peer *peer = tls_connection_peer(tls, session->pool, time(NULL));
    if (peer != NULL) {
        tell_certificate(session, &peer->chain[0]);
        tell_inspector(session, peer);
    }
    if (peer == NULL || !tls_connection_is_verified(tls))
        return refuse_certificate(session, peer);
    if (peer->chain[0].days_left < DAYS_SOON)
        story_note(
            session, PROBE_CERTIFICATE_EXPIRES,
            pool_printf(session->pool, "%ld days are left", peer->chain[0].days_left));
    return OUTCOME_DONE;
}

/* Whether the server is in the middle of saying something. */
static bool is_dripping(const struct session *session)
{
    return !inbox_is_empty(&session->link.inbox) || session->imap.is_partial ||
           session->smtp.is_partial || session->in_body;
}

enum outcome judge_lateness(struct session *session)
{
    enum stage stage = session_stage(session);
    if (stage == STAGE_CONNECT)
        return story_fail(session, PROBE_TCP_TIMEOUT, NULL);
    if (stage == STAGE_TLS)
        return story_fail(session, PROBE_TLS_TIMEOUT, NULL);
    if (is_dripping(session))
        return story_fail(session, PROBE_TALK_SLOW, NULL);
    return story_fail(
        session, stage == STAGE_GREETING ? PROBE_GREETING_TIMEOUT : PROBE_TALK_TIMEOUT,
        NULL);
}

/* In TLS 1.3 the handshake is over for us before the server has looked at our part of
 * it (RFC 8446 6.2: certificate_required). */
static enum outcome judge_break(struct session *session)
{
    const struct tls_connection *tls = session->link.tls;
    bool alert = tls != NULL && tls_connection_failure(tls)->fault == TLS_FAULT_ALERT;
    return story_fail(session, alert ? PROBE_TLS_ALERT : PROBE_TALK_BROKEN,
                      pool_strdup(session->pool, session->link.trouble));
}

enum outcome judge_link(struct session *session, enum link_state state)
{
    static const char closed[] = DIAGNOSIS_CLOSED;
    bool endless = session->link.inbox.limit == INBOX_LINE;
    switch (state) {
    case LINK_LIMIT:
        return story_fail(session, endless ? PROBE_LIMIT_LINE : PROBE_LIMIT_BYTES,
                          NULL);
    case LINK_CLOSED:
        return story_refused(session, (struct span){closed, sizeof closed - 1});
    case LINK_BROKEN:
        return judge_break(session);
    case LINK_WAIT:
    case LINK_MORE:
        break;
    }
    return OUTCOME_WAIT;
}

/* Any way to log in; IMAP has one without a name, its LOGIN command. */
static bool offers_login(const struct session *session)
{
    const struct capabilities *offered = &session->capabilities;
    if (session->target->protocol == PROTOCOL_IMAP)
        return offered->auth || !offered->login_disabled;
    return offered->auth || offered->user;
}

enum outcome judge_capabilities(struct session *session)
{
    const struct capabilities *offered = &session->capabilities;
    const char *masked = "a device on the way has painted over what the server said";
    if (session->link.tls == NULL && !offered->starttls) {
        story_fact(session, "%s", offered->list);
        return story_fail(session, PROBE_TLS_NO_STARTTLS,
                          offered->masked ? masked : NULL);
    }
    if (session->link.tls == NULL || offers_login(session))
        return OUTCOME_DONE;
    story_fact(session, "%s", offered->list);
    return story_fail(session, PROBE_LOGIN_NO_AUTH, NULL);
}

void judge_greeting(struct session *session, struct span line)
{
    char host[256];
    snprintf(session->greeting, sizeof session->greeting, "%s",
             speech_quote(session, line));
    session->exchange_online =
        banner_is_exchange_online(session->target->host, session->greeting);
    if (banner_exchange_host(session->greeting, host, sizeof host))
        story_fact(session, "front end %s", host);
}
