/* SPDX-License-Identifier: MIT */
/* --authoritative: a name of the domain's zone is asked at each of the zone's name
 * servers, so that a change is seen before caches forget, and servers that disagree are
 * found. For the files of check/ only. */
#pragma once

#include "check/state.h"

/* What the zone's name servers say, and the resolvers where they have no say: about
 * names elsewhere, also at the end of an alias. NULL: not known yet. Where the servers
 * do not agree, zone.disagree is added to state->disagreements and the first of them
 * counts. */
const struct dns_answer *authority_ask(struct state *state, const char *name,
                                       enum dns_type type);
