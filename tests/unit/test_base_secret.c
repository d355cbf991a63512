/* SPDX-License-Identifier: MIT */
#include "base/secret.h"
#include "expect.h"

#include <string.h>

static void grows_to_its_limit(void)
{
    AUTO(secret) struct secret *secret = secret_new(1000);
    for (int i = 0; i < 100; i++)
        secret_puts(secret, "0123456789");
    EXPECT_UINT(secret_span(secret).length, 1000);
    EXPECT(!secret_overflowed(secret));
    secret_puts(secret, "x");
    EXPECT(secret_overflowed(secret));
    EXPECT_UINT(secret_span(secret).length, 1000);
    EXPECT(secret_extend(secret, 1) == NULL);
    secret_reset(secret);
    EXPECT(!secret_overflowed(secret));
    EXPECT_TEXT(secret_span(secret).at, "");
}

static void is_overwritten(void)
{
    AUTO(secret) struct secret *secret = secret_new(100);
    secret_puts(secret, "opensesame");
    const char *bytes = secret_span(secret).at;
    secret_truncate(secret, 4);
    EXPECT_TEXT(bytes, "open");
    EXPECT(memcmp(bytes + 4, "\0\0\0\0\0\0", 6) == 0);
    secret_puts(secret, "sesame");
    secret_drop(secret, 4);
    EXPECT_TEXT(bytes, "sesame");
    EXPECT(memcmp(bytes + 6, "\0\0\0\0", 4) == 0);
    secret_drop(secret, 99);
    EXPECT(memcmp(bytes, "\0\0\0\0\0\0\0\0\0\0", 10) == 0);
    secret_puts(secret, "again");
    secret_reset(secret);
    EXPECT(memcmp(bytes, "\0\0\0\0\0", 5) == 0);
}

static void holds_any_bytes(void)
{
    AUTO(secret) struct secret *secret = secret_new(100);
    secret_append(secret, "a\0b", 3);
    secret_append(secret, "", 0);
    char *end = secret_extend(secret, 2);
    end[0] = 'c';
    end[1] = 'd';
    EXPECT_UINT(secret_span(secret).length, 5);
    EXPECT(memcmp(secret_span(secret).at, "a\0bcd", 6) == 0);
    char local[] = "local";
    secret_wipe(local, sizeof local);
    EXPECT(memcmp(local, "\0\0\0\0\0", sizeof local) == 0);
    secret_free(NULL);
}

int main(void)
{
    RUN(grows_to_its_limit);
    RUN(is_overwritten);
    RUN(holds_any_bytes);
    return expect_report();
}
