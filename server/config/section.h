/* SPDX-License-Identifier: MIT */
/* An ini file, one section at a time: what a section means is often known only when all
 * of its keys are.
 *
 * The files are read with libinih, its silent cuts made loud: as Debian builds it, it
 * cuts section names at 49 bytes and lines at 199 without a word, takes an indented
 * line for the continuation of the one before, ignores what stands behind a `]`, and
 * counts no lines for its caller. Here more is a mistake that says what to do instead,
 * and indentation means nothing. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct entry {
    const char *key, *value; /* UTF-8 without control characters but tabs */
    unsigned line;
};

struct section {
    const char *file;
    const char *name;
    unsigned line;
    const struct entry *entries;
    size_t count;
    bool is_whole; /* no line of it was refused */
};

/* Receives a section; all of it is borrowed for the call. */
typedef void section_receiver(void *context, const struct section *section);

/* A kind of ini file. */
struct section_kind {
    section_receiver *receive;
    const char *long_name, *long_line; /* what to do where there is no room; both go on
                                        * after ": " */
};

/* Reads the stream's sections in order. Lines that are no ini and keys outside of any
 * section go to `mistakes`. */
void section_read(FILE *stream, const char *file, const struct section_kind *kind,
                  struct mistakes *mistakes, void *context);

/* The same for a file by its path; false, with the reason in errno, when it cannot be
 * opened. */
MUST_CHECK bool section_read_file(const char *path, const struct section_kind *kind,
                                  struct mistakes *mistakes, void *context);

/* Adds a mistake about an entry: "KEY: TEXT". */
void section_refuse(const struct section *section, const struct entry *entry,
                    struct mistakes *mistakes, const char *text);

/* The same about an entry whose key stood in line `before` already. */
void section_refuse_again(const struct section *section, const struct entry *entry,
                          struct mistakes *mistakes, unsigned before);
