/* SPDX-License-Identifier: MIT */
/* Blocks double from 4 KiB to 1 MiB: small pools stay small, and a million domains need
 * some hundred blocks. */
#include "base/pool.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_MIN = 4 * 1024, BLOCK_MAX = 1024 * 1024, NEAR_SIZE = 256 };

struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct pool {
    struct block *newest;
    size_t bytes;
};

struct pool *pool_new(void)
{
    return memory_new(sizeof(struct pool));
}

void pool_free(struct pool *pool)
{
    if (pool == NULL)
        return;
    for (struct block *block = pool->newest, *next; block != NULL; block = next) {
        next = block->next;
        memory_free(block);
    }
    memory_free(pool);
}

static void add_block(struct pool *pool, size_t size)
{
    size_t wanted = pool->newest != NULL ? pool->newest->size * 2 : BLOCK_MIN;
    if (wanted > BLOCK_MAX)
        wanted = BLOCK_MAX;
    if (wanted < size)
        wanted = size;
    struct block *block = memory_resize(NULL, sizeof *block + wanted);
    *block = (struct block){.next = pool->newest, .size = wanted};
    pool->newest = block;
    pool->bytes += sizeof *block + wanted;
}

static char *take(struct pool *pool, size_t size, size_t alignment)
{
    size_t start = 0;
    if (pool->newest != NULL)
        start = (pool->newest->used + alignment - 1) & ~(alignment - 1);
    if (pool->newest == NULL || start > pool->newest->size ||
        size > pool->newest->size - start) {
        add_block(pool, size);
        start = 0;
    }
    pool->newest->used = start + size;
    return pool->newest->bytes + start;
}

void *pool_alloc(struct pool *pool, size_t size)
{
    return memset(take(pool, size, alignof(void *)), 0, size);
}

char *pool_copy(struct pool *pool, const char *text, size_t length)
{
    char *copy = take(pool, length + 1, 1);
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *pool_strdup(struct pool *pool, const char *text)
{
    return text != NULL ? pool_copy(pool, text, strlen(text)) : NULL;
}

char *pool_join(struct pool *pool, ...)
{
    size_t length = 0;
    va_list parts, again;
    va_start(parts, pool);
    va_copy(again, parts);
    for (const char *part; (part = va_arg(parts, const char *)) != NULL;)
        length += strlen(part);
    char *text = take(pool, length + 1, 1), *end = text;
    for (const char *part; (part = va_arg(again, const char *)) != NULL;)
        end = stpcpy(end, part);
    *end = '\0';
    va_end(again);
    va_end(parts);
    return text;
}

char *pool_printf(struct pool *pool, const char *format, ...)
{
    char near[NEAR_SIZE]; /* formatting costs more than copying */
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t length = (size_t)vsnprintf(near, sizeof near, format, arguments);
    char *text = take(pool, length + 1, 1);
    if (length < sizeof near)
        memcpy(text, near, length + 1);
    else
        vsnprintf(text, length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return text;
}

size_t pool_bytes(const struct pool *pool)
{
    return pool->bytes;
}
