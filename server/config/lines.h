/* SPDX-License-Identifier: MIT */
/* Lines of a file, counted and bounded: what every reader here stands on. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stdio.h>

enum { LINES_SIZE = 16 * 1024 };

struct lines {
    FILE *stream;    /* borrowed */
    unsigned number; /* of the line returned last, from 1 */
    size_t start, end;
    char bytes[LINES_SIZE];
};

/* Starts at the stream's position. */
void lines_init(struct lines *lines, FILE *stream);

/* The next line without its end (LF or CRLF) and, on the first, without a byte order
 * mark; borrowed until the next call. A line that fills the buffer is cut: callers
 * refuse much shorter ones. False at the end, or when the stream fails. */
bool lines_next(struct lines *lines, struct span *line);
