/* SPDX-License-Identifier: MIT */
#include "oauth/refusal.h"

#include "oauth/aadsts.h"
#include "oauth/members.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DESCRIPTION_SIZE = 512, TRACE_SIZE = 64 };

static const struct row {
    const char *code;
    enum refusal_kind kind;
    const char *sentence;
    const char *cure;
} rows[] = {
    {"invalid_request", REFUSAL_FINAL, "the server does not take the request",
     "See what it says; look at client_id and scope."},
    {"invalid_client", REFUSAL_FINAL,
     "the server does not know the application, or its proof is wrong",
     "Correct client_id, and the client secret or certificate."},
    {"invalid_grant", REFUSAL_FINAL,
     "the login, or the password, is not valid or not valid any more", "Log in anew."},
    {"unauthorized_client", REFUSAL_FINAL, "the application may not use this flow",
     "Allow it where it is registered."},
    {"unsupported_grant_type", REFUSAL_FINAL, "the server does not have this flow",
     "Choose another one as oauth."},
    {"invalid_scope", REFUSAL_FINAL,
     "the server does not know the scope, or forbids it",
     "Correct scope, or allow it where the application is registered."},
    {"invalid_target", REFUSAL_FINAL, "the server does not know the resource",
     "Correct scope."},
    {"access_denied", REFUSAL_FINAL, "the user, or the server, said no",
     "Begin anew and accept, or ask the administrator."},
    {"authorization_declined", REFUSAL_FINAL, "the user said no",
     "Begin anew and accept."},
    {"consent_required", REFUSAL_FINAL, "somebody has to consent to the application",
     "Begin anew and accept, or have an administrator consent."},
    {"interaction_required", REFUSAL_FINAL, "the user has to log in anew",
     "Log in anew."},
    {"login_required", REFUSAL_FINAL, "the user has to log in anew", "Log in anew."},
    {"account_selection_required", REFUSAL_FINAL, "the user has to choose an account",
     "Log in anew."},
    {"unsupported_response_type", REFUSAL_FINAL, "the server does not have this flow",
     "Choose another one as oauth."},
    {"authorization_pending", REFUSAL_PENDING, "nobody has logged in yet",
     "Log in with the code in time."},
    {"slow_down", REFUSAL_SLOW_DOWN, "the server is asked too often", "Wait."},
    {"expired_token", REFUSAL_FINAL, "the code has expired: nobody logged in in time",
     "Begin anew."},
    {"bad_verification_code", REFUSAL_FINAL, "the server does not know the code",
     "Begin anew."},
    {"server_error", REFUSAL_TEMPORARY, "the server has a trouble of its own",
     "Try again in a while."},
    {"temporarily_unavailable", REFUSAL_TEMPORARY, "the server is overloaded",
     "Try again in a while."},
};

static const struct row *find_row(const char *code)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(code, rows[i].code) == 0)
            return &rows[i];
    return NULL;
}

/* After a login that was good. */
static bool asks_for_login(const char *code)
{
    static const char *const codes[] = {"invalid_grant", "interaction_required",
                                        "login_required", "consent_required"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0)
            return true;
    return false;
}

void *refusal_set(struct refusal *refusal, enum refusal_kind kind, const char *cure,
                  const char *format, ...)
{
    va_list arguments;
    *refusal = (struct refusal){.kind = kind};
    snprintf(refusal->cure, sizeof refusal->cure, "%s", cure != NULL ? cure : "");
    va_start(arguments, format);
    vsnprintf(refusal->sentence, sizeof refusal->sentence, format, arguments);
    va_end(arguments);
    return NULL;
}

/* Entra ID's number says more than the code; what the flow has to do is in the code. */
static void name_number(struct refusal *refusal, unsigned number)
{
    const struct aadsts_row *row = aadsts_find(number);
    if (row == NULL)
        return;
    snprintf(refusal->sentence, sizeof refusal->sentence, "%s", row->sentence);
    snprintf(refusal->cure, sizeof refusal->cure, "%s", row->cure);
    if (row->is_temporary && refusal->kind == REFUSAL_FINAL)
        refusal->kind = REFUSAL_TEMPORARY;
    refusal->needs_login &= row->needs_login;
}

