/* SPDX-License-Identifier: MIT */
#include "probe/diagnosis.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

enum { CURE_MAX = 4096, DAY_MS = 24 * 60 * 60 * 1000 };

/* Whether the pieces of `pattern` between asterisks follow each other in the text. */
static bool has_pieces(const char *text, const char *pattern)
{
    char piece[128]; /* the table has none as long as that */
    while (*pattern != '\0') {
        size_t length = strcspn(pattern, "*");
        memcpy(piece, pattern, length);
        piece[length] = '\0';
        const char *found = strcasestr(text, piece);
        if (found == NULL)
            return false;
        text = found + length;
        pattern += length + (pattern[length] == '*');
    }
    return true;
}

static bool fits_text(const char *line, const char *pattern)
{
    if (*pattern != '^')
        return has_pieces(line, pattern);
    size_t length = strcspn(pattern + 1, "*");
    return strncasecmp(line, pattern + 1, length) == 0 &&
           has_pieces(line + length, pattern + 1 + length);
}

static bool fits_texts(const struct diagnosis *row, const char *line)
{
    for (size_t i = 0; i < DIAGNOSIS_TEXTS_MAX && row->texts[i] != NULL; i++)
        if (fits_text(line, row->texts[i]))
            return true;
    return false;
}

static bool fits(const struct diagnosis *row, const struct diagnosis_question *question)
{
    if (row->protocols != 0 && (row->protocols & 1U << question->protocol) == 0)
        return false;
    if (row->stages != 0 && (row->stages & 1U << question->stage) == 0)
        return false;
    if (row->credential != CREDENTIAL_NONE && row->credential != question->credential)
        return false;
    return (!row->exchange_online || question->exchange_online) &&
           fits_texts(row, question->line);
}

const struct diagnosis *diagnosis_find(const struct diagnosis_question *question)
{
    for (const struct diagnosis *row = diagnoses; row->kind.id != NULL; row++)
        if (fits(row, question))
            return row;
    return NULL;
}

/* 'it''s': nothing within single quotes means anything to PowerShell but they. */
static void append_quoted(struct buf *out, const char *value)
{
    buf_puts(out, "'");
    for (; *value != '\0'; value++)
        buf_append(out, *value == '\'' ? "''" : value, *value == '\'' ? 2 : 1);
    buf_puts(out, "'");
}

/* Appends the value of the placeholder at `text` and returns its length, or 0. */
static size_t append_value(struct buf *out, const char *text,
                           const struct diagnosis_values *values)
{
    const struct {
        const char *name, *value, *instead;
    } rows[] = {
        {"%MAILBOX%", values->mailbox, "<mailbox>"},
        {"%USER%", values->user != NULL ? values->user : values->mailbox, "<user>"},
        {"%APPID%", values->application, "<application id>"},
        {"%OBJECTID%", values->object, "<object id of the enterprise application>"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = strlen(rows[i].name);
        if (strncmp(text, rows[i].name, length) != 0)
            continue;
        append_quoted(out, rows[i].value != NULL ? rows[i].value : rows[i].instead);
        return length;
    }
    return 0;
}

const char *diagnosis_cure(const struct diagnosis *diagnosis,
                           const struct diagnosis_values *values, struct pool *pool)
{
    struct buf out;
    if (diagnosis->cure == NULL)
        return NULL;
    buf_init(&out, CURE_MAX);
    for (const char *at = diagnosis->cure; *at != '\0';) {
        size_t taken = *at == '%' ? append_value(&out, at, values) : 0;
        if (taken == 0)
            buf_append(&out, at, 1);
        at += taken > 0 ? taken : 1;
    }
    const char *cure = pool_strdup(pool, buf_text(&out));
    buf_clear(&out);
    return cure;
}

bool diagnosis_backoff(const char *line, unsigned long *milliseconds)
{
    static const char mark[] = "Suggested Backoff Time:";
    const char *at = strcasestr(line, mark);
    if (at == NULL)
        return false;
    at += sizeof mark - 1;
    at += strspn(at, " ");
    unsigned long number = 0;
    size_t digits = strspn(at, "0123456789");
    for (size_t i = 0; i < digits && number <= DAY_MS; i++)
        number = number * 10 + (unsigned long)(at[i] - '0');
    *milliseconds = number < DAY_MS ? number : DAY_MS;
    return digits > 0;
}
