/* SPDX-License-Identifier: MIT */
/* One good SPF record made of what is there: for remedies. */
#pragma once

#include "check/spf_tree.h"

struct spf_mending {
    const struct dns_record *const *records; /* what is there, however bad */
    size_t record_count;
    const struct spf_wanted *wanted; /* terms to be in it, but for those found as '+' */
    size_t wanted_count;
    const struct span *dropped; /* terms to leave out */
    size_t dropped_count;
    char all; /* the qualifier of its all, where no record has a '-' or '~' */
};

/* The text of the record, in the pool. Terms that cannot be read are corrected where it
 * is plain what was meant, and left out where it is not; none stands there twice, and
 * none lets everybody pass. */
struct span spf_mend(const struct spf_mending *mending, struct pool *pool);
