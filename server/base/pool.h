/* SPDX-License-Identifier: MIT */
/* A pool owns everything allocated from it and frees it at once. Long-lived objects
 * have one each, so that their free is one line and their strings are plain const char
 * *. */
#pragma once

#include "base/cleanup.h"

#include <stddef.h>

struct pool;

/* A new, empty pool, to be given to pool_free. */
struct pool *pool_new(void);

/* Frees the pool and all that came from it; NULL is fine. */
void pool_free(struct pool *pool);
DEFINE_AUTO(pool)

/* `size` zeroed bytes, aligned for pointers and integers; they live as long as the
 * pool. */
void *pool_alloc(struct pool *pool, size_t size);

/* A copy of `length` bytes of `text` with a NUL behind; not aligned, so packed. */
char *pool_copy(struct pool *pool, const char *text, size_t length);

/* A copy of a NUL-terminated string; NULL gives NULL. */
char *pool_strdup(struct pool *pool, const char *text);

/* Strings put together, the last of them NULL; much cheaper than pool_printf. */
char *pool_join(struct pool *pool, ...) __attribute__((sentinel));

/* A formatted string. */
char *pool_printf(struct pool *pool, const char *format, ...) PRINTF_LIKE(2, 3);

/* Bytes that the pool holds from the heap, for tests of memory use. */
size_t pool_bytes(const struct pool *pool);
