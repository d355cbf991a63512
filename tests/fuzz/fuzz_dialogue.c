/* SPDX-License-Identifier: MIT */
/* A whole conversation with a server that says whatever it likes. The first byte
 * chooses the protocol and the mechanism, the second in how small pieces the rest
 * arrives. Whatever comes, there is a finding that can be shown, without the secret. */
#include "probe/judge.h"
#include "probe/session.h"
#include "probe/story.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char password[] = "opensesame-opensesame";

static const enum stage all_stages[] = {
    STAGE_RESOLVE,  STAGE_CONNECT, STAGE_GREETING,    STAGE_CAPABILITIES,
    STAGE_STARTTLS, STAGE_TLS,     STAGE_CERTIFICATE, STAGE_LOGIN,
    STAGE_MAILBOX,  STAGE_LOGOUT,  STAGE_COUNT};

static const struct step *const dialogues[PROTOCOL_COUNT] = {imap_steps, pop3_steps,
                                                             smtp_steps};

struct server {
    const char *at;
    size_t left, piece;
};

/* Lets the next piece arrive; false at the end. */
static bool feed(struct server *server, struct inbox *inbox)
{
    size_t length = server->piece < server->left ? server->piece : server->left;
    if (length == 0 || !inbox_add(inbox, server->at, length))
        return false;
    server->at += length;
    server->left -= length;
    return true;
}

/* The login is begun by hand: there is no TLS to trust here. */
static void begin_login(struct session *session)
{
    const struct probe_login *login = session->target->login;
    const struct sasl_login sasl = {.mechanism = login->mechanisms[0],
                                    .user = login->user,
                                    .secret = login->secret,
                                    .host = session->target->host,
                                    .port = session->target->port};
    struct error error;
    session->mechanism = sasl.mechanism;
    if (session->sasl == NULL)
        session->sasl = sasl_new(&sasl, &error);
    if (session->sasl == NULL)
        abort();
}

static bool begin(struct session *session, const struct step *step)
{
    session->order = &all_stages[step->stage];
    inbox_begin_phase(&session->link.inbox);
    secret_reset(session->link.outbox);
    if (step->stage == STAGE_LOGIN)
        begin_login(session);
    return step->stage == STAGE_LOGIN || step->send == NULL || step->send(session);
}

static bool take(struct session *session, const struct step *step,
                 struct server *server)
{
    enum outcome outcome;
    while ((outcome = step->take(session)) == OUTCOME_WAIT)
        if (!feed(server, &session->link.inbox)) {
            judge_link(session, session->link.inbox.limit != INBOX_WITHIN
                                    ? LINK_LIMIT
                                    : LINK_CLOSED);
            return false;
        }
    return outcome == OUTCOME_DONE;
}

static void check(const char *text)
{
    if (text != NULL &&
        (!text_is_utf8(text, strlen(text)) || strstr(text, password) != NULL))
        abort();
}

static void check_finding(const struct session *session)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct finding finding;
    story_finding(session, session->target->owners, pool, &finding);
    if (finding.id == NULL || finding.message == NULL || finding.subject == NULL)
        abort();
    check(finding.message);
    check(finding.remedy);
    for (size_t i = 0; i < FINDING_VALUES_MAX && finding.found[i] != NULL; i++)
        check(finding.found[i]);
}

static void transcribe(void *context, const struct probe_target *target, char speaker,
                       const char *line)
{
    (void)context;
    (void)target;
    (void)speaker;
    check(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    AUTO(secret) struct secret *secret = secret_new(sizeof password);
    secret_puts(secret, password);
    const struct probe_login login = {
        .user = "ann@example.com",
        .secret = secret,
        .mechanisms = {(enum sasl_mechanism)(data[0] / PROTOCOL_COUNT %
                                             SASL_MECHANISM_COUNT)},
        .mechanism_count = 1};
    const struct probe_owner owner = {.domain = "example.com"};
    const struct probe_target target = {
        .protocol = (enum protocol)(data[0] % PROTOCOL_COUNT),
        .security = SECURITY_STARTTLS,
        .host = data[0] >= 128 ? "outlook.office365.com" : "mail.example.com",
        .port = 143,
        .owners = &owner,
        .mailbox = "ann@example.com",
        .login = &login};
    const struct probe_options options = {.seconds = 60, .transcript = transcribe};
    struct server server = {(const char *)data + 2, size - 2, (size_t)data[1] * 16 + 1};
    AUTO(session) struct session *session = session_new(&target, &options, -1, 0);
    const struct step *step = dialogues[target.protocol];
    while (step->take != NULL && begin(session, step) && take(session, step, &server))
        step++;
    check_finding(session);
    return 0;
}
