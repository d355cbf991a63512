/* SPDX-License-Identifier: MIT */
/* Macros in SPF records (RFC 7208 7). */
#pragma once

#include "base/pool.h"
#include "base/text.h"

#include <stdbool.h>

/* NULL if a text is a macro-string, or what is wrong with it. `ends_in_macro` tells how
 * it ends. */
const char *spf_macros_judge(struct span text, bool *ends_in_macro);

/* A macro-string without fault with its macros filled in, in the pool, cut to what fits
 * a name (RFC 7208 7.3) and without a dot at its end; `origin` is the domain of the
 * sender. NULL if it depends on anything else about the sender. */
const char *spf_macros_fill(struct span text, const char *domain, const char *origin,
                            struct pool *pool);
