/* SPDX-License-Identifier: MIT */
#include "report/entry.h"

#include "base/text.h"

#include <string.h>

enum { TEXT_MAX = 8 * 1024 };

/* U+FFFE and U+FFFF are good UTF-8, and no characters to XML (XML 1.0 2.2). */
static void drop_noncharacters(char *text)
{
    for (char *at = text; (at = strstr(at, "\xEF\xBF")) != NULL; at += 2)
        if (at[2] == '\xBE' || at[2] == '\xBF')
            memset(at, '?', 3);
}

static const char *clean(struct pool *pool, const char *text, const char *otherwise)
{
    if (text == NULL)
        return otherwise;
    size_t length = strnlen(text, TEXT_MAX);
    char *copy = pool_copy(pool, text, length);
    text_sanitise(text, length, copy, length + 1);
    drop_noncharacters(copy);
    return copy;
}

/* The same, but lines stay lines. Sanitised text is never longer than before. */
static const char *clean_lines(struct pool *pool, const char *text)
{
    if (text == NULL)
        return NULL;
    size_t length = strnlen(text, TEXT_MAX), used = 0;
    char *copy = pool_copy(pool, text, length);
    for (const char *end = text + length; text < end; text++) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t line = (size_t)((newline != NULL ? newline : end) - text);
        text_sanitise(text, line, copy + used, line + 1);
        used += strlen(copy + used);
        if (newline != NULL)
            copy[used++] = '\n';
        text += line;
    }
    copy[used] = '\0';
    drop_noncharacters(copy);
    return copy;
}

static const char *const *clean_values(struct pool *pool, const char *const *values)
{
    size_t count = 0;
    while (count < FINDING_VALUES_MAX && values[count] != NULL)
        count++;
    const char **copies = pool_alloc(pool, (count + 1) * sizeof *copies);
    for (size_t i = 0; i < count; i++)
        copies[i] = clean(pool, values[i], "");
    return copies;
}

static const char *file_of(const struct finding *finding, struct pool *pool)
{
    const char *file = clean(pool, finding->file, "");
    return file[0] != '\0' ? file : NULL;
}

static const struct stage_result *copy_stages(struct pool *pool,
                                              const struct finding *finding)
{
    struct stage_result *copy =
        pool_alloc(pool, (finding->stage_count + 1) * sizeof *copy);
    for (size_t i = 0; i < finding->stage_count; i++) {
        copy[i] = finding->stages[i];
        copy[i].name = clean(pool, copy[i].name, "");
    }
    return copy;
}

void entry_init(struct entry *entry, const struct finding *finding, struct pool *pool)
{
    *entry = (struct entry){
        .verdict = finding->verdict,
        .ignored = finding->ignored,
        .line = finding->line,
        .milliseconds = finding->milliseconds,
        .id = clean(pool, finding->id, ""),
        .domain = clean(pool, finding->domain, ""),
        .subject = clean(pool, finding->subject, ""),
        .message = clean(pool, finding->message, ""),
        .remedy = clean_lines(pool, finding->remedy),
        .file = file_of(finding, pool),
        .stage = clean(pool, finding->stage, NULL),
        .stages = copy_stages(pool, finding),
        .stage_count = finding->stage_count,
        .expected = clean_values(pool, finding->expected),
        .found = clean_values(pool, finding->found),
    };
}

void entry_append_headline(const struct entry *entry, struct buf *buf)
{
    const char *const parts[] = {entry->domain, entry->subject, entry->message};
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i][0] == '\0')
            continue;
        buf_puts(buf, first ? "" : ": ");
        buf_puts(buf, parts[i]);
        first = false;
    }
    if (first)
        buf_puts(buf, entry->id);
}

static void append_values(struct buf *buf, const char *label, const char *const *values)
{
    for (size_t i = 0; values[i] != NULL; i++) {
        buf_puts(buf, i > 0 ? ", " : label);
        buf_puts(buf, values[i]);
    }
}

void entry_append_reasons(const struct entry *entry, struct buf *buf)
{
    append_values(buf, "\nexpected: ", entry->expected);
    append_values(buf, "\nfound: ", entry->found);
    if (entry->remedy != NULL) {
        buf_puts(buf, "\nremedy:\n");
        buf_puts(buf, entry->remedy);
    }
}

bool entry_is_problem(const struct entry *entry)
{
    return verdict_is_problem(entry->verdict);
}
