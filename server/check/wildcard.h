/* SPDX-License-Identifier: MIT */
/* What a zone says to a name that nobody entered. For the files of check/ only. */
#pragma once

#include "check/view.h"

/* The answer to a name below the domain that is surely not in use, or NULL: not known
 * yet. */
const struct dns_answer *wildcard_ask(struct view *view, enum dns_type type);

/* Whether the domain's zone makes names up: an answer of wildcard_ask that is there, be
 * it an alias or records. That a name "is there" without records says nothing: there
 * are name servers that never say NXDOMAIN. */
bool wildcard_is_there(const struct dns_answer *answer);

/* Whether an answer, of the same type, has what any name is answered with: then nobody
 * need have entered its name. */
bool wildcard_is_same(struct view *view, const struct dns_answer *wildcard,
                      const struct dns_answer *answer);

/* Adds the wildcard to the remedy, as lines to take away, as it was answered. */
void wildcard_remove(struct view *view, struct finding *finding,
                     const struct dns_answer *answer);
