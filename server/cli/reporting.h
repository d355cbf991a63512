/* SPDX-License-Identifier: MIT */
/* The report that the options of the command line ask for: one way for every command
 * that prints findings. */
#pragma once

#include "base/cleanup.h"
#include "cli/options.h"
#include "report/report.h"

#include <stdbool.h>
#include <time.h>

struct reporting {
    struct report_options shape; /* for report_new; the command may add to it */
    struct timespec start;       /* CLOCK_MONOTONIC */
};

/* Begins, and with it the time that the work takes. False, after a line on stderr, when
 * the options ask for a format that there is not. */
MUST_CHECK bool reporting_begin(struct reporting *reporting, const char *command,
                                const struct options *options);

/* Whether findings appear on a terminal one by one, where nothing else has room. */
bool reporting_fills_terminal(const struct reporting *reporting);

/* Writes what is left of the report. Returns the exit status. */
int reporting_finish(const struct reporting *reporting, struct report *report);
