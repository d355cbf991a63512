/* SPDX-License-Identifier: MIT */
/* The DNS records that a domain should publish, made from what its offer declares: the
 * template's [records], the SRV set of its services (RFC 6186, RFC 8314 5.1) and the
 * names that lead to this service. */
#pragma once

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/pool.h"
#include "base/text.h"
#include "mail/catalog.h"

#include <stddef.h>

struct expected_record {
    const char *owner; /* absolute, with its trailing dot */
    unsigned ttl;
    const char *type;
    const char *data;    /* presentation form (RFC 1035 5.1), names absolute */
    const char *missing; /* NULL, or the key of domains.ini without which `data` is not
                          * known; the record is then to be shown as a comment */
};

struct expected_records {
    struct expected_record *items;
    size_t count;
};

/* The records of one domain; everything in `out` lives in `pool`. The settings must
 * have an offer. */
void records_expected(const struct site *site, const char *domain,
                      const struct settings *settings, struct pool *pool,
                      struct expected_records *out);

/* Appends what a rule's data comes to for one domain. `missing` is set to NULL, or to
 * the key that `data` cannot be known without. False if it has no room in `out`. */
MUST_CHECK bool records_expand(const struct offer *offer,
                               const struct record_rule *rule, const char *domain,
                               struct buf *out, const char **missing);

/* The domain's own name that leads to a service, as the zone publishes it for programs
 * and people who guess: "imap.example.com". NULL if there is none. From `pool`. */
const char *records_alias(const struct offer *offer, const char *domain,
                          const struct service *service, struct pool *pool);

/* Appends a text, of any bytes, as a zone file writes it: one or more quoted
 * character-strings (RFC 1035 5.1), which readers put together again without anything
 * between them. */
void records_quote(struct span text, struct buf *out);

/* The same as one character-string, for data where it may be of any length (RFC 8659
 * 4.1). */
void records_quote_string(struct span text, struct buf *out);
