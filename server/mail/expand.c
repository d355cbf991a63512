/* SPDX-License-Identifier: MIT */
/* A variable may name those above itself only, so there are no circles. */
#include "mail/expand.h"

#include "base/text.h"
#include "mail/template.h"

#include <string.h>

enum { DEPTH_MAX = TEMPLATE_VARIABLES_MAX + 1 };

static const char dashed[] = "domain_dashed";

/* A text that is being expanded: the one that was asked for, or the text of a variable
 * in the text before. */
struct frame {
    const char *rest;
    size_t limit; /* of the variables before this one may be named; it is the one whose
                   * text this is */
};

struct expanding {
    const struct scope *scope;
    struct frame frames[DEPTH_MAX];
    size_t depth;
    struct buf *out;
    struct expansion *expansion;
};

static void leave_hole(struct expanding *expanding, const char *name,
                       const char *missing)
{
    buf_printf(expanding->out, "<%s>", name);
    if (expanding->expansion->missing == NULL)
        expanding->expansion->missing = missing;
}

enum { LABEL_MAX = 63 };

/* Microsoft turns dots into dashes; how it names a domain that has a dash of its own,
 * or is too long for a label, nobody but Microsoft knows. Then it has to be said, by
 * the variable that stands for it if there is one, and nothing else that is missing
 * helps. */
static void put_dashed(struct expanding *expanding)
{
    const struct scope *scope = expanding->scope;
    if (strchr(scope->domain, '-') != NULL || strlen(scope->domain) > LABEL_MAX) {
        size_t depth = expanding->depth;
        expanding->expansion->missing = NULL;
        leave_hole(expanding, dashed,
                   depth > 0 ? scope->names[expanding->frames[depth].limit] : dashed);
        return;
    }
    for (const char *at = scope->domain; *at != '\0'; at++)
        buf_append(expanding->out, *at == '.' ? "-" : at, 1);
}

static bool put_domain(struct expanding *expanding, struct span name,
                       struct error *error)
{
    const char *domain = expanding->scope->domain;
    expanding->expansion->uses |= USES_DOMAIN;
    if (domain == NULL)
        return error_set(error, ERROR_INPUT, "${%.*s} differs between domains",
                         (int)name.length, name.at);
    if (span_equal(name, dashed))
        put_dashed(expanding);
    else
        buf_puts(expanding->out, domain);
    return true;
}

static void put_variable(struct expanding *expanding, size_t index)
{
    const char *text = expanding->scope->texts[index];
    expanding->expansion->uses |= UINT64_C(1) << index;
    if (text[0] == '\0')
        leave_hole(expanding, expanding->scope->names[index],
                   expanding->scope->names[index]);
    else
        expanding->frames[++expanding->depth] = (struct frame){text, index};
}

/* ${imap_host} and so on; false if there is no such name here. */
static bool put_host(struct expanding *expanding, struct span name)
{
    static const char *const names[PROTOCOL_COUNT] = {"imap_host", "pop3_host",
                                                      "smtp_host"};
    const char *const *hosts = expanding->scope->hosts;
    enum protocol i = 0;
    while (i < PROTOCOL_COUNT && !span_equal(name, names[i]))
        i++;
    if (hosts == NULL || expanding->depth > 0 || i == PROTOCOL_COUNT)
        return false;
    if (hosts[i] != NULL)
        buf_puts(expanding->out, hosts[i]);
    else
        leave_hole(expanding, "host", protocol_name(i));
    return true;
}

static bool put(struct expanding *expanding, struct span name, struct error *error)
{
    const struct scope *scope = expanding->scope;
    if (span_equal(name, "domain") || span_equal(name, dashed))
        return put_domain(expanding, name, error);
    for (size_t i = 0; i < expanding->frames[expanding->depth].limit; i++)
        if (span_equal(name, scope->names[i])) {
            put_variable(expanding, i);
            return true;
        }
    return put_host(expanding, name) ||
           error_set(error, ERROR_INPUT, "there is no ${%.*s} here", (int)name.length,
                     name.at);
}

/* Takes one step: what stands before the next ${, and what that stands for. */
static bool step(struct expanding *expanding, struct error *error)
{
    struct frame *frame = &expanding->frames[expanding->depth];
    const char *open = strstr(frame->rest, "${");
    if (open == NULL) {
        buf_puts(expanding->out, frame->rest);
        frame->rest = NULL;
        return true;
    }
    struct span name = {open + 2, strcspn(open + 2, "}")};
    if (name.at[name.length] == '\0')
        return error_set(error, ERROR_INPUT, "`%s` lacks its }", open);
    buf_append(expanding->out, frame->rest, (size_t)(open - frame->rest));
    frame->rest = name.at + name.length + 1;
    return put(expanding, name, error);
}

bool expand(const struct scope *scope, const char *text, struct buf *out,
            struct expansion *expansion, struct error *error)
{
    struct expanding expanding;
    expanding.scope = scope;
    expanding.out = out;
    expanding.expansion = expansion;
    expanding.frames[0] = (struct frame){text, scope->count};
    expanding.depth = 0;
    *expansion = (struct expansion){0};
    while (expanding.depth > 0 || expanding.frames[0].rest != NULL) {
        if (expanding.frames[expanding.depth].rest == NULL)
            expanding.depth--;
        else if (!step(&expanding, error))
            return false;
        if (out->overflowed)
            return error_set(error, ERROR_INPUT, "comes to more than %zu bytes",
                             out->limit);
    }
    return true;
}
