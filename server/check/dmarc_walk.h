/* SPDX-License-Identifier: MIT */
/* Which DMARC record of the domains above holds for a domain that has none itself (the
 * tree walk, RFC 9989 4.10). */
#pragma once

#include "check/view.h"

#include <stdbool.h>
#include <stddef.h>

struct dmarc_walk {
    bool pending;                     /* answers are not there yet */
    const struct dns_record *record;  /* NULL: none holds */
    const char *domain;               /* where it stands */
    const struct dns_answer *unknown; /* an answer that is not to be had, or NULL */
};

/* Walks up from a domain, without looking at the domain itself. */
struct dmarc_walk dmarc_walk(struct view *view, const char *domain);
