/* SPDX-License-Identifier: MIT */
/* The variables of a template: which there are, and what they come to. A variable may
 * use those that stand above its first line, so there are no circles. */
#pragma once

#include "base/pool.h"
#include "config/decisions.h"
#include "config/expand.h"

/* Checks what the variables of a services.ini use, finds those that differ from domain
 * to domain, and lists the others as the template's. */
void variables_check(struct declaration *declaration, struct pool *pool,
                     struct mistakes *mistakes);

/* Sets `values`, of VARIABLES_MAX, to what the variables come to; their texts live in
 * `pool`. False if mistakes were added. */
MUST_CHECK bool variables_resolve(const struct declaration *declaration,
                                  const struct decisions *decisions, struct pool *pool,
                                  struct value *values, struct mistakes *mistakes);
