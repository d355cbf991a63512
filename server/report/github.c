/* SPDX-License-Identifier: MIT */
/* For GitHub Actions: workflow commands that become annotations of the run and of the
 * lines where the domains are declared. The properties stand in the order of GitHub's
 * own toolkit. */
#include "report/escape.h"
#include "report/printer.h"

static const struct escape in_message[] = {
    {'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {'\0', NULL}};

static const struct escape in_property[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"},
                                            {':', "%3A"}, {',', "%2C"},  {'\0', NULL}};

static const char *const commands[VERDICT_COUNT] = {
    [VERDICT_INFO] = "notice",
    [VERDICT_WARN] = "warning",
    [VERDICT_FAIL] = "error",
    [VERDICT_UNKNOWN] = "warning",
};

static void append_place(struct buf *line, const struct entry *entry)
{
    if (entry->file == NULL)
        return;
    buf_puts(line, ",file=");
    escape_append(line, entry->file, in_property);
    if (entry->line > 0)
        buf_printf(line, ",line=%u", entry->line);
}

static bool wants_github(const struct report *report, const struct finding *finding)
{
    (void)report;
    return commands[finding->verdict] != NULL;
}

static void add_github(struct report *report, const struct entry *entry)
{
    struct buf *line = &report->line;
    buf_printf(line, "::%s title=", commands[entry->verdict]);
    escape_append(line, entry->id, in_property);
    append_place(line, entry);
    buf_puts(line, "::");
    escape_append(line, report_describe(report, entry), in_message);
    buf_puts(line, "\n");
    report_flush(report);
}

static void finish_github(struct report *report, double seconds)
{
    buf_printf(&report->line, "waypost %s: ", report->options.command);
    report_append_totals(report, seconds);
    report_flush(report);
}

const struct printer printer_github = {.name = "github",
                                       .wants = wants_github,
                                       .add = add_github,
                                       .finish = finish_github};
