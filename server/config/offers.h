/* SPDX-License-Identifier: MIT */
/* Sections that decide the same share one offer: a million domains at one provider cost
 * one. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"
#include "base/pool.h"
#include "config/decisions.h"

struct offers;

/* Offers will live in `pool`. To be given to offers_free. */
struct offers *offers_new(struct pool *pool);

/* Frees the table; the offers stay. NULL is fine. */
void offers_free(struct offers *offers);
DEFINE_AUTO(offers)

/* The offer for what a section says, made if there is none yet. NULL if mistakes were
 * added. */
const struct offer *offers_get(struct offers *offers, struct declaration *declaration,
                               struct decisions *decisions, struct mistakes *mistakes);
