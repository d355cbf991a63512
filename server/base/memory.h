/* SPDX-License-Identifier: MIT */
/* Heap memory that is never NULL: running out ends the program, so callers have no
 * branch for it. malloc and its family appear in base/ only. */
#pragma once

#include <stddef.h>

/* `size` zeroed bytes, to be given to memory_free. */
void *memory_new(size_t size);

/* Resizes what memory_new or this function returned (or NULL); new bytes are not
 * zeroed. */
void *memory_resize(void *memory, size_t size);

/* Frees; NULL is fine. */
void memory_free(void *memory);

/* Doubles `*array` when `count` elements of `size` bytes fill its `*capacity`. */
void *memory_grow(void *array, size_t count, size_t *capacity, size_t size);
