/* SPDX-License-Identifier: MIT */
#include "base/wiped.h"

#include "base/memory.h"
#include "base/secret.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

/* Stands in front of the bytes, and keeps their alignment. */
struct head {
    alignas(max_align_t) size_t size;
};

void *wiped_new(size_t size)
{
    assert(size < SIZE_MAX - sizeof(struct head));
    struct head *head = memory_new(sizeof *head + size);
    head->size = size;
    return head + 1;
}

void *wiped_array(size_t count, size_t size)
{
    assert(size == 0 || count <= SIZE_MAX / size);
    return wiped_new(count * size);
}

char *wiped_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(wiped_new(size), text, size);
}

void *wiped_resize(void *memory, size_t size)
{
    void *next = wiped_new(size);
    if (memory != NULL) {
        size_t before = ((struct head *)memory - 1)->size;
        memcpy(next, memory, before < size ? before : size);
        wiped_free(memory);
    }
    return next;
}

void wiped_free(void *memory)
{
    if (memory == NULL)
        return;
    struct head *head = (struct head *)memory - 1;
    secret_wipe(memory, head->size);
    memory_free(head);
}
