/* SPDX-License-Identifier: MIT */
#include "check/remedy.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TTL = 3600, NOTE_MAX = 1024, QUOTED_MAX = 320 * 1024 };

static void add_line(struct view *view, struct finding *finding, const char *line)
{
    finding->remedy = finding->remedy == NULL
                          ? line
                          : pool_printf(view->pool, "%s\n%s", finding->remedy, line);
}

static const char *dot_behind(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && name[length - 1] == '.' ? "" : ".";
}

void remedy_add(struct view *view, struct finding *finding, const char *name,
                enum dns_type type, const char *data)
{
    add_line(view, finding,
             pool_printf(view->pool, "%s%s %d IN %s %s", name, dot_behind(name), TTL,
                         dns_type_name(type), data));
}

void remedy_note(struct view *view, struct finding *finding, const char *format, ...)
{
    char note[NOTE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(note, sizeof note, format, arguments);
    va_end(arguments);
    add_line(view, finding, pool_printf(view->pool, "; %s", note));
}

void remedy_add_expected(struct view *view, struct finding *finding,
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

/* Without its TTL: what a resolver still has left of it stands in no zone file. */
void remedy_remove(struct view *view, struct finding *finding, const char *name,
                   enum dns_type type, const char *data)
{
    add_line(view, finding,
             pool_printf(view->pool, "; remove: %s%s IN %s %s", name, dot_behind(name),
                         dns_type_name(type), data));
}

void remedy_remove_answer(struct view *view, struct finding *finding,
                          const struct dns_answer *answer)
{
    if (answer->chain_count > 0) {
        remedy_remove(view, finding, answer->name, DNS_CNAME,
                      pool_printf(view->pool, "%s.", answer->chain[0]));
        return;
    }
    for (size_t i = 0; i < answer->record_count && i < FINDING_VALUES_MAX; i++)
        remedy_remove(view, finding, answer->name, answer->type,
                      view_print(view, &answer->records[i], answer->type));
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
