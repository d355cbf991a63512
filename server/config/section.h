/* SPDX-License-Identifier: MIT */
/* An ini file, one section at a time: what a section means is often known only when all
 * of its keys are. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct entry {
    const char *key, *value;
    unsigned line;
};

struct section {
    const char *file;
    const char *name;
    unsigned line;
    const struct entry *entries;
    size_t count;
};

/* Receives a section; all of it is borrowed for the call. */
typedef void section_receiver(void *context, const struct section *section);

/* Reads the stream's sections in order. Keys outside of any are mistakes. */
void section_read(FILE *stream, const char *file, struct mistakes *mistakes,
                  section_receiver *receive, void *context);

/* The same for a file by its path; false, with the reason in errno, when it cannot be
 * opened. */
MUST_CHECK bool section_read_file(const char *path, struct mistakes *mistakes,
                                  section_receiver *receive, void *context);
