/* SPDX-License-Identifier: MIT */
#include "probe/login.h"

#include "oauth/claims.h"
#include "probe/speech.h"
#include "probe/story.h"
#include "probe/token.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* What was wrong inside of the mechanism. */
static enum probe_kind kind_of(enum sasl_trouble trouble)
{
    switch (trouble) {
    case SASL_WEAK:
        return PROBE_LOGIN_WEAK;
    case SASL_COSTLY:
        return PROBE_LOGIN_COSTLY;
    case SASL_IMPOSTOR:
        return PROBE_LOGIN_IMPOSTOR;
    default:
        return PROBE_LOGIN_CHALLENGE;
    }
}

static bool fail(struct session *session, enum probe_kind kind, const char *text)
{
    story_fail(session, kind, pool_strdup(session->pool, text));
    return false;
}

/* POP3's USER and PASS. IMAP's LOGIN has no name among the capabilities (RFC 9051
 * 6.2.3). */
static bool offers_plain_words(const struct session *session)
{
    const struct capabilities *offered = &session->capabilities;
    return session->target->protocol == PROTOCOL_IMAP
               ? !offered->login_disabled
               : session->target->protocol == PROTOCOL_POP3 && offered->user;
}

/* The password itself may be sent. */
static bool permits_plain_words(const struct probe_login *login)
{
    bool permitted = false;
    for (size_t i = 0; i < login->mechanism_count; i++)
        permitted |=
            login->mechanisms[i] == SASL_PLAIN || login->mechanisms[i] == SASL_LOGIN;
    return permitted;
}

static const char *wanted_names(const struct session *session)
{
    const struct probe_login *login = session->target->login;
    char names[128] = "";
    for (size_t i = 0; i < login->mechanism_count; i++) {
        size_t length = strlen(names);
        snprintf(names + length, sizeof names - length, "%s%s", i > 0 ? " or " : "",
                 sasl_name(login->mechanisms[i]));
    }
    return pool_strdup(session->pool, names);
}

/* The first mechanism that is wanted and offered; the choice is made once. */
static bool choose(struct session *session)
{
    const struct probe_login *login = session->target->login;
    for (size_t i = 0; i < login->mechanism_count; i++) {
        session->mechanism = login->mechanisms[i];
        if (capabilities_offer(&session->capabilities, session->mechanism))
            return true;
    }
    session->plain_words = offers_plain_words(session) && permits_plain_words(login);
    if (session->plain_words)
        return true;
    session->story.expected = wanted_names(session);
    story_fact(session, "%s", session->capabilities.list);
    return fail(session,
                session->capabilities.auth || offers_plain_words(session)
                    ? PROBE_LOGIN_NO_MECHANISM
                    : PROBE_LOGIN_NO_AUTH,
                "");
}

/* A token that cannot be right is not sent. */
static bool judge_token(struct session *session)
{
    const struct probe_login *login = session->target->login;
    struct token_trouble troubles[TOKEN_TROUBLES_MAX];
    struct claims claims;
    bool readable = claims_read(login->secret, session->pool, &claims);
    const struct token_question question = {
        .protocol = session->target->protocol,
        .exchange_online = session->exchange_online,
        .user = login->user,
        .tenant = login->tenant,
        .length = secret_span(login->secret).length,
        .now = time(NULL),
    };
    size_t count = token_judge(readable ? &claims : NULL, &question, troubles);
    for (size_t i = 0; i < count; i++) {
        if (probe_kinds[troubles[i].kind].verdict == VERDICT_FAIL)
            return fail(session, troubles[i].kind, troubles[i].text);
        story_note(session, troubles[i].kind,
                   pool_strdup(session->pool, troubles[i].text));
    }
    return true;
}

static bool has_controls(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7F)
            return true;
    return false;
}

/* The words stand in lines; what would end one early would be a command. */
static bool fits_plain_words(struct session *session)
{
    const struct probe_login *login = session->target->login;
    struct span secret = secret_span(login->secret);
    if (strlen(secret.at) == secret.length && secret.length > 0 &&
        !has_controls(secret.at) && !has_controls(login->user) &&
        strlen(login->user) < SASL_USER_MAX)
        return true;
    return fail(session, PROBE_LOGIN_IMPOSSIBLE,
                "without SASL there is no way to write control characters");
}

bool login_begin(struct session *session)
{
    const struct probe_target *target = session->target;
    struct error error;
    if (session->link.tls == NULL || !tls_connection_is_verified(session->link.tls))
        return fail(session, PROBE_CERTIFICATE_INVALID, "");
    if (!choose(session))
        return false;
    if (session->plain_words)
        return fits_plain_words(session);
    if (sasl_takes_token(session->mechanism) && !judge_token(session))
        return false;
    const struct sasl_login login = {.mechanism = session->mechanism,
                                     .user = target->login->user,
                                     .secret = target->login->secret,
                                     .host = target->host,
                                     .port = target->port};
    session->sasl = sasl_new(&login, &error);
    return session->sasl != NULL || fail(session, PROBE_LOGIN_IMPOSSIBLE, error.text);
}

bool login_send_initial(struct session *session, const char *before)
{
    AUTO(secret) struct secret *response = secret_new(SASL_LINE_MAX);
    if (!sasl_initial(session->sasl, response))
        return false;
    speech_say_secret(session, before, response);
    return true;
}

bool login_answer(struct session *session, struct span challenge)
{
    AUTO(secret) struct secret *response = secret_new(SASL_LINE_MAX);
    struct error error;
    if (!sasl_answer(session->sasl, challenge, response, &error)) {
        speech_say(session, "*");
        return fail(session, kind_of(sasl_trouble(session->sasl)), error.text);
    }
    speech_say_secret(session, "", response);
    return true;
}

enum outcome login_finish(struct session *session)
{
    const char *user = session->target->login->user;
    struct error error;
    if (session->plain_words) {
        story_fact(session, "logged in as %s with %s", user,
                   session->target->protocol == PROTOCOL_IMAP ? "the LOGIN command"
                                                              : "USER and PASS");
        return OUTCOME_DONE;
    }
    if (!sasl_finish(session->sasl, &error)) {
        fail(session, kind_of(sasl_trouble(session->sasl)), error.text);
        return OUTCOME_FAILED;
    }
    story_fact(session, "logged in as %s with %s", user, sasl_name(session->mechanism));
    return OUTCOME_DONE;
}

/* What a server says about a token inside of the mechanism (RFC 7628, 3.2.2). */
static void tell_failure(struct session *session, const struct sasl_failure *failure)
{
    story_fact(session, "about the token: %s%s%s%s%s", failure->status,
               failure->scope[0] != '\0' ? ", scope " : "", failure->scope,
               failure->configuration[0] != '\0' ? ", see " : "",
               failure->configuration);
}

enum outcome login_refused(struct session *session, struct span line)
{
    const struct sasl_failure *failure =
        session->sasl != NULL ? sasl_failure(session->sasl) : NULL;
    story_refused(session, line);
    if (failure != NULL)
        tell_failure(session, failure);
    return OUTCOME_FAILED;
}
