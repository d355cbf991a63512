/* SPDX-License-Identifier: MIT */
/* For Nagios, Icinga and their kin, after the guidelines for their plugins: a line of
 * status with performance data behind a bar, then the problems, then the exit status.
 * Nagios reads the first 8 KiB, so the problems listed are few. */
#include "report/escape.h"
#include "report/printer.h"

enum state { STATE_OK, STATE_WARNING, STATE_CRITICAL, STATE_UNKNOWN };

enum { LISTED_MAX = 20 }; /* of each verdict */

/* A bar begins performance data wherever it stands, and nothing can take that from it.
 */
static const struct escape escapes[] = {{'|', "\xC2\xA6"}, {'\0', NULL}};

/* The worst first; those that are problems before the others. */
static const enum verdict order[VERDICT_COUNT] = {
    VERDICT_FAIL, VERDICT_WARN, VERDICT_UNKNOWN, VERDICT_INFO, VERDICT_OK};
enum { PROBLEM_COUNT = 3 };

static bool wants_nagios(const struct report *report, const struct finding *finding)
{
    return verdict_is_problem(finding->verdict) &&
           report->totals[finding->verdict] <= LISTED_MAX;
}

static int status_nagios(const struct report *report)
{
    if (report_failures(report) > 0)
        return STATE_CRITICAL;
    if (report->totals[VERDICT_WARN] > 0)
        return STATE_WARNING;
    return report->totals[VERDICT_UNKNOWN] > 0 ? STATE_UNKNOWN : STATE_OK;
}

/* "2 fail, 1 warn", or "12 ok" where there is no problem. */
static void append_counts(struct report *report)
{
    const unsigned long *totals = report->totals;
    const char *separator = "";
    for (size_t i = 0; i < PROBLEM_COUNT; i++) {
        if (totals[order[i]] == 0)
            continue;
        buf_printf(&report->line, "%s%lu %s", separator, totals[order[i]],
                   verdict_name(order[i]));
        separator = ", ";
    }
    if (separator[0] == '\0')
        buf_printf(&report->line, "%lu ok", totals[VERDICT_OK]);
}

static void append_performance(struct report *report, double seconds)
{
    struct buf *line = &report->line;
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        buf_printf(line, "%s=%lu;;;0 ", verdict_name(order[i]),
                   report->totals[order[i]]);
    buf_printf(line, "domains=%zu;;;0 time=%.3fs;;;0\n", report->domains, seconds);
}

static void print_problem(struct report *report, const struct entry *entry)
{
    struct buf *line = &report->line;
    buf_reset(&report->text);
    entry_append_headline(entry, &report->text);
    buf_printf(line, "%s ", verdict_name(entry->verdict));
    escape_append(line, buf_text(&report->text), escapes);
    buf_puts(line, " [");
    escape_append(line, entry->id, escapes);
    buf_puts(line, "]\n");
    report_flush(report);
}

static void print_problems(struct report *report, enum verdict verdict)
{
    unsigned long total = report->totals[verdict];
    for (size_t i = 0; i < report->count; i++)
        if (report->entries[i].verdict == verdict)
            print_problem(report, &report->entries[i]);
    if (total > LISTED_MAX)
        buf_printf(&report->line, "%s: %lu more\n", verdict_name(verdict),
                   total - LISTED_MAX);
    report_flush(report);
}

static void finish_nagios(struct report *report, double seconds)
{
    static const char *const states[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
    buf_printf(&report->line, "WAYPOST %s - ", states[status_nagios(report)]);
    append_counts(report);
    buf_printf(&report->line, " (%zu domain%s) | ", report->domains,
               report->domains == 1 ? "" : "s");
    append_performance(report, seconds);
    report_flush(report);
    for (size_t i = 0; i < PROBLEM_COUNT; i++)
        print_problems(report, order[i]);
}

const struct printer printer_nagios = {
    .name = "nagios",
    .wants = wants_nagios,
    .finish = finish_nagios,
    .status = status_nagios,
};
