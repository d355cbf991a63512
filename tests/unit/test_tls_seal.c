/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "tls/seal.h"

#include <stdio.h>
#include <string.h>

enum { LIMIT = 1000 };

static const struct span key = {"a key", 5}, other = {"a kez", 5};

static bool opens(struct span with, struct span sealed, const char *expected)
{
    AUTO(secret) struct secret *plain = secret_new(LIMIT);
    secret_puts(plain, "before ");
    bool opened = seal_open(with, sealed, plain);
    EXPECT_TEXT(secret_span(plain).at, opened ? expected : "before ");
    return opened;
}

static void what_is_closed_opens(void)
{
    static const char *const texts[] = {"", "x", "some longer text than one block has"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        AUTO(secret) struct secret *sealed = secret_new(LIMIT);
        char expected[100];
        struct span plain = {texts[i], strlen(texts[i])};
        seal_close(key, plain, sealed);
        snprintf(expected, sizeof expected, "before %s", texts[i]);
        EXPECT(seal_is(secret_span(sealed)));
        EXPECT_UINT(secret_span(sealed).length, plain.length + SEAL_BYTES);
        EXPECT(opens(key, secret_span(sealed), expected));
        EXPECT(!opens(other, secret_span(sealed), ""));
    }
}

static void twice_is_not_the_same(void)
{
    AUTO(secret) struct secret *one = secret_new(LIMIT);
    AUTO(secret) struct secret *two = secret_new(LIMIT);
    seal_close(key, (struct span){"text", 4}, one);
    seal_close(key, (struct span){"text", 4}, two);
    EXPECT(memcmp(secret_span(one).at, secret_span(two).at, SEAL_BYTES + 4) != 0);
}

/* Each byte counts, and so does the length. */
static void what_was_changed_does_not_open(void)
{
    AUTO(secret) struct secret *sealed = secret_new(LIMIT);
    char bytes[SEAL_BYTES + 4];
    seal_close(key, (struct span){"text", 4}, sealed);
    for (size_t i = 0; i < sizeof bytes; i++) {
        memcpy(bytes, secret_span(sealed).at, sizeof bytes);
        EXPECT(!opens(key, (struct span){bytes, i}, ""));
        bytes[i] ^= 1;
        EXPECT(!opens(key, (struct span){bytes, sizeof bytes}, ""));
    }
}

static void what_does_not_fit(void)
{
    AUTO(secret) struct secret *small = secret_new(SEAL_BYTES + 3);
    seal_close(key, (struct span){"text", 4}, small);
    EXPECT(secret_overflowed(small) && secret_span(small).length == 0);
}

int main(void)
{
    RUN(what_is_closed_opens);
    RUN(twice_is_not_the_same);
    RUN(what_was_changed_does_not_open);
    RUN(what_does_not_fit);
    return expect_report();
}
