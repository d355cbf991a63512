/* SPDX-License-Identifier: MIT */
/* A line on stderr that says how far a long work is, for a person who waits at a
 * terminal. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct progress {
    const char *command;
    size_t total;
    bool wanted, visible;
    struct timespec next; /* when it is worth showing again */
};

/* Begins a work of `total` domains. Nothing will be shown unless stderr is a terminal,
 * the work takes longer than a second, and `wanted`. */
void progress_begin(struct progress *progress, const char *command, size_t total,
                    bool wanted);

/* So many are done. */
void progress_show(struct progress *progress, size_t done);

/* Erases the line. */
void progress_end(struct progress *progress);
