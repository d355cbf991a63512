/* SPDX-License-Identifier: MIT */
/* For programs: one document with everything (json), or one finding a line as soon as
 * it is known (ndjson). The members of both are a promise: they may be added to, and
 * none may change. Findings are written one by one, so that a long report takes no
 * second copy in memory. */
#include "report/dump.h"

#include <jansson.h>

static json_t *new_values(const char *const *values)
{
    json_t *array = json_array();
    for (size_t i = 0; values[i] != NULL; i++)
        json_array_append_new(array, json_string(values[i]));
    return array;
}

static json_t *new_stages(const struct entry *entry)
{
    json_t *array = json_array();
    for (size_t i = 0; i < entry->stage_count; i++) {
        const struct stage_result *stage = &entry->stages[i];
        json_array_append_new(
            array, json_pack("{s:s, s:s, s:I}", "name", stage->name, "verdict",
                             stage->skipped ? "skipped" : verdict_name(stage->verdict),
                             "milliseconds", (json_int_t)stage->milliseconds));
    }
    return array;
}

/* Only what was done in stages has them. */
static void add_stages(json_t *object, const struct entry *entry)
{
    if (entry->stage_count == 0)
        return;
    json_object_set_new(object, "stage",
                        entry->stage != NULL ? json_string(entry->stage) : json_null());
    json_object_set_new(object, "stages", new_stages(entry));
}

static void print_finding(struct report *report, const struct entry *entry)
{
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s?, s:I}", "id", entry->id, "verdict",
        verdict_name(entry->verdict), "domain", entry->domain, "subject",
        entry->subject, "expected", new_values(entry->expected), "found",
        new_values(entry->found), "message", entry->message, "remedy", entry->remedy,
        "milliseconds", (json_int_t)entry->milliseconds);
    add_stages(object, entry);
    if (entry->ignored)
        json_object_set_new(object, "ignored", json_true());
    dump_own(report, object, 0);
}

static json_t *new_summary(const struct report *report)
{
    json_t *summary = json_object();
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        json_object_set_new(summary, verdict_name((enum verdict)i),
                            json_integer((json_int_t)report->totals[i]));
    return summary;
}

/* The members before "findings", without the braces around them. */
static void print_head(struct report *report, double seconds)
{
    char started[STARTED_SIZE];
    double rounded = (double)(long)(seconds * 1000 + 0.5) / 1000;
    json_t *head = json_pack(
        "{s:s, s:s, s:s, s:f, s:o}", "waypost", report->options.version, "command",
        report->options.command, "started", report_started(report, started), "seconds",
        rounded, "summary", new_summary(report));
    dump_own(report, head, JSON_EMBED | JSON_REAL_PRECISION(12));
}

static void finish_json(struct report *report, double seconds)
{
    dump_text(report, "{");
    print_head(report, seconds);
    dump_text(report, ",\n \"findings\":[");
    for (size_t i = 0; i < report->count; i++) {
        dump_text(report, i > 0 ? ",\n  " : "\n  ");
        print_finding(report, &report->entries[i]);
    }
    dump_text(report, "]}\n");
}

static void add_ndjson(struct report *report, const struct entry *entry)
{
    print_finding(report, entry);
    dump_text(report, "\n");
}

const struct printer printer_json = {.name = "json", .finish = finish_json};
const struct printer printer_ndjson = {.name = "ndjson", .add = add_ndjson};
