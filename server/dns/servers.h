/* SPDX-License-Identifier: MIT */
/* All servers that a struct dns talks to, and their channels. */
#pragma once

#include "dns/state.h"

/* Adds a resolver and opens its channel; false if the machine refuses. */
MUST_CHECK bool servers_add_resolver(struct dns *dns, const struct endpoint *endpoint);

/* The name server at this address, which has one more question from now on; NULL if it
 * is no address. */
struct server *servers_get(struct dns *dns, const char *address);

/* The name server has one question less; forgets and frees it after the last one. Not
 * to be called from a reply. */
void servers_release(struct dns *dns, struct server *server);

/* Opens a channel to a name server, if it has none. False if all are in use now,
 * or the machine refuses: then the server is dead. */
MUST_CHECK bool servers_open(struct dns *dns, struct server *server);

/* The server whose channel has this tag; NULL if it was closed. */
struct server *servers_by_tag(const struct dns *dns, uint32_t tag);

/* Lets all servers know that `milliseconds` are over. */
void servers_tick(struct dns *dns, unsigned milliseconds);

/* Whether it is known of all resolvers that were asked whether they live. */
bool servers_are_known(const struct dns *dns);

/* Frees all of them. */
void servers_clear(struct dns *dns);
