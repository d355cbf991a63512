/* SPDX-License-Identifier: MIT */
#include "base/pool.h"
#include "expect.h"

#include <stdint.h>
#include <string.h>

static void strings(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    const char *first = pool_copy(pool, "abcdef", 3);
    const char *second = pool_strdup(pool, "x");
    EXPECT_TEXT(first, "abc");
    EXPECT_TEXT(second, "x");
    EXPECT_TEXT(pool_printf(pool, "%s-%d", "a", 1), "a-1");
    EXPECT_TEXT(pool_join(pool, "imap", ".", "example.com", NULL), "imap.example.com");
    EXPECT_TEXT(pool_join(pool, NULL), "");
    EXPECT(strlen(pool_printf(pool, "%0300d", 1)) == 300);
    EXPECT_TEXT(pool_strdup(pool, NULL), NULL);
    EXPECT(second == first + 4);
}

static void objects(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    for (size_t size = 0; size < 3000; size++) {
        unsigned char *object = pool_alloc(pool, size);
        EXPECT((uintptr_t)object % sizeof(void *) == 0);
        for (size_t i = 0; i < size; i++)
            if (object[i] != 0)
                EXPECT(object[i] == 0);
        memset(object, 0xFF, size);
        pool_copy(pool, "x", 1);
    }
    EXPECT(pool_bytes(pool) < 10000000);
}

static void large(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    char *object = pool_alloc(pool, 5000000);
    object[4999999] = 1;
    EXPECT(pool_bytes(pool) >= 5000000);
    pool_free(NULL);
}

int main(void)
{
    RUN(strings);
    RUN(objects);
    RUN(large);
    return expect_report();
}
