/* SPDX-License-Identifier: MIT */
/* What a format has to offer, and the report as the formats see it. For the files of
 * report/ only. */
#pragma once

#include "base/buf.h"
#include "base/pool.h"
#include "report/entry.h"
#include "report/report.h"

#include <stddef.h>

struct report;

struct printer {
    const char *name;
    /* Prints one finding as soon as it is known; NULL: all are kept for `finish`. */
    void (*add)(struct report *report, const struct entry *entry);
    /* Prints all that is kept and the totals; NULL: there is nothing to print then. */
    void (*finish)(struct report *report, double seconds);
};

extern const struct printer printer_text, printer_json, printer_ndjson, printer_junit;

struct report {
    struct report_options options;
    const struct printer *printer;
    report_writer *writer;
    void *writer_context;
    unsigned long totals[VERDICT_COUNT];
    struct pool *pool; /* of the entries */
    struct entry *entries;
    size_t count, capacity;
    struct buf line; /* what is being put together; see report_flush */
};

enum { STARTED_SIZE = 24 };

/* Writes report->line out and empties it. */
void report_flush(struct report *report);

/* When the work began, in UTC as in RFC 3339, into a buffer of STARTED_SIZE. */
const char *report_started(const struct report *report, char *out);
