/* SPDX-License-Identifier: MIT */
/* A template and what a section of domains.ini decides about it become an offer. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"
#include "base/pool.h"
#include "config/offer.h"

struct offers;

/* Offers will live in `pool`. To be given to offers_free. */
struct offers *offers_new(struct pool *pool);

/* Frees the table; the offers stay. NULL is fine. */
void offers_free(struct offers *offers);
DEFINE_AUTO(offers)

/* The offer for what the section says. Sections that decide the same may share one: a
 * million domains at one provider cost one. NULL if mistakes were added: at the
 * domain's key where that is wrong, else at the section. */
const struct offer *offers_get(struct offers *offers, struct declaration *declaration,
                               const struct decisions *decisions,
                               struct mistakes *mistakes);

/* Makes the template's offer without a domain, once for each word of each choice, so
 * that its mistakes are told in its own file, and once. */
void offers_try(struct declaration *declaration, struct mistakes *mistakes);
