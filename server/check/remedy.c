/* SPDX-License-Identifier: MIT */
/* The lines of a remedy: pasted into the zone file they mend it, and what has to go is
 * named in comments, for it is the administrator who takes away. */
#include "check/view.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TTL = 3600, EXPLANATION_MAX = 1024 };

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

void remedy_explain(struct view *view, struct finding *finding, const char *format, ...)
{
    char text[EXPLANATION_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add_line(view, finding, pool_printf(view->pool, "; %s", text));
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
