/* SPDX-License-Identifier: MIT */
/* A line of a template's [records]: "OWNER = TYPE DATA". */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/pool.h"
#include "config/expand.h"
#include "config/section.h"
#include "mail/template.h"

#include <stdbool.h>

/* Expands and judges a record; the strings of `rule` live in `pool`. What still depends
 * on the domain, or is missing, is judged as far as it is known. */
MUST_CHECK bool rule_resolve(const struct entry *entry, const struct scope *scope,
                             struct pool *pool, struct record_rule *rule,
                             struct error *error);
