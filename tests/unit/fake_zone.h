/* SPDX-License-Identifier: MIT */
/* Checks against a few lines of zone: the answers come from here, by a function that
 * takes the place of that of dns/, and remedies are pasted into the zone to see
 * whether they mend it. Every answer is first not there yet. For one test program each,
 * for it holds functions, not only their declarations. */
#pragma once

#include "check/checks.h"
#include "check/expected.h"
#include "check/remedy.h"
#include "check/state.h"
#include "config/config.h"
#include "expect.h"
#include "mail/hostname.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINES_MAX = 128, ASKED_MAX = 512, RUNS_MAX = 32, IDS_SIZE = 1024 };

/* A record, or with data "!" that the resolver says SERVFAIL. */
struct line {
    char name[HOSTNAME_SIZE];
    enum dns_type type;
    struct dns_record record;
    bool fails;
};

static struct fake {
    struct pool *pool;
    struct line lines[LINES_MAX];
    size_t count;
    char *asked[ASKED_MAX];
    size_t asked_count;
} fake;

struct check_row {
    const char *name;
    const char *section;  /* of domains.ini; NULL: example.com at Microsoft 365 */
    const char *zone;     /* "NAME TYPE DATA\n" */
    const char *ids;      /* of all findings but the ok ones; "ok": one ok or more */
    const char *after;    /* the same when the remedies were pasted; NULL: "ok" */
    const char *contains; /* in the messages or the remedies; NULL: anything */
};

static const char *strip_dot(const char *name)
{
    size_t length = strlen(name);
    return pool_copy(fake.pool, name, length - (length > 0 && name[length - 1] == '.'));
}

static struct dns_record read_data(enum dns_type type, const char *data)
{
    struct dns_record record = {.ttl = 300};
    char word[512] = "", tag[64] = "";
    unsigned number = 0;
    if (type == DNS_TXT) {
        struct view view = {.pool = fake.pool};
        struct expected_record quoted = {.data = data};
        struct span text = expected_text(&view, &quoted);
        record.text = text.at;
        record.text_length = text.length;
    } else if (type == DNS_MX || type == DNS_CAA) {
        if (type == DNS_MX)
            EXPECT(sscanf(data, "%u %511s", &number, word) == 2);
        else
            EXPECT(sscanf(data, "%u %63s \"%511[^\"]\"", &number, tag, word) == 3);
        record.priority = (uint16_t)number;
        record.tag = pool_strdup(fake.pool, tag);
        record.host = strip_dot(word);
        record.text = pool_strdup(fake.pool, word);
        record.text_length = strlen(word);
    } else {
        record.host = strip_dot(data);
        record.text = pool_strdup(fake.pool, data);
        record.text_length = strlen(data);
    }
    return record;
}

static void add_line(const char *name, const char *type, const char *data)
{
    struct line *line = &fake.lines[fake.count++];
    EXPECT(fake.count < LINES_MAX);
    snprintf(line->name, sizeof line->name, "%s", strip_dot(name));
    line->type = dns_type_parse(type);
    line->fails = strcmp(data, "!") == 0;
    if (!line->fails)
        line->record = read_data(line->type, data);
}

static const char *print_data(const struct line *line)
{
    struct buf out;
    buf_init(&out, 65536);
    dns_record_print(&line->record, line->type, &out);
    const char *kept = pool_strdup(fake.pool, buf_text(&out));
    buf_clear(&out);
    return kept;
}

static void remove_line(const char *name, const char *type, const char *data)
{
    for (size_t i = 0; i < fake.count; i++) {
        struct line *line = &fake.lines[i];
        if (strcmp(line->name, strip_dot(name)) == 0 && !line->fails &&
            line->type == dns_type_parse(type) && strcmp(print_data(line), data) == 0) {
            *line = fake.lines[--fake.count];
            return;
        }
    }
    expect_true(false, data, "remedy removes what is not there", 0);
}

static void read_zone(const char *zone)
{
    char name[512], type[16], data[4096];
    int used;
    fake.count = 0;
    while (sscanf(zone, "%511s %15s %4095[^\n] %n", name, type, data, &used) == 3) {
        add_line(name, type, data);
        zone += used;
    }
    EXPECT_TEXT(zone, "");
}

static void paste(const char *remedy)
{
    char name[512], type[16], data[4096];
    while (remedy != NULL && *remedy != '\0') {
        size_t length = strcspn(remedy, "\n");
        char line[8192];
        snprintf(line, sizeof line, "%.*s", (int)length, remedy);
        if (sscanf(line, "; remove: %511s IN %15s %4095[^\n]", name, type, data) == 3)
            remove_line(name, type, data);
        else if (line[0] != ';' &&
                 sscanf(line, "%511s 3600 IN %15s %4095[^\n]", name, type, data) == 3)
            add_line(name, type, data);
        else
            EXPECT(line[0] == ';');
        remedy += length + (remedy[length] == '\n');
    }
}

static const struct line *find_line(const char *name, enum dns_type type, size_t index)
{
    for (size_t i = 0; i < fake.count; i++)
        if (strcmp(fake.lines[i].name, name) == 0 && fake.lines[i].type == type &&
            index-- == 0)
            return &fake.lines[i];
    return NULL;
}

static bool name_exists(const char *name)
{
    for (size_t i = 0; i < fake.count; i++) {
        size_t length = strlen(fake.lines[i].name), tail = strlen(name);
        if (length >= tail && strcmp(fake.lines[i].name + length - tail, name) == 0 &&
            (length == tail || fake.lines[i].name[length - tail - 1] == '.'))
            return true;
    }
    return false;
}

