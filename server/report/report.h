/* SPDX-License-Identifier: MIT */
/* Findings out: one printer for all commands. It prints nothing itself: bytes
 * go to the writer that cli/ gives. */
#pragma once

#include "base/cleanup.h"
#include "mail/finding.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum report_format {
    REPORT_TEXT,
    REPORT_JSON,
    REPORT_NDJSON,
    REPORT_JUNIT,
    REPORT_SARIF,
    REPORT_GITHUB,
    REPORT_NAGIOS,
    REPORT_PROMETHEUS,
    REPORT_FORMAT_COUNT,
};

struct report_options {
    enum report_format format;
    const char *command; /* "lint" or "check" */
    const char *version;
    struct timespec started;          /* CLOCK_REALTIME */
    bool colour;                      /* text only */
    bool quiet;                       /* text only: leave out what is ok */
    bool strict;                      /* a warning counts in the exit status */
    const struct finding_kind *kinds; /* what may be found, for SARIF; or NULL */
    size_t kind_count;
};

typedef void report_writer(void *context, const char *bytes, size_t length);

struct report;

/* Finds a format by its name, such as "json". */
MUST_CHECK bool report_format_parse(const char *name, enum report_format *format);

enum { REPORT_NAMES_SIZE = 128 };

/* Writes all names, separated by '|', to `out` (REPORT_NAMES_SIZE), for messages.
 * Returns `out`. */
const char *report_format_names(char *out);

/* Whether a format writes findings as they become known. */
bool report_format_streams(enum report_format format);

/* A report that writes to `writer`; to be given to report_free. What `options` points
 * to must live as long. */
struct report *report_new(const struct report_options *options, report_writer *writer,
                          void *context);

/* Adds a finding: a finding_sink with the report as its context. ndjson, sarif and
 * github are written at once, the others by report_finish. */
void report_add(void *context, const struct finding *finding);

/* Writes what is left, with the totals. `seconds` is how long it all took. Returns the
 * exit status: 0 fine, 1 something is wrong, 3 could not find out; with nagios that of
 * its plugins: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
int report_finish(struct report *report, double seconds);

/* Frees; NULL is fine. */
void report_free(struct report *report);
DEFINE_AUTO(report)
