/* SPDX-License-Identifier: MIT */
#include "config/expand.h"

#include <string.h>

/* Known for each domain only, so the name stays for mail/records.c to fill in. */
static bool is_per_domain(struct span name)
{
    return span_equal(name, "domain") || span_equal(name, "domain_dashed");
}

static bool put_variable(struct span name, const struct scope *scope, struct buf *out,
                         struct value *value, struct error *error)
{
    if (is_per_domain(name)) {
        value->per_domain = true;
        buf_puts(out, "${");
        buf_append(out, name.at, name.length);
        buf_puts(out, "}");
        return true;
    }
    const struct value *found = scope->find(scope->context, name);
    if (found == NULL)
        return error_set(error, ERROR_INPUT, "there is no ${%.*s} here",
                         (int)name.length, name.at);
    buf_puts(out, found->text);
    value->per_domain |= found->per_domain;
    if (value->missing == NULL)
        value->missing = found->missing;
    if (value->dashed == NULL)
        value->dashed = found->dashed;
    return true;
}

bool expand(const char *text, const struct scope *scope, struct buf *out,
            struct value *value, struct error *error)
{
    value->missing = value->dashed = NULL;
    value->per_domain = false;
    for (const char *open = strstr(text, "${"); open != NULL;
         open = strstr(text, "${")) {
        const char *close = strchr(open, '}');
        if (close == NULL)
            return error_set(error, ERROR_INPUT, "`%s` lacks its }", open);
        buf_append(out, text, (size_t)(open - text));
        struct span name = {open + 2, (size_t)(close - open) - 2};
        if (!put_variable(name, scope, out, value, error))
            return false;
        text = close + 1;
    }
    buf_puts(out, text);
    return true;
}
