/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <stdlib.h>
#include <unistd.h>

static void *or_die(void *memory)
{
    if (memory == NULL) {
        static const char text[] = "waypost: out of memory\n";
        (void)!write(STDERR_FILENO, text, sizeof text - 1);
        abort();
    }
    return memory;
}

void *memory_new(size_t size)
{
    return or_die(calloc(1, size > 0 ? size : 1));
}

void *memory_resize(void *memory, size_t size)
{
    return or_die(realloc(memory, size > 0 ? size : 1));
}

void memory_free(void *memory)
{
    free(memory);
}

void *memory_grow(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity > 0 ? *capacity * 2 : 8;
    return or_die(reallocarray(array, *capacity, size));
}
