/* SPDX-License-Identifier: MIT */
/* The mistakes found in files that people wrote, each with file and line, so that one
 * run can name them all. */
#pragma once

#include "base/cleanup.h"

#include <stddef.h>

struct mistakes;

struct mistake {
    const char *file;
    unsigned line; /* 0: the file as a whole */
    const char *text;
};

/* An empty list, to be given to mistakes_free. */
struct mistakes *mistakes_new(void);

/* Frees the list; NULL is fine. */
void mistakes_free(struct mistakes *mistakes);
DEFINE_AUTO(mistakes)

/* Adds one; file and text are copied. After the thousandth they are only counted. */
void mistakes_add(struct mistakes *mistakes, const char *file, unsigned line,
                  const char *format, ...) PRINTF_LIKE(4, 5);

/* Puts them in the order of their lines, file by file as the files first appeared. */
void mistakes_sort(struct mistakes *mistakes);

/* How many were added. */
size_t mistakes_count(const struct mistakes *mistakes);

/* The mistake number `index` in the order they were added, or NULL past the last one
 * that was kept; it lives as long as the list. */
const struct mistake *mistakes_get(const struct mistakes *mistakes, size_t index);

enum { MISTAKE_TEXT_SIZE = 2048 };

/* Writes "FILE:LINE: TEXT" to `out` (MISTAKE_TEXT_SIZE), fit to be shown. Returns
 * `out`.
 */
const char *mistake_format(const struct mistake *mistake, char *out);
