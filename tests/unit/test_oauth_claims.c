/* SPDX-License-Identifier: MIT */
#include "base/base64.h"
#include "base/buf.h"
#include "expect.h"
#include "oauth/claims.h"

#include <string.h>

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

/* A token with these claims; nobody looks at its signature. */
static struct secret *make_token(const char *claims)
{
    struct secret *token = secret_new(2UL * CLAIMS_TOKEN_MAX);
    base64url_append(token, span_of("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"));
    secret_puts(token, ".");
    base64url_append(token, span_of(claims));
    secret_puts(token, ".c2lnbmF0dXJl");
    return token;
}

static void a_users_token(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(secret)
    struct secret *token = make_token(
        "{\"aud\":\"https://outlook.office.com\",\"iss\":\"https://sts.windows.net/t/"
        "\","
        "\"exp\":1795255200,\"nbf\":1795251600,\"appid\":\"app-1\",\"oid\":\"oid-1\","
        "\"tid\":\"tid-1\",\"upn\":\"ann@example.com\","
        "\"scp\":\"IMAP.AccessAsUser.All SMTP.Send\"}");
    struct claims claims;
    char text[1000];
    EXPECT(claims_read(token, pool, &claims));
    EXPECT_TEXT(claims.audiences[0], "https://outlook.office.com");
    EXPECT_TEXT(claims.audiences[1], NULL);
    EXPECT_TEXT(claims.issuer, "https://sts.windows.net/t/");
    EXPECT(!claims.is_application && claims.roles[0] == NULL);
    EXPECT(claims.has_expires && claims.expires == 1795255200);
    EXPECT(claims.has_not_before && claims.not_before == 1795251600);
    EXPECT(claims_have_scope(&claims, "imap.accessasuser.all"));
    EXPECT(!claims_have_scope(&claims, "IMAP") &&
           !claims_have_role(&claims, "SMTP.Send"));
    EXPECT_TEXT(
        claims_format(&claims, text, sizeof text),
        "for https://outlook.office.com, scope IMAP.AccessAsUser.All SMTP.Send, "
        "user ann@example.com, tenant tid-1, object oid-1, application app-1, "
        "until 2026-11-21 10:00:00 UTC");
}

/* Nothing is left out of a long list, where the one that counts may be the last. */
static void many_rights(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct buf json;
    struct claims claims;
    buf_init(&json, 16384);
    buf_puts(&json, "{\"scp\":\"");
    for (int i = 0; i < 100; i++)
        buf_printf(&json, "Some.Long.Right.Number.%d ", i);
    buf_puts(&json, "IMAP.AccessAsUser.All\",\"roles\":[");
    for (int i = 0; i < 100; i++)
        buf_printf(&json, "\"Role.%d\",", i);
    buf_puts(&json, "\"IMAP.AccessAsApp\"]}");
    AUTO(secret) struct secret *token = make_token(buf_text(&json));
    EXPECT(claims_read(token, pool, &claims));
    EXPECT(claims_have_scope(&claims, "IMAP.AccessAsUser.All"));
    EXPECT(claims_have_role(&claims, "IMAP.AccessAsApp"));
    buf_clear(&json);
}

static void an_applications_token(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(secret)
    struct secret *token =
        make_token("{\"aud\":[\"a\",\"b\"],\"idtyp\":\"app\",\"azp\":\"x\","
                   "\"roles\":[\"IMAP.AccessAsApp\",\"Mail.Read\"]}");
    struct claims claims;
    char text[1000];
    EXPECT(claims_read(token, pool, &claims));
    EXPECT(claims.is_application && claims.user == NULL && !claims.has_expires);
    EXPECT(claims_have_role(&claims, "IMAP.AccessAsApp"));
    EXPECT(!claims_have_role(&claims, "SMTP.SendAsApp"));
    EXPECT(!claims_have_scope(&claims, "IMAP.AccessAsApp"));
    EXPECT_TEXT(claims_format(&claims, text, sizeof text),
                "for a, and b, role IMAP.AccessAsApp, and Mail.Read, application x");
}

static void who_it_is_of(void)
{
    static const struct {
        const char *claims, *user, *scope;
        bool is_application;
    } rows[] = {
        {"{\"preferred_username\":\"b\",\"scope\":[\"x\",\"y\"]}", "b", "x y", false},
        {"{\"unique_name\":\"c\",\"upn\":\"a\"}", "a", NULL, false},
        {"{\"scope\":\"email\"}", NULL, "email", false},
        {"{}", NULL, NULL, true},
        {"{\"idtyp\":\"user\"}", NULL, NULL, false},
        {"{\"upn\":\"a\\u001b[31m\"}", "a?[31m", NULL, false},
        {"{\"upn\":7,\"aud\":{},\"roles\":\"one\",\"exp\":\"x\"}", NULL, NULL, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(pool) struct pool *pool = pool_new();
        AUTO(secret) struct secret *token = make_token(rows[i].claims);
        struct claims claims = {.scope = "?"};
        expect_case(rows[i].claims);
        EXPECT(claims_read(token, pool, &claims));
        EXPECT_TEXT(claims.user, rows[i].user);
        EXPECT_TEXT(claims.scope, rows[i].scope);
        EXPECT(claims.is_application == rows[i].is_application);
    }
}

static void times_beyond_all_times(void)
{
    static const char *const rows[] = {"{\"exp\":-9223372036854775808}",
                                       "{\"exp\":9223372036854775807}",
                                       "{\"exp\":253402300800}"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(pool) struct pool *pool = pool_new();
        AUTO(secret) struct secret *token = make_token(rows[i]);
        struct claims claims;
        expect_case(rows[i]);
        EXPECT(claims_read(token, pool, &claims) && !claims.has_expires);
    }
}

static void opaque_tokens(void)
{
    static const char *const rows[] = {
        "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA",
        "",
        ".",
        "..",
        "a.b",
        "a.e30.b.c",
        "a.e30.b.c.d",
        "a.no base64.b",
        "a.W10.b",
        "a.e3.b",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(pool) struct pool *pool = pool_new();
        AUTO(secret) struct secret *token = secret_new(1000);
        struct claims claims;
        secret_puts(token, rows[i]);
        expect_case(rows[i]);
        EXPECT(!claims_read(token, pool, &claims));
    }
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(secret) struct secret *huge = secret_new(2UL * CLAIMS_TOKEN_MAX);
    struct claims claims;
    secret_puts(huge, "a.");
    memset(secret_extend(huge, CLAIMS_TOKEN_MAX), 'A', CLAIMS_TOKEN_MAX);
    secret_puts(huge, ".b");
    EXPECT(!claims_read(huge, pool, &claims));
}

int main(void)
{
    RUN(a_users_token);
    RUN(many_rights);
    RUN(an_applications_token);
    RUN(who_it_is_of);
    RUN(times_beyond_all_times);
    RUN(opaque_tokens);
    return expect_report();
}
