/* SPDX-License-Identifier: MIT */
#include "base/base64.h"
#include "expect.h"
#include "probe/redact.h"

#include <string.h>

static const char *const sent[] = {"opensesame", "eyJhbGciOiJSUzI1NiJ9.eyJhdWQi.c2ln",
                                   "abc"};
enum { SENT = sizeof sent / sizeof *sent };

static void expect_redacted(const char *text, const char *expected)
{
    struct secret *secrets[SENT + 1] = {NULL};
    struct buf out;
    buf_init(&out, 1000);
    for (size_t i = 0; i < SENT; i++) {
        secrets[i] = secret_new(100);
        secret_puts(secrets[i], sent[i]);
    }
    expect_case(text);
    redact((struct span){text, strlen(text)}, (const struct secret *const *)secrets,
           SENT + 1, &out);
    EXPECT_TEXT(buf_text(&out), expected);
    for (size_t i = 0; i < SENT; i++)
        secret_free(secrets[i]);
    buf_clear(&out);
}

static void lines(void)
{
    expect_redacted("535 5.7.8 Error: authentication failed",
                    "535 5.7.8 Error: authentication failed");
    expect_redacted("", "");
    expect_redacted("opensesame", "<secret, 10 bytes>");
    expect_redacted("BAD opensesame, opensesame!",
                    "BAD <secret, 10 bytes>, <secret, 10 bytes>!");
    expect_redacted("BAD opensesam",
                    "BAD opensesam"); /* of a password, all or nothing */
    expect_redacted("BAD eyJhbGciOiJSUzI1NiJ9.eyJhdWQi.c2ln", "BAD <secret, 34 bytes>");
    expect_redacted("BAD eyJhbGciOiJSUzI1... is no token",
                    "BAD <secret, 16 bytes>... is no token");
    expect_redacted("...UzI1NiJ9.eyJhdWQi", "...<secret, 17 bytes>");
    expect_redacted("eyJhbGciOiJ", "eyJhbGciOiJ"); /* as every token begins */
    expect_redacted("abc", "abc");
}

/* The same bytes can be in a secret more than once; the longest piece counts. */
static void repeated_pieces(void)
{
    AUTO(secret) struct secret *secret = secret_new(100);
    secret_puts(secret, "aaaaaaaaaaaaXaaaaaaaaaaaaaaaaY");
    const struct secret *const secrets[] = {secret};
    static const char text[] = "aaaaaaaaaaaaaaaaY";
    struct buf out;
    buf_init(&out, 1000);
    redact((struct span){text, sizeof text - 1}, secrets, 1, &out);
    EXPECT_TEXT(buf_text(&out), "<secret, 17 bytes>");
    buf_clear(&out);
}

/* In the midst of base64 a secret looks otherwise, depending on how many bytes stand
 * before it. */
static void disguises(void)
{
    AUTO(secret) struct secret *secret = secret_new(100);
    secret_puts(secret, "opensesame-4711");
    for (size_t before = 0; before < 6; before++) {
        struct secret *disguise[REDACT_DISGUISES];
        AUTO(secret) struct secret *line = secret_new(100), *encoded = secret_new(200);
        struct buf out;
        buf_init(&out, 1000);
        secret_append(line, "{\"a\":", before);
        secret_puts(line, "opensesame-4711\"}");
        base64_append(encoded, secret_span(line));
        for (size_t i = 0; i < REDACT_DISGUISES; i++) {
            disguise[i] = secret_new(200);
            redact_disguise(secret_span(secret), i, disguise[i]);
        }
        redact(secret_span(encoded), (const struct secret *const *)disguise,
               REDACT_DISGUISES, &out);
        expect_case(buf_text(&out));
        EXPECT(strstr(buf_text(&out), "<secret, ") != NULL && out.length <= 40);
        buf_clear(&out);
        for (size_t i = 0; i < REDACT_DISGUISES; i++)
            secret_free(disguise[i]);
    }
}

/* What few bytes become can stand anywhere. */
static void nothing_to_disguise(void)
{
    static const struct {
        const char *secret;
        size_t later;
        const char *disguise;
    } rows[] = {{"opensesame", 0, "b3BlbnNlc2Ft"},
                {"opensesame", 1, "cGVuc2VzYW1l"},
                {"opensesame", 2, "ZW5zZXNh"},
                {"opense", 0, "b3BlbnNl"},
                {"opense", 1, ""},
                {"open", 2, ""},
                {"", 2, ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(secret) struct secret *out = secret_new(100);
        struct span secret = {rows[i].secret, strlen(rows[i].secret)};
        redact_disguise(secret, rows[i].later, out);
        expect_case(rows[i].secret);
        EXPECT_TEXT(secret_span(out).at, rows[i].disguise);
    }
}

int main(void)
{
    RUN(lines);
    RUN(repeated_pieces);
    RUN(disguises);
    RUN(nothing_to_disguise);
    return expect_report();
}