void refusal_explain(struct refusal *refusal, const char *code, const char *description)
{
    const struct row *row = find_row(code);
    if (row != NULL)
        refusal_set(refusal, row->kind, row->cure, "%s", row->sentence);
    else
        refusal_set(refusal, REFUSAL_FINAL, NULL, "the server refuses");
    text_sanitise(code, strlen(code), refusal->code, sizeof refusal->code);
    refusal->needs_login = asks_for_login(code);
    if (description == NULL)
        return;
    text_sanitise(description, strlen(description), refusal->said, DESCRIPTION_SIZE);
    name_number(refusal, aadsts_number(description));
}

static void read_failure(struct refusal *refusal, const struct fetch_answer *answer)
{
    static const struct {
        bool is_final;
        const char *text, *cure;
    } failures[] = {
        [FETCH_NO_HOST] = {true, "the server's name does not exist",
                           "Correct tenant, cloud or issuer."},
        [FETCH_REFUSED] = {false, "nobody listens there", "Try again in a while."},
        [FETCH_UNTRUSTED] = {true, "the server's certificate does not hold",
                             "Name a private authority with --ca-file; or look who is "
                             "on the way."},
        [FETCH_TOO_LONG] = {true, "the answer is too long", NULL},
        [FETCH_REDIRECTED] = {true, "the server leads elsewhere", NULL},
        [FETCH_TEMPORARY] = {false, "the server cannot be reached",
                             "Look at the network, and at https_proxy if one is "
                             "needed; try again."},
        [FETCH_IMPOSSIBLE] = {true, "the address cannot be fetched", NULL},
    };
    refusal_set(refusal,
                failures[answer->result].is_final ? REFUSAL_FINAL : REFUSAL_TEMPORARY,
                failures[answer->result].cure, "%s%s%s", failures[answer->result].text,
                answer->text[0] != '\0' ? ": " : "", answer->text);
}

static bool is_trouble(long status)
{
    return status >= 500 || status == 429 || status == 408;
}

/* What Microsoft's support asks for may stand behind a long description. */
static void append_traces(struct refusal *refusal, const struct members *members)
{
    static const char *const keys[] = {"trace_id", "correlation_id", "timestamp"};
    char clean[TRACE_SIZE];
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *text = members_string(members, keys[i]);
        size_t length = strlen(refusal->said);
        if (text == NULL)
            continue;
        text_sanitise(text, strlen(text), clean, sizeof clean);
        if (strstr(refusal->said, clean) == NULL)
            snprintf(refusal->said + length, sizeof refusal->said - length, " %s: %s",
                     keys[i], clean);
    }
}

static void read_error(struct refusal *refusal, const struct members *members)
{
    refusal_explain(refusal, members_string(members, "error"),
                    members_string(members, "error_description"));
    append_traces(refusal, members);
}

static void read_patience(struct refusal *refusal, const struct fetch_answer *answer)
{
    refusal->retry_after = answer->retry_after;
    if (answer->retry_after > 0 && refusal->kind == REFUSAL_TEMPORARY)
        snprintf(refusal->cure, sizeof refusal->cure, "Try again in %ld seconds.",
                 answer->retry_after);
}

void refusal_read(struct refusal *refusal, const struct fetch_answer *answer)
{
    struct error error;
    if (answer->result != FETCH_ANSWERED) {
        read_failure(refusal, answer);
        return;
    }
    AUTO(members)
    struct members *members = members_read(secret_span(answer->body), &error);
    if (members != NULL && members_string(members, "error") != NULL)
        read_error(refusal, members);
    else if (is_trouble(answer->status))
        refusal_set(refusal, REFUSAL_TEMPORARY, "Try again in a while.",
                    "the server answers with HTTP status %ld", answer->status);
    else
        refusal_set(refusal, REFUSAL_FINAL, "Look whether tenant or issuer is right.",
                    "the server answers with HTTP status %ld and nothing that OAuth "
                    "knows",
                    answer->status);
    if (is_trouble(answer->status) && refusal->kind == REFUSAL_FINAL)
        refusal->kind = REFUSAL_TEMPORARY;
    refusal->needs_login &= refusal->kind == REFUSAL_FINAL;
    read_patience(refusal, answer);
}
