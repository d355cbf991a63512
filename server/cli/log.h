/* SPDX-License-Identifier: MIT */
/* The log: a line an event on stderr, "LEVEL SUBJECT: SENTENCE", or with the journal's
 * "<N>" in front where that listens. Lines never hold a local part, a query or a
 * secret, since nobody hands them one. */
#pragma once

#include "base/cleanup.h"

enum log_level {
    LOG_LEVEL_ERROR,   /* somebody must act */
    LOG_LEVEL_WARNING, /* somebody should look */
    LOG_LEVEL_INFO,    /* start, stop, reload, a line a request */
};

/* Writes one line at once, so that lines of several threads do not mix. */
void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);
