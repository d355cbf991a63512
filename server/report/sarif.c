/* SPDX-License-Identifier: MIT */
/* SARIF 2.1.0, for code scanning and editors: a result at the line where the domain is
 * declared. What is ok is left out, since code scanning shows every result as a thing
 * to be mended, whatever its kind. Results are written as they come, so the rules stand
 * behind them: those that the caller knows, then those that turned up besides, of which
 * report->entries keeps one each. */
#include "report/dump.h"

#include <jansson.h>
#include <stdint.h>
#include <string.h>

static const char schema[] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/"
                             "os/schemas/sarif-schema-2.1.0.json";

static const char *const levels[VERDICT_COUNT] = {
    [VERDICT_OK] = "none",    [VERDICT_INFO] = "note",       [VERDICT_WARN] = "warning",
    [VERDICT_FAIL] = "error", [VERDICT_UNKNOWN] = "warning",
};

static json_t *new_text(const char *text)
{
    return json_pack("{s:s}", "text", text);
}

static void keep_rule(struct report *report, const struct entry *entry)
{
    struct entry rule = {
        .verdict = entry->verdict,
        .id = pool_strdup(report->pool, entry->id),
    };
    report_keep(report, &rule);
}

/* Where the rule of this entry will stand in the list of rules. */
static size_t find_rule(struct report *report, const struct entry *entry)
{
    const struct report_options *options = &report->options;
    size_t index = 0;
    for (; index < options->kind_count; index++)
        if (strcmp(options->kinds[index].id, entry->id) == 0)
            return index;
    for (size_t i = 0; i < report->count; i++, index++)
        if (strcmp(report->entries[i].id, entry->id) == 0)
            return index;
    keep_rule(report, entry);
    return index;
}

/* A path as a URI reference (RFC 3986): relative as it is, else with its scheme. */
static const char *append_uri(struct buf *buf, const char *path)
{
    buf_reset(buf);
    buf_puts(buf, path[0] == '/' ? "file://" : "");
    buf_append_uri(buf, path, strlen(path), "/");
    return buf_text(buf);
}

static json_t *new_place(struct report *report, const struct entry *entry)
{
    json_t *place = json_pack("{s:{s:s}}", "artifactLocation", "uri",
                              append_uri(&report->text, entry->file));
    if (entry->line > 0)
        json_object_set_new(place, "region",
                            json_pack("{s:I}", "startLine", (json_int_t)entry->line));
    return place;
}

static json_t *new_location(struct report *report, const struct entry *entry)
{
    json_t *location =
        json_pack("{s:[{s:s, s:s}]}", "logicalLocations", "fullyQualifiedName",
                  entry->domain, "kind", "resource");
    if (entry->file != NULL)
        json_object_set_new(location, "physicalLocation", new_place(report, entry));
    return location;
}

/* FNV-1a, with the NUL that parts one text from the next. */
static uint64_t hash(uint64_t value, const char *text)
{
    const uint64_t prime = 0x100000001b3;
    for (; *text != '\0'; text++)
        value = (value ^ (unsigned char)*text) * prime;
    return value * prime;
}

/* The same for the same trouble in every run, wherever its line moves to. */
static json_t *new_fingerprints(struct report *report, const struct entry *entry)
{
    uint64_t value = 0xcbf29ce484222325;
    const char *const parts[] = {entry->id, entry->domain, entry->subject};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        value = hash(value, parts[i]);
    buf_reset(&report->text);
    buf_printf(&report->text, "%016llx", (unsigned long long)value);
    return json_pack("{s:s}", "idDomainSubject/v1", buf_text(&report->text));
}

static json_t *new_message(struct report *report, const struct entry *entry)
{
    return new_text(report_describe(report, entry));
}

static json_t *new_result(struct report *report, const struct entry *entry)
{
    json_t *result = json_pack(
        "{s:s, s:I, s:s, s:o, s:[o], s:o, s:{s:s}}", "ruleId", entry->id, "ruleIndex",
        (json_int_t)find_rule(report, entry), "level", levels[entry->verdict],
        "message", new_message(report, entry), "locations", new_location(report, entry),
        "partialFingerprints", new_fingerprints(report, entry), "properties", "verdict",
        verdict_name(entry->verdict));
    if (entry->ignored)
        json_object_set_new(result, "suppressions",
                            json_pack("[{s:s, s:s}]", "kind", "external",
                                      "justification", "named in check.ignore"));
    return result;
}

static json_t *new_rule(const char *id, enum verdict verdict, const char *when,
                        const char *remedy)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:{s:s}}", "id", id, "shortDescription",
                     new_text(when), "fullDescription", new_text(when), "help",
                     new_text(remedy), "defaultConfiguration", "level",
                     levels[verdict]);
}

static json_t *new_rules(const struct report *report)
{
    json_t *rules = json_array();
    for (size_t i = 0; i < report->options.kind_count; i++) {
        const struct finding_kind *kind = &report->options.kinds[i];
        json_array_append_new(
            rules,
            new_rule(kind->id, kind->verdict, kind->when,
                     kind->remedy != NULL ? kind->remedy : "There is nothing to do."));
    }
    for (size_t i = 0; i < report->count; i++) {
        const struct entry *entry = &report->entries[i];
        json_array_append_new(
            rules, new_rule(entry->id, entry->verdict, entry->id,
                            "The message says what was found and what helps."));
    }
    return rules;
}

/* The category under which code scanning keeps lint apart from check. */
static json_t *new_automation(struct report *report)
{
    buf_reset(&report->text);
    buf_printf(&report->text, "waypost-%s/", report->options.command);
    return json_pack("{s:s}", "id", buf_text(&report->text));
}

static void start_sarif(struct report *report)
{
    buf_printf(&report->line, "{\"$schema\":\"%s\",\"version\":\"2.1.0\",\"runs\":[{",
               schema);
    buf_puts(&report->line, "\"results\":[");
    report_flush(report);
}

/* Code scanning shows every result as an alert. */
static bool wants_sarif(const struct report *report, const struct finding *finding)
{
    (void)report;
    return finding->verdict != VERDICT_OK;
}

static void add_sarif(struct report *report, const struct entry *entry)
{
    dump_text(report, report->written++ > 0 ? ",\n " : "\n ");
    dump_own(report, new_result(report, entry), 0);
}

static void finish_sarif(struct report *report, double seconds)
{
    char started[STARTED_SIZE];
    (void)seconds;
    json_t *rest = json_pack(
        "{s:{s:{s:s, s:s, s:o}}, s:[{s:b, s:s}], s:o}", "tool", "driver", "name",
        "waypost", "version", report->options.version, "rules", new_rules(report),
        "invocations", "executionSuccessful", 1, "startTimeUtc",
        report_started(report, started), "automationDetails", new_automation(report));
    dump_text(report, "],\n");
    dump_own(report, rest, JSON_EMBED);
    dump_text(report, "}]}\n");
}

const struct printer printer_sarif = {.name = "sarif",
                                      .start = start_sarif,
                                      .wants = wants_sarif,
                                      .add = add_sarif,
                                      .finish = finish_sarif};
