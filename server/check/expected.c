/* SPDX-License-Identifier: MIT */
#include "check/expected.h"

#include "check/names.h"

#include <string.h>

const char *expected_label(const struct view *view,
                           const struct expected_record *record)
{
    size_t owner = strlen(record->owner), domain = strlen(view->domain) + 1;
    if (owner <= domain)
        return "@";
    return pool_copy(view->pool, record->owner, owner - domain - 1);
}

const char *expected_target(const struct view *view,
                            const struct expected_record *record)
{
    const char *blank = strrchr(record->data, ' ');
    const char *name = blank != NULL ? blank + 1 : record->data;
    size_t length = strlen(name);
    if (length > 0 && name[length - 1] == '.')
        length--;
    char *target = pool_copy(view->pool, name, length);
    for (size_t i = 0; i < length; i++)
        target[i] = text_lower(target[i]);
    return target;
}

/* Without making a string of the owner. */
static bool is_at(const struct view *view, const struct expected_record *record,
                  const char *label)
{
    size_t length = strlen(label);
    if (strcmp(label, "@") == 0)
        return strlen(record->owner) == strlen(view->domain) + 1;
    return strncmp(record->owner, label, length) == 0 && record->owner[length] == '.' &&
           strncmp(record->owner + length + 1, view->domain, strlen(view->domain)) == 0;
}

const struct expected_record *expected_find(const struct view *view, const char *label,
                                            const char *type, size_t index)
{
    for (size_t i = 0; i < view->records.count; i++)
        if (strcmp(view->records.items[i].type, type) == 0 &&
            is_at(view, &view->records.items[i], label) && index-- == 0)
            return &view->records.items[i];
    return NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes one character, as written or as \DDD or \X, off a quoted string. */
static char take_char(const char **at)
{
    const char *c = *at;
    if (*c != '\\' || c[1] == '\0') {
        *at = c + 1;
        return *c;
    }
    if (is_digit(c[1]) && is_digit(c[2]) && is_digit(c[3])) {
        *at = c + 4;
        return (char)((c[1] - '0') * 100 + (c[2] - '0') * 10 + (c[3] - '0'));
    }
    *at = c + 2;
    return c[1];
}

struct span expected_text(struct view *view, const struct expected_record *record)
{
    char *text = pool_strdup(view->pool, record->data);
    size_t length = 0;
    bool quoted = false;
    for (const char *at = record->data; *at != '\0';)
        if (*at == '"' || (!quoted && *at == ' ')) {
            quoted ^= *at == '"';
            at++;
        } else {
            text[length++] = take_char(&at);
        }
    text[length] = '\0';
    return (struct span){text, length};
}

const struct expected_record *expected_text_at(struct view *view, const char *label,
                                               const char *start)
{
    const struct expected_record *record;
    for (size_t i = 0; (record = expected_find(view, label, "TXT", i)) != NULL; i++)
        if (span_begins_nocase(expected_text(view, record), start))
            return record;
    return NULL;
}

bool expected_is_selector(const struct view *view, const struct expected_record *record)
{
    static const char domainkey[] = "._domainkey";
    const char *label = expected_label(view, record);
    size_t length = strlen(label), tail = sizeof domainkey - 1;
    return strcmp(record->type, "CNAME") == 0 && length > tail &&
           strcmp(label + length - tail, domainkey) == 0;
}

bool expected_is_parked(const struct view *view)
{
    const struct expected_record *record = expected_find(view, "@", "MX", 0);
    return record != NULL && strcmp(record->data, "0 .") == 0;
}

bool expected_is_microsoft(const struct view *view)
{
    const struct offer *offer = view->settings->offer;
    for (size_t i = 0; i < offer->service_count; i++)
        if (name_is_microsoft(offer->services[i].host))
            return true;
    for (size_t i = 0; i < view->records.count; i++)
        if (strcmp(view->records.items[i].type, "TXT") != 0 &&
            name_is_microsoft(expected_target(view, &view->records.items[i])))
            return true;
    return false;
}
