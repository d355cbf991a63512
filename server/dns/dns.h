/* SPDX-License-Identifier: MIT */
/* Asks the DNS many questions at once, each of them once however many want to know.
 *
 * An asker is somebody with questions. It never waits for a single answer: it asks for
 * all it wants to know, is handed out by dns_wait when everything is known, and then
 * finds every answer by asking again. One thread. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "dns/answer.h"

#include <stdbool.h>
#include <stddef.h>

struct dns;
struct dns_asker;

struct dns_options {
    const char *const *resolvers; /* "ADDR", "ADDR:PORT", "[ADDR]:PORT"; IPv4 or IPv6 */
    size_t resolver_count;        /* 0: those of /etc/resolv.conf */
    unsigned rate; /* questions a second to one resolver; 0: 500 to a public address,
                    * without limit to a private one or this machine */
};

/* ERROR_INPUT names a resolver that is no address; ERROR_SYSTEM: no sockets, or no
 * resolver at all. NULL then. To be given to dns_free after all its askers. */
struct dns *dns_new(const struct dns_options *options, struct error *error);

/* Frees; NULL is fine. What is under way is given up. */
void dns_free(struct dns *dns);
DEFINE_AUTO(dns)

/* An asker; `context` is what dns_wait returns for it. To be given to dns_asker_free.
 */
struct dns_asker *dns_asker_new(struct dns *dns, void *context);

/* Frees, and with it the claim on its answers; NULL is fine. */
void dns_asker_free(struct dns_asker *asker);

/* The answer, which lives as long as the asker; or NULL: it is being asked for. `name`
 * may be in any case, with or without its trailing dot. `server` is NULL for the
 * resolvers, or the address of one name server, with a port or without, which is then
 * asked for what it knows itself (RD=0). A name that cannot be asked for is answered at
 * once (DNS_BAD_NAME). */
const struct dns_answer *dns_ask(struct dns_asker *asker, const char *server,
                                 const char *name, enum dns_type type);

/* Waits until all answers that some asker asked for are there, and returns the asker's
 * context. NULL when nobody waits for anything. Each question ends within 5 s: by an
 * answer or as one of the results that say why not. */
void *dns_wait(struct dns *dns);

/* Whether so many questions are waiting, or answers to be handed out, that more askers
 * would only take memory. */
bool dns_is_busy(const struct dns *dns);

/* How many questions were sent, without repetitions of lost ones. */
unsigned long dns_sent(const struct dns *dns);

/* The resolvers in the order they were given, as text; NULL past the last one. */
const char *dns_resolver(const struct dns *dns, size_t index);

/* Whether it never answered anything, though it was asked. */
bool dns_resolver_is_dead(const struct dns *dns, size_t index);
