/* SPDX-License-Identifier: MIT */
#include "base/base64.h"
#include "expect.h"

#include <string.h>

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

/* RFC 4648, 10, and bytes that need the last two letters. */
static void both_ways(void)
{
    static const struct {
        const char *plain, *standard, *for_urls;
    } rows[] = {
        {"", "", ""},
        {"f", "Zg==", "Zg"},
        {"fo", "Zm8=", "Zm8"},
        {"foo", "Zm9v", "Zm9v"},
        {"foob", "Zm9vYg==", "Zm9vYg"},
        {"fooba", "Zm9vYmE=", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
        {"\xFB\xFF\xBF", "+/+/", "-_-_"},
        {"\xFF\xFE\xFD\xFC", "//79/A==", "__79_A"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span plain = span_of(rows[i].plain);
        char out[64] = "";
        size_t length = 0;
        expect_case(rows[i].standard);
        out[base64_encode(plain, out)] = '\0';
        EXPECT_TEXT(out, rows[i].standard);
        EXPECT_UINT(base64_encoded_size(plain.length), strlen(out));
        EXPECT(base64_decode(span_of(rows[i].standard), out, &length));
        EXPECT(length == plain.length && memcmp(out, plain.at, length) == 0);
        EXPECT(base64_decoded_size(strlen(rows[i].for_urls)) >= length);
        out[base64url_encode(plain, out)] = '\0';
        EXPECT_TEXT(out, rows[i].for_urls);
        EXPECT(base64url_decode(span_of(rows[i].for_urls), out, &length));
        EXPECT(length == plain.length && memcmp(out, plain.at, length) == 0);
    }
}

static void what_is_none(void)
{
    static const char *const rows[] = {
        "Zg",   "Zg=",  "Z===",     "=",    "====", "Zm9v\r\n", "Zm 9v",
        "Zh==", "Zm9=", "Zg==Zg==", "Zm9-", "Zm9_", "\xC3Z==",  "Z"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[64];
        size_t length;
        expect_case(rows[i]);
        EXPECT(!base64_decode(span_of(rows[i]), out, &length));
    }
    char out[64];
    size_t length;
    expect_case(NULL);
    EXPECT(base64url_decode(span_of("Zg=="), out, &length) && length == 1);
    EXPECT(!base64url_decode(span_of("Zg="), out, &length));
    EXPECT(!base64url_decode(span_of("Z"), out, &length));
    EXPECT(!base64url_decode(span_of("Zm9+"), out, &length));
    EXPECT(!base64url_decode((struct span){"Zm9\0", 4}, out, &length));
}

static void into_secrets(void)
{
    AUTO(secret) struct secret *secret = secret_new(12);
    base64_append(secret, span_of("foob"));
    EXPECT_TEXT(secret_span(secret).at, "Zm9vYg==");
    base64url_append(secret, span_of("f"));
    EXPECT_TEXT(secret_span(secret).at, "Zm9vYg==Zg");
    EXPECT(!secret_overflowed(secret));
    base64url_append(secret, span_of("f"));
    EXPECT_TEXT(secret_span(secret).at, "Zm9vYg==Zg");
    EXPECT(secret_overflowed(secret));
}

int main(void)
{
    RUN(into_secrets);
    RUN(both_ways);
    RUN(what_is_none);
    return expect_report();
}
