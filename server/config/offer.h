/* SPDX-License-Identifier: MIT */
/* Making one offer: a variant of a template, and what a section says besides. */
#pragma once

#include "base/mistakes.h"
#include "base/pool.h"
#include "config/declaration.h"
#include "config/section.h"

#include <stdbool.h>
#include <stddef.h>

/* What one section says about a template's keys. */
struct decisions {
    const struct section *section;      /* NULL: there is none, a template is tried */
    const struct entry *said[KEYS_MAX]; /* by key; NULL: not said */
    bool decides;                       /* more than names are said */
};

/* The offer for these decisions; it lives in `pool`. What comes to the same as in the
 * variant's plain offer is taken from there. If there is none yet, `is_complete` is
 * cleared where a variable must be said. NULL if mistakes were added: at the section's
 * key where that is wrong, else at the section; without one at the line of the
 * template. */
const struct offer *offer_make(struct variant *variant,
                               const struct decisions *decisions, struct pool *pool,
                               struct mistakes *mistakes);

/* Whether a section says this key, and with it more than a choice. */
bool decisions_say(const struct decisions *decisions, const struct variant *variant,
                   size_t key);
