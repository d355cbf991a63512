/* SPDX-License-Identifier: MIT */
#include "probe/token.h"

#include "base/base64.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The bytes of XOAUTH2 around user and token, and the longest line of POP3 at Exchange
 * Online; clocks may be a minute apart. */
enum { XOAUTH2_BYTES = 21, POP3_LINE_MAX = 4096, SKEW_SECONDS = 60, GUID_LENGTH = 36 };

struct troubles {
    struct token_trouble *list;
    size_t count;
};

static void add(struct troubles *troubles, enum probe_kind kind, const char *format,
                ...) PRINTF_LIKE(3, 4);

static void add(struct troubles *troubles, enum probe_kind kind, const char *format,
                ...)
{
    struct token_trouble *trouble = &troubles->list[troubles->count++];
    va_list arguments;
    va_start(arguments, format);
    trouble->kind = kind;
    vsnprintf(trouble->text, sizeof trouble->text, format, arguments);
    va_end(arguments);
}

/* One row for each protocol: a user's right and an application's. */
static const struct {
    const char *scope, *role;
} rights[PROTOCOL_COUNT] = {
    [PROTOCOL_IMAP] = {"IMAP.AccessAsUser.All", "IMAP.AccessAsApp"},
    [PROTOCOL_POP3] = {"POP.AccessAsUser.All", "POP.AccessAsApp"},
    [PROTOCOL_SMTP] = {"SMTP.Send", "SMTP.SendAsApp"},
};

/* Whether an audience is one of these, with or without a slash at its end. */
static bool is_among(const char *audience, const char *const *names, size_t count)
{
    size_t length = strlen(audience);
    if (length > 0 && audience[length - 1] == '/')
        length--;
    for (size_t i = 0; i < count; i++)
        if (span_equal_nocase((struct span){audience, length}, names[i]))
            return true;
    return false;
}

static bool is_exchange(const char *audience)
{
    static const char *const names[] = {
        "https://outlook.office.com",
        "https://outlook.office365.com",
        "https://ps.outlook.com",
        "https://outlook.office365.us",
        "https://outlook-dod.office365.us",
        "https://partner.outlook.cn",
        "00000002-0000-0ff1-ce00-000000000000",
    };
    return is_among(audience, names, sizeof names / sizeof *names);
}

static bool is_graph(const char *audience)
{
    static const char *const names[] = {
        "https://graph.microsoft.com",
        "https://graph.microsoft.us",
        "https://dod-graph.microsoft.us",
        "https://microsoftgraph.chinacloudapi.cn",
        "00000003-0000-0000-c000-000000000000",
    };
    return is_among(audience, names, sizeof names / sizeof *names);
}

static void judge_audience(const struct claims *claims, struct troubles *troubles)
{
    const char *first = claims->audiences[0];
    for (size_t i = 0; i < CLAIMS_AUDIENCES_MAX && claims->audiences[i] != NULL; i++)
        if (is_exchange(claims->audiences[i]))
            return;
    if (first == NULL)
        add(troubles, PROBE_TOKEN_AUDIENCE, "the token does not say for whom it is");
    else if (is_graph(first))
        add(troubles, PROBE_TOKEN_GRAPH,
            "the token is for Microsoft Graph (%s), which mail servers do not take",
            first);
    else
        add(troubles, PROBE_TOKEN_AUDIENCE,
            "the token is for %s, not for Exchange Online", first);
}

static void judge_times(const struct claims *claims, time_t now,
                        struct troubles *troubles)
{
    if (claims->has_expires && claims->expires <= now)
        add(troubles, PROBE_TOKEN_EXPIRED, "the token expired %lld minutes ago",
            (now - claims->expires) / 60);
    if (claims->has_not_before && claims->not_before > now + SKEW_SECONDS)
        add(troubles, PROBE_TOKEN_NOT_YET, "the token is valid in %lld minutes only",
            (claims->not_before - now + 59) / 60);
}

/* Entra ID gives an application its token whether or not it has any role. */
static void judge_rights(const struct claims *claims, enum protocol protocol,
                         struct troubles *troubles)
{
    const char *scope = rights[protocol].scope, *role = rights[protocol].role;
    if (!claims->is_application && !claims_have_scope(claims, scope))
        add(troubles, PROBE_TOKEN_SCOPE, "the token has no scope %s, but %s", scope,
            claims->scope != NULL ? claims->scope : "none at all");
    else if (claims->is_application && claims->roles[0] == NULL)
        add(troubles, PROBE_TOKEN_ROLES,
            "the application's token has no roles at all: no administrator has "
            "consented "
            "to %s",
            role);
    else if (claims->is_application && !claims_have_role(claims, role))
        add(troubles, PROBE_TOKEN_ROLES,
            "the application's token has no role %s, but %s", role, claims->roles[0]);
}

/* A tenant can be named by a domain as well, which the token does not say. */
static void judge_tenant(const struct claims *claims, const char *tenant,
                         struct troubles *troubles)
{
    if (tenant == NULL || claims->tenant == NULL || strlen(tenant) != GUID_LENGTH ||
        strchr(tenant, '.') != NULL || text_equal_nocase(tenant, claims->tenant))
        return;
    add(troubles, PROBE_TOKEN_TENANT, "the token is of the tenant %s, not %s",
        claims->tenant, tenant);
}

static void judge_user(const struct claims *claims,
                       const struct token_question *question, struct troubles *troubles)
{
    if (claims->is_application || claims->user == NULL ||
        text_equal_nocase(claims->user, question->user))
        return;
    add(troubles, PROBE_TOKEN_USER, "the token is %s's, and %s logs in with it: %s",
        claims->user, question->user,
        question->protocol == PROTOCOL_SMTP ? "SMTP wants the token's user"
                                            : "that takes FullAccess to the mailbox");
}

static void judge_size(const struct token_question *question, struct troubles *troubles)
{
    size_t bytes = XOAUTH2_BYTES + strlen(question->user) + question->length;
    if (question->protocol == PROTOCOL_POP3 &&
        base64_encoded_size(bytes) > POP3_LINE_MAX)
        add(troubles, PROBE_TOKEN_LARGE,
            "the token makes a line of %zu characters; POP3 at Exchange Online takes "
            "%d",
            base64_encoded_size(bytes), POP3_LINE_MAX);
}

size_t token_judge(const struct claims *claims, const struct token_question *question,
                   struct token_trouble *out)
{
    struct troubles troubles = {out, 0};
    if (claims != NULL && question->exchange_online)
        judge_audience(claims, &troubles);
    if (claims != NULL)
        judge_times(claims, question->now, &troubles);
    if (claims != NULL && question->exchange_online) {
        judge_rights(claims, question->protocol, &troubles);
        judge_tenant(claims, question->tenant, &troubles);
        judge_user(claims, question, &troubles);
    }
    if (question->exchange_online)
        judge_size(question, &troubles);
    return troubles.count;
}
