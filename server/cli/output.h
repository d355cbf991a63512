/* SPDX-License-Identifier: MIT */
/* The two streams: stdout carries the result and nothing else, stderr what is said to a
 * person. */
#pragma once

#include "base/cleanup.h"

#include <stddef.h>

/* Writes to stdout; a report_writer. */
void output_write(void *context, const char *bytes, size_t length);

/* Prints "waypost: SENTENCE" to stderr as one line, fit for a terminal. */
void output_complain(const char *format, ...) PRINTF_LIKE(1, 2);

/* Writes out what stdout still holds. Returns `status`; when the result did not arrive
 * whole, says so on stderr and returns a status that is not 0. */
int output_finish(int status);
