/* SPDX-License-Identifier: MIT */
/* For CI systems: a test suite per domain, a test case per finding. JUnit XML has no
 * standard; the elements and attributes here are those that all of its readers know. */
#include "report/printer.h"

#include <stdlib.h>
#include <string.h>

/* The entries of one domain, side by side. */
struct suite {
    const struct entry *entries;
    size_t count;
};

static bool is_failure(const struct report *report, const struct entry *entry)
{
    return entry->verdict == VERDICT_FAIL ||
           (entry->verdict == VERDICT_WARN && report->options.strict);
}

static void append_attribute(struct buf *line, const char *name, const char *value)
{
    buf_printf(line, " %s=\"", name);
    buf_append_xml(line, value, strlen(value));
    buf_puts(line, "\"");
}

/* What a person needs to mend it, as the content of an element. */
static void append_details(struct report *report, const struct entry *entry)
{
    buf_reset(&report->text);
    entry_append_reasons(entry, &report->text);
    buf_append_xml(&report->line, entry->message, strlen(entry->message));
    buf_append_xml(&report->line, buf_text(&report->text), report->text.length);
    buf_puts(&report->line, "\n");
}

static void append_problem(struct report *report, const struct entry *entry,
                           const char *element)
{
    struct buf *line = &report->line;
    buf_printf(line, "      <%s", element);
    append_attribute(line, "message", entry->message);
    append_attribute(line, "type", entry->id);
    buf_puts(line, ">");
    append_details(report, entry);
    buf_printf(line, "</%s>\n", element);
}

/* Not as the attribute `message`, which not every reader knows here. */
static void append_skipped(struct report *report, const struct entry *entry)
{
    buf_puts(&report->line, "      <skipped>");
    append_details(report, entry);
    buf_puts(&report->line, "</skipped>\n");
}

static void append_output(struct report *report, const struct entry *entry)
{
    struct buf *line = &report->line;
    buf_printf(line, "      <system-out>%s: ", verdict_name(entry->verdict));
    append_details(report, entry);
    buf_puts(line, "</system-out>\n");
}

static void append_outcome(struct report *report, const struct entry *entry)
{
    if (entry->ignored)
        append_skipped(report, entry);
    else if (is_failure(report, entry))
        append_problem(report, entry, "failure");
    else if (entry->verdict == VERDICT_UNKNOWN)
        append_problem(report, entry, "error");
    else
        append_output(report, entry);
}

static void append_time(struct buf *line, unsigned long milliseconds)
{
    buf_printf(line, " time=\"%lu.%03lu\"", milliseconds / 1000, milliseconds % 1000);
}

static void append_case_start(struct buf *line, const struct entry *entry)
{
    buf_puts(line, "    <testcase");
    append_attribute(line, "classname", entry->domain);
    buf_puts(line, " name=\"");
    buf_append_xml(line, entry->id, strlen(entry->id));
    if (entry->subject[0] != '\0')
        buf_puts(line, ": ");
    buf_append_xml(line, entry->subject, strlen(entry->subject));
    buf_puts(line, "\"");
    if (entry->file != NULL) {
        append_attribute(line, "file", entry->file);
        if (entry->line > 0)
            buf_printf(line, " line=\"%u\"", entry->line);
    }
    append_time(line, entry->milliseconds);
}

static void print_case(struct report *report, const struct entry *entry)
{
    struct buf *line = &report->line;
    append_case_start(line, entry);
    if (entry->verdict == VERDICT_OK) {
        buf_puts(line, "/>\n");
    } else {
        buf_puts(line, ">\n");
        append_outcome(report, entry);
        buf_puts(line, "    </testcase>\n");
    }
    report_flush(report);
}

static void print_suite(struct report *report, const struct suite *suite)
{
    char started[STARTED_SIZE];
    struct buf *line = &report->line;
    unsigned long failures = 0, errors = 0, skipped = 0, milliseconds = 0;
    for (size_t i = 0; i < suite->count; i++) {
        failures += is_failure(report, &suite->entries[i]);
        errors += suite->entries[i].verdict == VERDICT_UNKNOWN;
        skipped += suite->entries[i].ignored;
        milliseconds += suite->entries[i].milliseconds;
    }
    buf_puts(line, "  <testsuite");
    append_attribute(line, "name", suite->entries[0].domain);
    buf_printf(line, " tests=\"%zu\" failures=\"%lu\" errors=\"%lu\" skipped=\"%lu\"",
               suite->count, failures, errors, skipped);
    append_time(line, milliseconds);
    append_attribute(line, "timestamp", report_started(report, started));
    buf_puts(line, ">\n");
    for (size_t i = 0; i < suite->count; i++)
        print_case(report, &suite->entries[i]);
    buf_puts(line, "  </testsuite>\n");
    report_flush(report);
}

/* By domain; findings of one domain stay in their order. */
static int compare(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = strcmp(left->domain, right->domain);
    return order != 0 ? order
                      : (left->number > right->number) - (left->number < right->number);
}

static void print_suites(struct report *report)
{
    qsort(report->entries, report->count, sizeof *report->entries, compare);
    const struct entry *end = report->entries + report->count;
    struct suite suite = {report->entries, 0};
    for (; suite.entries < end; suite.entries += suite.count) {
        suite.count = 1;
        while (suite.entries + suite.count < end &&
               strcmp(suite.entries[0].domain, suite.entries[suite.count].domain) == 0)
            suite.count++;
        print_suite(report, &suite);
    }
}

static void finish_junit(struct report *report, double seconds)
{
    struct buf *line = &report->line;
    buf_puts(line, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    buf_printf(line,
               " name=\"waypost %s\" tests=\"%zu\" failures=\"%lu\" errors=\"%lu\"",
               report->options.command, report->count, report_failures(report),
               report->totals[VERDICT_UNKNOWN]);
    buf_printf(line, " time=\"%.3f\">\n", seconds);
    if (report->count > 0)
        print_suites(report);
    buf_puts(line, "</testsuites>\n");
    report_flush(report);
}

const struct printer printer_junit = {.name = "junit", .finish = finish_junit};
