/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "base/memory.h"
#include "report/printer.h"

#include <stdio.h>
#include <string.h>

/* One finding has 38 texts of 8 KiB at most, which XML may stretch six times. */
enum { LINE_MAX_BYTES = 4 * 1024 * 1024 };

static const struct printer *const printers[REPORT_FORMAT_COUNT] = {
    [REPORT_TEXT] = &printer_text,     [REPORT_JSON] = &printer_json,
    [REPORT_NDJSON] = &printer_ndjson, [REPORT_JUNIT] = &printer_junit,
    [REPORT_SARIF] = &printer_sarif,   [REPORT_GITHUB] = &printer_github,
    [REPORT_NAGIOS] = &printer_nagios, [REPORT_PROMETHEUS] = &printer_prometheus,
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

const char *report_format_names(char *out)
{
    size_t used = 0;
    for (unsigned i = 0; i < REPORT_FORMAT_COUNT && used < REPORT_NAMES_SIZE; i++)
        used += (size_t)snprintf(out + used, REPORT_NAMES_SIZE - used, "%s%s",
                                 i > 0 ? "|" : "", printers[i]->name);
    return out;
}

bool report_format_streams(enum report_format format)
{
    return printers[format]->add != NULL;
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
    buf_init(&report->text, LINE_MAX_BYTES);
    if (report->printer->start != NULL)
        report->printer->start(report);
    return report;
}

void report_free(struct report *report)
{
    if (report == NULL)
        return;
    pool_free(report->pool);
    memory_free(report->entries);
    buf_clear(&report->line);
    buf_clear(&report->text);
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

const char *report_describe(struct report *report, const struct entry *entry)
{
    buf_reset(&report->text);
    entry_append_headline(entry, &report->text);
    entry_append_reasons(entry, &report->text);
    return buf_text(&report->text);
}

void report_append_totals(struct report *report, double seconds)
{
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        buf_printf(&report->line, "%s%lu %s", i > 0 ? ", " : "", report->totals[i],
                   verdict_name((enum verdict)i));
    buf_printf(&report->line, " in %.2f s\n", seconds);
}

unsigned long report_failures(const struct report *report)
{
    const unsigned long *totals = report->totals;
    return totals[VERDICT_FAIL] + (report->options.strict ? totals[VERDICT_WARN] : 0);
}

void report_keep(struct report *report, const struct entry *entry)
{
    report->entries = memory_grow(report->entries, report->count, &report->capacity,
                                  sizeof *report->entries);
    report->entries[report->count] = *entry;
    report->entries[report->count].number = report->count;
    report->count++;
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
    struct entry entry;
    entry_init(&entry, finding, report->pool);
    report_keep(report, &entry);
}

static void count_domain(struct report *report, const char *domain)
{
    if (domain == NULL || strncmp(domain, report->domain, sizeof report->domain) == 0)
        return;
    snprintf(report->domain, sizeof report->domain, "%s", domain);
    report->domains++;
}

void report_add(void *context, const struct finding *finding)
{
    struct report *report = context;
    const struct printer *printer = report->printer;
    report->totals[finding->verdict]++;
    count_domain(report, finding->domain);
    if (printer->wants != NULL && !printer->wants(report, finding))
        return;
    if (printer->add != NULL)
        add_now(report, finding);
    else
        keep(report, finding);
}

static int exit_status(const struct report *report)
{
    if (report->printer->status != NULL)
        return report->printer->status(report);
    if (report_failures(report) > 0)
        return 1;
    return report->totals[VERDICT_UNKNOWN] > 0 ? 3 : 0;
}

int report_finish(struct report *report, double seconds)
{
    if (report->printer->finish != NULL)
        report->printer->finish(report, seconds);
    return exit_status(report);
}
