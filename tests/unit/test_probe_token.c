/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "probe/token.h"

#include <string.h>

enum { NOW = 1795255200 };

static const char tid[] = "11111111-2222-3333-4444-555555555555";
static const char other_tid[] = "11111111-2222-3333-4444-666666666666";

static struct claims users(void)
{
    return (struct claims){.audiences = {"https://outlook.office.com/"},
                           .scope = "POP.AccessAsUser.All SMTP.Send "
                                    "IMAP.AccessAsUser.All",
                           .tenant = tid,
                           .user = "Ann@example.com",
                           .has_expires = true,
                           .expires = NOW + 1,
                           .has_not_before = true,
                           .not_before = NOW};
}

static struct claims applications(void)
{
    return (struct claims){.audiences = {"00000002-0000-0FF1-CE00-000000000000"},
                           .roles = {"IMAP.AccessAsApp", "POP.AccessAsApp"},
                           .tenant = tid,
                           .is_application = true};
}

static struct token_question ask(enum protocol protocol)
{
    return (struct token_question){.protocol = protocol,
                                   .exchange_online = true,
                                   .user = "ann@example.com",
                                   .tenant = tid,
                                   .length = 2000,
                                   .now = NOW};
}

static void expect_trouble(const struct claims *claims, struct token_question question,
                           enum probe_kind kind, const char *text)
{
    struct token_trouble troubles[TOKEN_TROUBLES_MAX];
    size_t count = token_judge(claims, &question, troubles);
    EXPECT_UINT(count, 1);
    if (count > 0) {
        EXPECT_TEXT(probe_kinds[troubles[0].kind].id, probe_kinds[kind].id);
        EXPECT_TEXT(troubles[0].text, text);
    }
}

static void expect_none(const struct claims *claims, struct token_question question)
{
    struct token_trouble troubles[TOKEN_TROUBLES_MAX];
    EXPECT_UINT(token_judge(claims, &question, troubles), 0);
}

static void good_tokens(void)
{
    struct claims claims = users();
    expect_none(&claims, ask(PROTOCOL_IMAP));
    expect_none(&claims, ask(PROTOCOL_POP3));
    expect_none(&claims, ask(PROTOCOL_SMTP));
    claims = applications();
    expect_none(&claims, ask(PROTOCOL_IMAP));
    expect_none(NULL, ask(PROTOCOL_IMAP));
    struct token_question by_domain = ask(PROTOCOL_IMAP);
    by_domain.tenant = "contoso-with-a-name-of-36.example.com";
    expect_none(&claims, by_domain);
    by_domain.tenant = NULL;
    expect_none(&claims, by_domain);
}

static void audiences(void)
{
    struct claims claims = users();
    claims.audiences[0] = "https://graph.microsoft.com";
    expect_trouble(
        &claims, ask(PROTOCOL_IMAP), PROBE_TOKEN_GRAPH,
        "the token is for Microsoft Graph (https://graph.microsoft.com), which "
        "mail servers do not take");
    claims.audiences[0] = "00000003-0000-0000-c000-000000000000";
    expect_trouble(&claims, ask(PROTOCOL_IMAP), PROBE_TOKEN_GRAPH,
                   "the token is for Microsoft Graph (00000003-0000-0000-c000-"
                   "000000000000), which mail servers do not take");
    claims.audiences[0] = "api://x";
    expect_trouble(&claims, ask(PROTOCOL_IMAP), PROBE_TOKEN_AUDIENCE,
                   "the token is for api://x, not for Exchange Online");
    claims.audiences[1] = "https://partner.outlook.cn";
    expect_none(&claims, ask(PROTOCOL_IMAP));
    claims.audiences[0] = NULL;
    expect_trouble(&claims, ask(PROTOCOL_IMAP), PROBE_TOKEN_AUDIENCE,
                   "the token does not say for whom it is");
}

static void times(void)
{
    struct claims claims = users();
    claims.expires = NOW;
    expect_trouble(&claims, ask(PROTOCOL_IMAP), PROBE_TOKEN_EXPIRED,
                   "the token expired 0 minutes ago");
    claims.expires = NOW + 9000;
    claims.not_before = NOW + 60;
    expect_none(&claims, ask(PROTOCOL_IMAP));
    claims.not_before = NOW + 61;
    expect_trouble(&claims, ask(PROTOCOL_IMAP), PROBE_TOKEN_NOT_YET,
                   "the token is valid in 2 minutes only");
}

