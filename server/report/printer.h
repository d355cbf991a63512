/* SPDX-License-Identifier: MIT */
/* What a format has to offer, and the report as the formats see it. For the files of
 * report/ only. */
#pragma once

#include "base/buf.h"
#include "base/pool.h"
#include "report/entry.h"
#include "report/report.h"

#include <stdbool.h>
#include <stddef.h>

struct report;

struct printer {
    const char *name;
    /* Prints what comes before all findings; NULL: nothing does. */
    void (*start)(struct report *report);
    /* Takes one finding as soon as it is known; NULL: they are kept for `finish`. */
    void (*add)(struct report *report, const struct entry *entry);
    /* Which findings it prints; NULL: all. This one is counted in the totals already.
     */
    bool (*wants)(const struct report *report, const struct finding *finding);
    /* Prints all that is kept and the totals; NULL: there is nothing to print then. */
    void (*finish)(struct report *report, double seconds);
    /* The exit status; NULL: the one of every other format. */
    int (*status)(const struct report *report);
};

extern const struct printer printer_text, printer_json, printer_ndjson, printer_junit,
    printer_sarif, printer_github, printer_nagios, printer_prometheus;

struct report {
    struct report_options options;
    const struct printer *printer;
    report_writer *writer;
    void *writer_context;
    unsigned long totals[VERDICT_COUNT];
    struct pool *pool; /* of the entries */
    struct entry *entries;
    size_t count, capacity;
    size_t written;   /* by a printer with an `add`, where it matters */
    size_t domains;   /* whose findings came, if those of one come in one go */
    char domain[256]; /* the last of them */
    struct buf line;  /* what is being put together; see report_flush */
    struct buf text;  /* see report_describe */
};

enum { STARTED_SIZE = 24 };

/* Writes report->line out and empties it. */
void report_flush(struct report *report);

/* Adds to report->entries, for a printer with an `add`. What the entry points to must
 * live in report->pool. */
void report_keep(struct report *report, const struct entry *entry);

/* All that a person needs, as text of several lines; it is valid until the next call.
 */
const char *report_describe(struct report *report, const struct entry *entry);

/* Appends "1 ok, 0 info, 1 warn, 1 fail, 0 unknown in 0.42 s\n" to report->line. */
void report_append_totals(struct report *report, double seconds);

/* The totals of what breaks: fail, and warn if the report is strict. */
unsigned long report_failures(const struct report *report);

/* When the work began, in UTC as in RFC 3339, into a buffer of STARTED_SIZE. */
const char *report_started(const struct report *report, char *out);
