/* SPDX-License-Identifier: MIT */
/* For people: aligned columns, problems last and the worst of them at the very end,
 * each with its remedy, then one line of totals. */
#include "report/printer.h"

#include "base/text.h"

#include <string.h>

enum { COLUMN_MAX = 44, VERDICT_WIDTH = 7 };

struct columns {
    size_t domain, subject;
};

static void widen(size_t *column, const char *text)
{
    size_t wanted = text_count_characters(text);
    if (wanted > *column)
        *column = wanted < COLUMN_MAX ? wanted : COLUMN_MAX;
}

static struct columns measure(const struct report *report)
{
    struct columns columns = {0, 0};
    for (size_t i = 0; i < report->count; i++) {
        widen(&columns.domain, report->entries[i].domain);
        widen(&columns.subject, report->entries[i].subject);
    }
    return columns;
}

static void append_padded(struct buf *line, const char *text, size_t column)
{
    buf_puts(line, text);
    for (size_t i = text_count_characters(text); i < column; i++)
        buf_puts(line, " ");
    buf_puts(line, "  ");
}

static void append_verdict(struct report *report, enum verdict verdict)
{
    static const char *const colours[VERDICT_COUNT] = {
        [VERDICT_OK] = "\033[32m",      [VERDICT_INFO] = "\033[36m",
        [VERDICT_WARN] = "\033[33m",    [VERDICT_FAIL] = "\033[1;31m",
        [VERDICT_UNKNOWN] = "\033[35m",
    };
    if (report->options.colour)
        buf_puts(&report->line, colours[verdict]);
    append_padded(&report->line, verdict_name(verdict), VERDICT_WIDTH);
    if (report->options.colour)
        buf_puts(&report->line, "\033[0m");
}

static void append_values(struct buf *line, const char *label,
                          const char *const *values)
{
    if (values[0] == NULL)
        return;
    buf_printf(line, "         %-9s", label);
    for (size_t i = 0; values[i] != NULL; i++)
        buf_printf(line, "%s%s", i > 0 ? ", " : " ", values[i]);
    buf_puts(line, "\n");
}

/* The remedy stands on lines of its own, so that it can be copied. */
static void append_remedy(struct buf *line, const char *remedy)
{
    if (remedy == NULL || remedy[0] == '\0')
        return;
    buf_puts(line, "         remedy:\n");
    while (*remedy != '\0') {
        size_t length = strcspn(remedy, "\n");
        buf_printf(line, "%*s%.*s\n", length > 0 ? 11 : 0, "", (int)length, remedy);
        remedy += length + (remedy[length] == '\n' ? 1 : 0);
    }
}

static void append_place(struct buf *line, const struct entry *entry)
{
    if (entry->file == NULL)
        return;
    buf_printf(line, "         %-9s %s", "declared:", entry->file);
    if (entry->line > 0)
        buf_printf(line, ":%u", entry->line);
    buf_puts(line, "\n");
}

static void print_entry(struct report *report, const struct entry *entry,
                        const struct columns *columns)
{
    struct buf *line = &report->line;
    append_verdict(report, entry->verdict);
    append_padded(line, entry->domain, columns->domain);
    append_padded(line, entry->subject, columns->subject);
    buf_printf(line, "%s [%s]\n", entry->message, entry->id);
    if (entry_is_problem(entry)) {
        append_values(line, "expected:", entry->expected);
        append_values(line, "found:", entry->found);
        append_place(line, entry);
        append_remedy(line, entry->remedy);
    }
    report_flush(report);
}

static void print_all(struct report *report, enum verdict from, enum verdict to,
                      const struct columns *columns)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct entry *entry = &report->entries[i];
        if (entry->verdict >= from && entry->verdict <= to)
            print_entry(report, entry, columns);
    }
}

static void print_totals(struct report *report, double seconds)
{
    if (report->count > 0)
        buf_puts(&report->line, "\n");
    report_append_totals(report, seconds);
    report_flush(report);
}

static void finish_text(struct report *report, double seconds)
{
    struct columns columns = measure(report);
    print_all(report, VERDICT_OK, VERDICT_INFO, &columns);
    print_all(report, VERDICT_WARN, VERDICT_WARN, &columns);
    print_all(report, VERDICT_UNKNOWN, VERDICT_UNKNOWN, &columns);
    print_all(report, VERDICT_FAIL, VERDICT_FAIL, &columns);
    print_totals(report, seconds);
}

/* Only people may look away from what is ok, so a million good domains take no memory.
 */
static bool wants_text(const struct report *report, const struct finding *finding)
{
    return !report->options.quiet || finding->verdict != VERDICT_OK;
}

const struct printer printer_text = {
    .name = "text", .wants = wants_text, .finish = finish_text};
