/* SPDX-License-Identifier: MIT */
/* How one question comes to its answer: whom to ask, when to ask again, what to make of
 * an answer that is no answer. */
#pragma once

#include "dns/state.h"

/* Sends a question for the first time; to `server`, which has room for it. */
void resolve_start(struct dns *dns, struct question *question, struct server *server);

/* Ends a question that cannot be sent. */
void resolve_fail(struct dns *dns, struct question *question, enum dns_result result);

/* Goes on with a question whose timer rang; for timers_turn, with
 * the struct dns as context. */
void resolve_ring(void *context, void *owner);

/* Asks a resolver for something that all of them know. */
void resolve_probe(struct dns *dns, struct server *server);
