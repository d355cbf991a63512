/* SPDX-License-Identifier: MIT */
/* Questions that are not sent yet. */
#pragma once

#include "dns/state.h"

/* Adds a new question to the queue of its server, or of the resolvers. */
void send_later(struct dns *dns, struct question *question);

/* Sends as many as servers can take now. Not to be called from a reply. */
void send_all(struct dns *dns);

/* Sends what the answer of this server has made room for. */
void send_next(struct dns *dns, struct server *server);

/* Lets send_all look again at name servers that could not take any more; for each tick.
 */
void send_unstick(struct dns *dns);
