/* SPDX-License-Identifier: MIT */
/* One domain as the checks see it.
 *
 * A check is a plain function of what the DNS said: it asks, judges, and adds findings.
 * An answer that is not there yet is NULL; then the check returns, what it added is
 * dropped, and it is called again from its beginning when the answers are there. So a
 * check keeps no state, and should ask for all it can before it returns for want of an
 * answer:
 *
 *     const struct dns_answer *a = view_ask(view, name, DNS_A);
 *     const struct dns_answer *b = view_ask(view, name, DNS_MX);
 *     if (a == NULL || b == NULL)
 *         return;
 */
#pragma once

#include "base/pool.h"
#include "check/kind.h"
#include "dns/answer.h"
#include "mail/catalog.h"
#include "mail/records.h"

#include <stdbool.h>
#include <stddef.h>

struct view {
    const char *domain;
    const struct settings *settings;
    const struct site *site;
    struct expected_records records; /* that the domain should publish */
    struct pool *pool; /* for what findings point to; lives until the domain is done */
};

/* A check, one row of checks.h. */
typedef void check_function(struct view *view);

/* What the DNS says, or NULL: not known yet. With --authoritative, a name of the
 * domain's zone is asked at each of its name servers, and where an alias leaves the
 * zone the resolvers say how it goes on. */
const struct dns_answer *view_ask(struct view *view, const char *name,
                                  enum dns_type type);

/* The same for `label`.DOMAIN, or the domain itself if it is "@". */
const struct dns_answer *view_ask_below(struct view *view, const char *label,
                                        enum dns_type type);

/* Adds a finding about "NAME TYPE" with the verdict of its kind. Returns it so that
 * more can be said; it is the caller's to fill until the next one is added. The message
 * is copied. */
struct finding *view_add(struct view *view, enum kind kind, const char *name,
                         enum dns_type type, const char *message);

/* Adds a value to what was expected, or found; the text must live in the pool. The
 * sixteenth and further ones are left out. */
void finding_expect(struct finding *finding, const char *text);
void finding_found(struct finding *finding, const char *text);

/* Adds all records of an answer, as a zone file writes them, to what was found; of an
 * alias, the names of its chain instead, without their trailing dots. */
void finding_found_answer(struct view *view, struct finding *finding,
                          const struct dns_answer *answer);

/* The data of a record as a zone file writes it, in the pool. */
const char *view_print(struct view *view, const struct dns_record *record,
                       enum dns_type type);

/* Adds the finding that says an answer is not to be had, and why; where the cause is
 * DNSSEC it is zone.bogus instead. Returns whether the answer is uncertain, so that a
 * check can
 *
 *     if (view_is_unknown(view, KIND_MX_UNKNOWN, answer))
 *         return;
 */
bool view_is_unknown(struct view *view, enum kind kind,
                     const struct dns_answer *answer);
