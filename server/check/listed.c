/* SPDX-License-Identifier: MIT */
#include "check/listed.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 512, NOTE_SIZE = 1024, QUOTED_MAX = 320 * 1024 };

const struct expected_record *listed_at(const struct view *view, const char *label,
                                        const char *type, size_t index)
{
    char owner[NAME_SIZE];
    bool below = strcmp(label, "@") != 0;
    snprintf(owner, sizeof owner, "%s%s%s.", below ? label : "", below ? "." : "",
             view->domain);
    for (size_t i = 0; i < view->records.count; i++) {
        const struct expected_record *record = &view->records.items[i];
        if (strcmp(record->type, type) == 0 && strcmp(record->owner, owner) == 0 &&
            index-- == 0)
            return record;
    }
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

struct span listed_text(struct view *view, const struct expected_record *record)
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

const struct expected_record *listed_text_at(struct view *view, const char *label,
                                             const char *start)
{
    const struct expected_record *record;
    for (size_t i = 0; (record = listed_at(view, label, "TXT", i)) != NULL; i++)
        if (span_begins_nocase(listed_text(view, record), start))
            return record;
    return NULL;
}

bool listed_is_parked(const struct view *view)
{
    const struct expected_record *record = listed_at(view, "@", "MX", 0);
    return record != NULL && strcmp(record->data, "0 .") == 0;
}

void remedy_note(struct view *view, struct finding *finding, const char *format, ...)
{
    char note[NOTE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(note, sizeof note, format, arguments);
    va_end(arguments);
    bool more = finding->remedy != NULL;
    finding->remedy = pool_printf(view->pool, "%s%s; %s", more ? finding->remedy : "",
                                  more ? "\n" : "", note);
}

void remedy_add_listed(struct view *view, struct finding *finding,
                       const struct expected_record *record)
{
    if (record->missing != NULL)
        remedy_note(view, finding, "set \"%s\" in domains.ini to get: %s %u IN %s %s",
                    record->missing, record->owner, record->ttl, record->type,
                    record->data);
    else
        remedy_add(view, finding, record->owner, dns_type_parse(record->type),
                   record->data);
}

void remedy_add_text(struct view *view, struct finding *finding, const char *name,
                     struct span text)
{
    struct buf quoted;
    buf_init(&quoted, QUOTED_MAX);
    records_quote(text, &quoted);
    remedy_add(view, finding, name, DNS_TXT, buf_text(&quoted));
    buf_clear(&quoted);
}

void remedy_remove_texts(struct view *view, struct finding *finding,
                         const struct dns_answer *answer,
                         const struct dns_record *const *records, size_t count)
{
    if (answer->chain_count > 0) {
        remedy_remove_answer(view, finding, answer);
        return;
    }
    for (size_t i = 0; i < count; i++)
        remedy_remove(view, finding, answer->name, DNS_TXT,
                      view_print(view, records[i], DNS_TXT));
}

struct span record_text(const struct dns_record *record)
{
    return (struct span){record->text, record->text_length};
}

bool answer_is_empty(const struct dns_answer *answer)
{
    return answer->result == DNS_NODATA || answer->result == DNS_NXDOMAIN;
}

enum presence view_has_address(struct view *view, const char *name,
                               const struct dns_answer **unknown)
{
    static const enum dns_type types[] = {DNS_A, DNS_AAAA};
    *unknown = NULL;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const struct dns_answer *answer = view_ask(view, name, types[i]);
        if (answer == NULL)
            return PRESENCE_NOT_YET;
        if (answer->result == DNS_FOUND)
            return PRESENCE_YES;
        if (!dns_is_certain(answer))
            *unknown = answer;
    }
    return *unknown != NULL ? PRESENCE_UNKNOWN : PRESENCE_NO;
}
