/* SPDX-License-Identifier: MIT */
/* A line of a template's [records]: "OWNER = TYPE DATA". */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/pool.h"
#include "config/declaration.h"

#include <stdbool.h>

/* Takes the line apart; the strings of `rule` live in `pool` or with the line. */
MUST_CHECK bool rule_parse(const struct line *line, struct pool *pool,
                           struct record_rule *rule, struct error *error);

/* Judges what the data of a rule came to. */
MUST_CHECK bool rule_check(const struct record_rule *rule, const char *data,
                           struct error *error);
