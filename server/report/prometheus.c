/* SPDX-License-Identifier: MIT */
/* For Prometheus, by way of node_exporter's textfile collector. A series for each
 * finding of each domain would be millions, so only problems have one, and not more
 * than a server bears; everything is in the totals. */
#include "report/escape.h"
#include "report/printer.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT_MAX = 10000 };

static const struct escape escapes[] = {
    {'\\', "\\\\"}, {'"', "\\\""}, {'\n', "\\n"}, {'\0', NULL}};

static bool wants_prometheus(const struct report *report, const struct finding *finding)
{
    return verdict_is_problem(finding->verdict) && report->count < KEPT_MAX;
}

static int compare(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = strcmp(left->domain, right->domain);
    if (order == 0)
        order = strcmp(left->id, right->id);
    return order != 0 ? order : (int)left->verdict - (int)right->verdict;
}

static void append_head(struct buf *line, const char *name, const char *help)
{
    buf_printf(line, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void append_label(struct buf *line, const char *name, const char *value)
{
    buf_printf(line, ",%s=\"", name);
    escape_append(line, value, escapes);
    buf_puts(line, "\"");
}

static void print_series(struct report *report, const struct entry *entry, size_t count)
{
    struct buf *line = &report->line;
    buf_printf(line, "waypost_findings{command=\"%s\"", report->options.command);
    append_label(line, "domain", entry->domain);
    append_label(line, "id", entry->id);
    append_label(line, "verdict", verdict_name(entry->verdict));
    buf_printf(line, "} %zu\n", count);
    report_flush(report);
}

/* Equal ones side by side become one series with their number. */
static void print_findings(struct report *report)
{
    append_head(&report->line, "waypost_findings",
                "Problems of the last run by domain, id and verdict.");
    if (report->count > 0)
        qsort(report->entries, report->count, sizeof *report->entries, compare);
    for (size_t i = 0, count; i < report->count; i += count) {
        count = 1;
        while (i + count < report->count &&
               compare(&report->entries[i], &report->entries[i + count]) == 0)
            count++;
        print_series(report, &report->entries[i], count);
    }
}

static void append_verdicts(struct report *report)
{
    append_head(&report->line, "waypost_verdicts",
                "Findings of the last run by verdict.");
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        buf_printf(
            &report->line, "waypost_verdicts{command=\"%s\",verdict=\"%s\"} %lu\n",
            report->options.command, verdict_name((enum verdict)i), report->totals[i]);
}

static void append_gauge(struct report *report, const char *name, const char *help,
                         double value)
{
    append_head(&report->line, name, help);
    buf_printf(&report->line, "%s{command=\"%s\"} %.3f\n", name,
               report->options.command, value);
}

static void finish_prometheus(struct report *report, double seconds)
{
    const unsigned long *totals = report->totals;
    unsigned long problems =
        totals[VERDICT_WARN] + totals[VERDICT_FAIL] + totals[VERDICT_UNKNOWN];
    const struct timespec *started = &report->options.started;
    print_findings(report);
    append_verdicts(report);
    append_gauge(
        report, "waypost_findings_left_out",
        "Problems of the last run that waypost_findings lacks, being too many.",
        (double)(problems - report->count));
    append_gauge(report, "waypost_check_timestamp_seconds",
                 "When the last run began, in seconds since 1970.",
                 (double)started->tv_sec + (double)started->tv_nsec / 1e9);
    append_gauge(report, "waypost_check_duration_seconds",
                 "How long the last run took.", seconds);
    report_flush(report);
}

const struct printer printer_prometheus = {
    .name = "prometheus", .wants = wants_prometheus, .finish = finish_prometheus};
