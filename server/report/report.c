/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "base/memory.h"
#include "report/printer.h"

#include <string.h>

/* One finding has 36 texts of 8 KiB at most, which XML may stretch six times. */
enum { LINE_MAX_BYTES = 4 * 1024 * 1024 };

static const struct printer *const printers[REPORT_FORMAT_COUNT] = {
    [REPORT_TEXT] = &printer_text,
    [REPORT_JSON] = &printer_json,
    [REPORT_NDJSON] = &printer_ndjson,
    [REPORT_JUNIT] = &printer_junit,
};

bool report_format_parse(const char *name, enum report_format *format)
{
    for (unsigned i = 0; i < REPORT_FORMAT_COUNT; i++)
        if (strcmp(printers[i]->name, name) == 0) {
            *format = (enum report_format)i;
            return true;
        }
    return false;
}

const char *report_format_names(void)
{
    return "text|json|ndjson|junit";
}

struct report *report_new(const struct report_options *options, report_writer *writer,
                          void *context)
{
    struct report *report = memory_new(sizeof *report);
    report->options = *options;
    report->printer = printers[options->format];
    report->writer = writer;
    report->writer_context = context;
    report->pool = pool_new();
    buf_init(&report->line, LINE_MAX_BYTES);
    return report;
}

void report_free(struct report *report)
{
    if (report == NULL)
        return;
    pool_free(report->pool);
    memory_free(report->entries);
    buf_clear(&report->line);
    memory_free(report);
}

void report_flush(struct report *report)
{
    if (report->line.length > 0)
        report->writer(report->writer_context, report->line.data, report->line.length);
    buf_reset(&report->line);
}

const char *report_started(const struct report *report, char *out)
{
    struct tm utc;
    gmtime_r(&report->options.started.tv_sec, &utc);
    strftime(out, STARTED_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return out;
}

static void add_now(struct report *report, const struct finding *finding)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct entry entry;
    entry_init(&entry, finding, pool);
    report->printer->add(report, &entry);
}

static void keep(struct report *report, const struct finding *finding)
{
    report->entries = memory_grow(report->entries, report->count, &report->capacity,
                                  sizeof *report->entries);
    struct entry *entry = &report->entries[report->count];
    entry_init(entry, finding, report->pool);
    entry->number = report->count++;
}

/* Only people may look away from what is ok, so a million good domains take no memory.
 */
static bool is_left_out(const struct report *report, const struct finding *finding)
{
    return report->options.quiet && report->options.format == REPORT_TEXT &&
           finding->verdict == VERDICT_OK;
}

void report_add(void *context, const struct finding *finding)
{
    struct report *report = context;
    report->totals[finding->verdict]++;
    if (report->printer->add != NULL)
        add_now(report, finding);
    else if (!is_left_out(report, finding))
        keep(report, finding);
}

static int exit_status(const struct report *report)
{
    const unsigned long *totals = report->totals;
    if (totals[VERDICT_FAIL] > 0 ||
        (report->options.strict && totals[VERDICT_WARN] > 0))
        return 1;
    return totals[VERDICT_UNKNOWN] > 0 ? 3 : 0;
}

int report_finish(struct report *report, double seconds)
{
    if (report->printer->finish != NULL)
        report->printer->finish(report, seconds);
    return exit_status(report);
}
