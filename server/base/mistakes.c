/* SPDX-License-Identifier: MIT */
#include "base/mistakes.h"

#include "base/memory.h"
#include "base/pool.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_MAX = 1000 };

/* What sorting goes by. */
struct kept {
    struct mistake mistake;
    size_t file; /* index of the first mistake in this file */
    size_t index;
};

struct mistakes {
    struct pool *pool;
    struct kept *kept;
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

static size_t find_file(const struct mistakes *mistakes, const char *file, size_t count)
{
    for (size_t i = count; i > 0; i--)
        if (strcmp(mistakes->kept[i - 1].mistake.file, file) == 0)
            return mistakes->kept[i - 1].file;
    return count;
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
    mistakes->kept[index] = (struct kept){
        .mistake = {.file = pool_strdup(mistakes->pool, file),
                    .line = line,
                    .text = pool_strdup(mistakes->pool, text)},
        .file = find_file(mistakes, file, index),
        .index = index,
    };
}

static int compare_numbers(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

static int compare(const void *left, const void *right)
{
    const struct kept *a = left, *b = right;
    if (a->file != b->file)
        return compare_numbers(a->file, b->file);
    if (a->mistake.line != b->mistake.line)
        return compare_numbers(a->mistake.line, b->mistake.line);
    return compare_numbers(a->index, b->index);
}

static size_t count_kept(const struct mistakes *mistakes)
{
    return mistakes->count < KEPT_MAX ? mistakes->count : KEPT_MAX;
}

void mistakes_sort(struct mistakes *mistakes)
{
    if (mistakes->count > 0)
        qsort(mistakes->kept, count_kept(mistakes), sizeof *mistakes->kept, compare);
}

size_t mistakes_count(const struct mistakes *mistakes)
{
    return mistakes->count;
}

const struct mistake *mistakes_get(const struct mistakes *mistakes, size_t index)
{
    return index < count_kept(mistakes) ? &mistakes->kept[index].mistake : NULL;
}

const char *mistake_format(const struct mistake *mistake, char *out)
{
    char text[MISTAKE_TEXT_SIZE];
    char line[16] = "";
    if (mistake->line > 0)
        snprintf(line, sizeof line, ":%u", mistake->line);
    snprintf(text, sizeof text, "%s%s: %s", mistake->file, line, mistake->text);
    return text_sanitise(text, strlen(text), out, MISTAKE_TEXT_SIZE);
}
