/* SPDX-License-Identifier: MIT */
/* waypost check: the DNS of many domains against the catalog. */
#pragma once

#include "dns/dns.h"
#include "mail/catalog.h"
#include "mail/finding.h"

#include <stdbool.h>
#include <stddef.h>

struct check_options {
    struct dns *dns;
    const struct site *site;
    bool authoritative;      /* ask each name server of the zone by itself */
    const char *const *only; /* patterns of ids (fnmatch(3)), NULL-terminated; NULL:
                              * all. Why nothing could be looked at (zone.missing,
                              * zone.bogus, zone.unknown) is told all the same */
    const char *const *skip; /* the same for those to leave out; NULL: none */
    finding_sink *sink;      /* the findings of a domain come in one go */
    void (*on_progress)(void *context, size_t done); /* domains; may be NULL */
    void *context;                                   /* of both */
};

/* Gives the next domain (canonical) and its settings, which must have an offer; false
 * at the end. The name is copied. */
typedef bool check_source(void *context, const char **domain,
                          const struct settings **settings);

/* Checks all domains that `next` gives, many at once but never so many that memory
 * grows with their number. Checks of which no finding can be wanted are not made. */
void check_run(const struct check_options *options, check_source *next, void *context);