static void scopes_and_roles(void)
{
    struct claims claims = users();
    claims.scope = "SMTP.Send openid";
    expect_none(&claims, ask(PROTOCOL_SMTP));
    expect_trouble(
        &claims, ask(PROTOCOL_IMAP), PROBE_TOKEN_SCOPE,
        "the token has no scope IMAP.AccessAsUser.All, but SMTP.Send openid");
    claims.scope = NULL;
    expect_trouble(&claims, ask(PROTOCOL_POP3), PROBE_TOKEN_SCOPE,
                   "the token has no scope POP.AccessAsUser.All, but none at all");
    claims = applications();
    expect_trouble(&claims, ask(PROTOCOL_SMTP), PROBE_TOKEN_ROLES,
                   "the application's token has no role SMTP.SendAsApp, but "
                   "IMAP.AccessAsApp");
    claims.roles[0] = NULL;
    expect_trouble(&claims, ask(PROTOCOL_SMTP), PROBE_TOKEN_ROLES,
                   "the application's token has no roles at all: no administrator has "
                   "consented to SMTP.SendAsApp");
}

static void tenants_and_users(void)
{
    struct claims claims = users();
    struct token_question question = ask(PROTOCOL_IMAP);
    question.tenant = other_tid;
    expect_trouble(
        &claims, question, PROBE_TOKEN_TENANT,
        "the token is of the tenant 11111111-2222-3333-4444-555555555555, not "
        "11111111-2222-3333-4444-666666666666");
    claims.user = "bob@example.com";
    expect_trouble(
        &claims, ask(PROTOCOL_IMAP), PROBE_TOKEN_USER,
        "the token is bob@example.com's, and ann@example.com logs in with it: "
        "that takes FullAccess to the mailbox");
    expect_trouble(
        &claims, ask(PROTOCOL_SMTP), PROBE_TOKEN_USER,
        "the token is bob@example.com's, and ann@example.com logs in with it: "
        "SMTP wants the token's user");
}

static void large_tokens(void)
{
    struct token_question question = ask(PROTOCOL_POP3);
    question.length = 3072 - 21 - strlen(question.user);
    expect_none(NULL, question);
    question.length++;
    expect_trouble(NULL, question, PROBE_TOKEN_LARGE,
                   "the token makes a line of 4100 characters; POP3 at Exchange Online "
                   "takes 4096");
    question.protocol = PROTOCOL_IMAP;
    expect_none(NULL, question);
}

/* Another issuer's audiences and scopes are its own; a time is a time. */
static void other_servers(void)
{
    struct claims claims = users();
    struct token_question question = ask(PROTOCOL_POP3);
    question.exchange_online = false;
    question.length = 9000;
    question.tenant = other_tid;
    claims.audiences[0] = "https://mail.example.com";
    claims.scope = "mail";
    claims.user = "somebody";
    expect_none(&claims, question);
    claims.expires = NOW - 600;
    expect_trouble(&claims, question, PROBE_TOKEN_EXPIRED,
                   "the token expired 10 minutes ago");
}

/* All that can be wrong at once has room. */
static void everything(void)
{
    struct token_trouble troubles[TOKEN_TROUBLES_MAX];
    struct claims claims = users();
    struct token_question question = ask(PROTOCOL_POP3);
    claims.audiences[0] = "x";
    claims.expires = NOW - 600;
    claims.not_before = NOW + 600;
    claims.scope = NULL;
    claims.user = "somebody";
    question.tenant = other_tid;
    question.length = 9000;
    EXPECT_UINT(token_judge(&claims, &question, troubles), 7);
    EXPECT(troubles[0].kind == PROBE_TOKEN_AUDIENCE);
}

int main(void)
{
    RUN(good_tokens);
    RUN(audiences);
    RUN(times);
    RUN(scopes_and_roles);
    RUN(tenants_and_users);
    RUN(large_tokens);
    RUN(other_servers);
    RUN(everything);
    return expect_report();
}
