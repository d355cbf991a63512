/* SPDX-License-Identifier: MIT */
/* ${variables} in the values of a services.ini. */
#pragma once

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>

/* What a variable stands for. One that is empty, or uses an empty one, has `missing`
 * set to the empty one's name, and "<name>" in its text where the value would stand. */
struct value {
    const char *text;
    const char *missing;
    const char *dashed; /* the variable whose value holds ${domain_dashed}, or NULL */
    bool per_domain; /* holds ${domain} or ${domain_dashed}, which stay as they are */
};

/* Where variables are looked up; `find` gives NULL if there is none of that name. */
struct scope {
    const struct value *(*find)(const void *context, struct span name);
    const void *context;
};

/* Copies `text` to `out` with its variables replaced. All of `value` but its text is
 * set. */
MUST_CHECK bool expand(const char *text, const struct scope *scope, struct buf *out,
                       struct value *value, struct error *error);
