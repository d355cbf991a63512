/* SPDX-License-Identifier: MIT */
/* Reading ini files with libinih, its silent cuts made loud: as Debian builds it, it
 * cuts section names at 49 bytes and lines at 199 without a word, takes an indented
 * line for the continuation of the one before, ignores what stands behind a `]`, and
 * counts no lines for its caller. Here a line may have 199 bytes and a name 49, more is
 * a mistake that says what to do instead; indentation means nothing. */
#pragma once

#include "base/mistakes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { INI_NAME_MAX = 49, INI_LINE_MAX = 199 };

struct ini_line {
    const char *file;
    unsigned line;
    const char *section; /* "" before the first */
    unsigned
        section_line; /* where the section was opened: tells two of one name apart */
    const char *key, *value; /* UTF-8 without control characters but tabs */
};

/* Receives each key in order. A section without keys is reported once with key NULL. */
typedef void ini_receiver(void *context, const struct ini_line *line);

/* Reads the whole stream. Lines that are no ini go to `mistakes`. */
void ini_read(FILE *stream, const char *file, struct mistakes *mistakes,
              ini_receiver *receive, void *context);
