/* SPDX-License-Identifier: MIT */
/* OpenSSL keeps a queue of what went wrong; these make a sentence of it. For the files
 * of this folder. */
#pragma once

#include <stddef.h>

enum { REASON_SIZE = 256 };

/* Empties the queue, before a call whose failure is to be explained. */
void reason_clear(void);

/* Writes what the newest entry says to `out` (REASON_SIZE), or "unknown reason", and
 * empties the queue. Returns `out`. */
const char *reason_take(char *out);
