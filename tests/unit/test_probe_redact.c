/* SPDX-License-Identifier: MIT */
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

int main(void)
{
    RUN(lines);
    RUN(repeated_pieces);
    return expect_report();
}
