/* SPDX-License-Identifier: MIT */
/* A template and the decisions of one section become an offer. */
#pragma once

#include "base/mistakes.h"
#include "base/pool.h"
#include "config/decisions.h"
#include "mail/template.h"

/* The offer for these decisions, whose choices are made; it lives in `pool` and shares
 * what it can with the offer made before. NULL if mistakes were added: at the domain's
 * key where that is wrong, else at the section. */
const struct offer *resolve_offer(struct declaration *declaration,
                                  const struct decisions *decisions, struct pool *pool,
                                  struct mistakes *mistakes);

/* Resolves the template without a domain, once for each word of each choice, so that
 * its mistakes are told in its own file, and once. */
void resolve_alone(struct declaration *declaration, struct mistakes *mistakes);
