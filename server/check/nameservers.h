/* SPDX-License-Identifier: MIT */
/* The name servers of the zone that a domain is in, for --authoritative. For the files
 * of check/ only. */
#pragma once

#include "check/state.h"

enum { NAMESERVERS_MAX = 24 };

/* One address of a name server. */
struct nameserver {
    const char *name;
    const char *address;            /* NULL: it has none */
    const struct dns_answer *proof; /* its answer to the zone's SOA; NULL: no address */
    bool good;                      /* it answers for the zone */
};

struct nameservers {
    const char *zone; /* NULL: not to be found out; then there are no servers */
    struct nameserver items[NAMESERVERS_MAX];
    size_t count;
};

/* The servers, or NULL: not known yet. */
const struct nameservers *nameservers_find(struct state *state);

/* Adds zone.lame to the running check's findings for each that does not answer. */
void nameservers_judge(struct state *state, const struct nameservers *servers);
