/* SPDX-License-Identifier: MIT */
#include "base/mistakes.h"

#include "base/memory.h"
#include "base/pool.h"

#include <stdarg.h>
#include <stdio.h>

enum { KEPT_MAX = 1000 };

struct mistakes {
    struct pool *pool;
    struct mistake *kept;
    size_t count, capacity;
};

struct mistakes *mistakes_new(void)
{
    struct mistakes *mistakes = memory_new(sizeof *mistakes);
    mistakes->pool = pool_new();
    return mistakes;
}

void mistakes_free(struct mistakes *mistakes)
{
    if (mistakes == NULL)
        return;
    pool_free(mistakes->pool);
    memory_free(mistakes->kept);
    memory_free(mistakes);
}

void mistakes_add(struct mistakes *mistakes, const char *file, unsigned line,
                  const char *format, ...)
{
    size_t index = mistakes->count++;
    if (index >= KEPT_MAX)
        return;
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    mistakes->kept =
        memory_grow(mistakes->kept, index, &mistakes->capacity, sizeof *mistakes->kept);
    mistakes->kept[index] = (struct mistake){
        .file = pool_strdup(mistakes->pool, file),
        .line = line,
        .text = pool_strdup(mistakes->pool, text),
    };
}

size_t mistakes_count(const struct mistakes *mistakes)
{
    return mistakes->count;
}

const struct mistake *mistakes_get(const struct mistakes *mistakes, size_t index)
{
    size_t kept = mistakes->count < KEPT_MAX ? mistakes->count : KEPT_MAX;
    return index < kept ? &mistakes->kept[index] : NULL;
}
