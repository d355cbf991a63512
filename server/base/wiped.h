/* SPDX-License-Identifier: MIT */
/* Heap memory that overwrites itself when it is given back, for outside libraries
 * through whose hands secrets go and that let their allocator be replaced. */
#pragma once

#include <stddef.h>

/* `size` zeroed bytes, never NULL, to be given to wiped_free. */
void *wiped_new(size_t size);

/* The same for `count` elements of `size` bytes. */
void *wiped_array(size_t count, size_t size);

/* A copy of a NUL-terminated string. */
char *wiped_copy(const char *text);

/* Resizes what one of these functions returned (or NULL). */
void *wiped_resize(void *memory, size_t size);

/* Overwrites and frees; NULL is fine. */
void wiped_free(void *memory);