/* Follows aliases and collects the records. */
static const struct dns_answer *answer(const char *name, enum dns_type type)
{
    const struct line *line;
    const char **chain = pool_alloc(fake.pool, DNS_CHAIN_MAX * sizeof *chain);
    struct dns_record *records = pool_alloc(fake.pool, LINES_MAX * sizeof *records);
    struct dns_answer *out = pool_alloc(fake.pool, sizeof *out);
    *out = (struct dns_answer){.type = type, .name = name, .server = "192.0.2.53"};
    out->chain = chain;
    out->records = records;
    while (type != DNS_CNAME && out->chain_count < DNS_CHAIN_MAX &&
           (line = find_line(name, DNS_CNAME, 0)) != NULL)
        name = chain[out->chain_count++] = line->record.host;
    for (size_t i = 0; (line = find_line(name, type, i)) != NULL; i++) {
        if (line->fails) {
            out->result = DNS_SERVFAIL;
            out->record_count = 0;
            return out;
        }
        records[out->record_count++] = line->record;
    }
    if (out->record_count == 0)
        out->result = name_exists(name) ? DNS_NODATA : DNS_NXDOMAIN;
    return out;
}

/* In place of the one in dns/. */
const struct dns_answer *dns_ask(struct dns_asker *asker, const char *server,
                                 const char *name, enum dns_type type)
{
    (void)asker, (void)server;
    char *asked = pool_strdup(fake.pool, strip_dot(name));
    for (char *at = asked; *at != '\0'; at++)
        *at = text_lower(*at);
    const char *question = pool_printf(fake.pool, "%s %d", asked, type);
    for (size_t i = 0; i < fake.asked_count; i++)
        if (strcmp(fake.asked[i], question) == 0)
            return answer(asked, type);
    EXPECT(fake.asked_count < ASKED_MAX);
    if (fake.asked_count < ASKED_MAX)
        fake.asked[fake.asked_count++] = pool_strdup(fake.pool, question);
    return NULL;
}

static struct config *load_section(const char *section)
{
    char root[2048], path[] = "/tmp/waypost-test-check-XXXXXX";
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    EXPECT(getcwd(root, sizeof root) != NULL);
    FILE *file = fdopen(mkstemp(path), "w");
    fprintf(file,
            "[waypost]\nhost = autoconfig.example.net\ntemplates = %s/templates\n%s\n",
            root, section);
    fclose(file);
    struct config *config = config_load(path, mistakes);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    unlink(path);
    return config;
}

/* Runs a check until it wants no further answers. */
static struct outcome run_check(check_function *check, const struct config *config)
{
    struct outcome outcome = {.first = NULL};
    struct check_options options = {.authoritative = false};
    struct state state = {.outcome = &outcome, .options = &options};
    struct view *view = &state.view;
    view->domain = catalog_get(config->catalog, 0, &view->settings);
    view->site = catalog_get_site(config->catalog);
    view->pool = fake.pool;
    records_expected(view->site, view->domain, view->settings, view->pool,
                     &view->records);
    fake.asked_count = 0;
    for (int i = 0; i < RUNS_MAX; i++) {
        outcome = (struct outcome){.first = NULL};
        state.waiting = false;
        check(view);
        if (!state.waiting)
            return outcome;
    }
    expect_true(false, "it comes to an end", "fake_zone.h", 0);
    return outcome;
}

static const char *list_ids(const struct outcome *outcome)
{
    char ids[IDS_SIZE] = "";
    size_t length = 0;
    for (const struct found *at = outcome->first; at != NULL; at = at->next)
        if (at->finding.verdict != VERDICT_OK && length < sizeof ids)
            length += (size_t)snprintf(ids + length, sizeof ids - length, "%s%s",
                                       length > 0 ? " " : "", at->finding.id);
    if (length == 0)
        return outcome->first != NULL ? "ok" : "";
    return pool_strdup(fake.pool, ids);
}

static bool outcome_contains(const struct outcome *outcome, const char *text)
{
    for (const struct found *at = outcome->first; at != NULL; at = at->next)
        if (strstr(at->finding.message, text) != NULL ||
            (at->finding.remedy != NULL && strstr(at->finding.remedy, text) != NULL))
            return true;
    return false;
}

static void run_row(check_function *check, const struct check_row *row,
                    const char *common)
{
    const char *section =
        row->section != NULL
            ? row->section
            : "[example.com]\ntemplate = microsoft365\ntenant = contoso";
    AUTO(config) struct config *config = load_section(section);
    AUTO(pool) struct pool *pool = pool_new();
    fake.pool = pool;
    expect_case(row->name);
    read_zone(pool_printf(pool, "%s%s", row->zone, common));
    struct outcome outcome = run_check(check, config);
    EXPECT_TEXT(list_ids(&outcome), row->ids);
    if (row->contains != NULL && !outcome_contains(&outcome, row->contains)) {
        expect_true(false, row->contains, row->name, 0);
        for (const struct found *at = outcome.first; at != NULL; at = at->next)
            printf("  %s: %s\n%s\n", at->finding.id, at->finding.message,
                   at->finding.remedy != NULL ? at->finding.remedy : "");
    }
    /* One remedy may be enough for several findings; none is pasted twice. */
    for (const struct found *at = outcome.first, *before; at != NULL; at = at->next) {
        for (before = outcome.first; before != at; before = before->next)
            if (before->finding.remedy != NULL && at->finding.remedy != NULL &&
                strcmp(before->finding.remedy, at->finding.remedy) == 0)
                break;
        if (before == at)
            paste(at->finding.remedy);
    }
    outcome = run_check(check, config);
    EXPECT_TEXT(list_ids(&outcome), row->after != NULL ? row->after : "ok");
}

static void run_rows(check_function *check, const struct check_row *rows, size_t count,
                     const char *common)
{
    for (size_t i = 0; i < count; i++)
        run_row(check, &rows[i], common);
    expect_case(NULL);
}
