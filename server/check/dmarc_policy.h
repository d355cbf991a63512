/* SPDX-License-Identifier: MIT */
/* DMARC records (RFC 9989 4.7) and what they come to, without the DNS. */
#pragma once

#include "base/pool.h"
#include "base/text.h"
#include "mail/hostname.h"

#include <stdbool.h>
#include <stddef.h>

enum dmarc_level {
    DMARC_INVALID, /* the record counts for nothing */
    DMARC_NONE,
    DMARC_QUARANTINE,
    DMARC_REJECT,
};

struct dmarc_policy {
    enum dmarc_level level;
    const char *reason; /* why it is not what p or sp says, in the pool; or NULL */
};

/* Whether a text is a DMARC record. */
bool dmarc_is_record(struct span text);

/* Whether it was meant to be one and is none: "v=dmarc1; p=none", "p=none". */
bool dmarc_is_spoiled(struct span text);

/* What a record comes to for its domain, or for those below it. */
struct dmarc_policy dmarc_judge(struct span record, bool below, struct pool *pool);

/* "none", "quarantine", "reject"; "" for an invalid one. */
const char *dmarc_level_name(enum dmarc_level level);

/* Finds a policy by its name, in any case; DMARC_INVALID if it is none. */
enum dmarc_level dmarc_level_parse(struct span name);

/* Whether a record has tags that RFC 9989 took away (pct, rf, ri). */
bool dmarc_is_obsolete(struct span record);

/* The record as it should be, in the pool: with this policy at least, without what is
 * obsolete or cannot be read, and every tag once. */
struct span dmarc_mend(struct span record, enum dmarc_level least, struct pool *pool);

/* Takes the next address off a list of them, the value of rua or ruf. `domain` is where
 * reports to it go, canonical; "" if it is no address. False at the end. */
bool dmarc_next_address(struct span *rest, struct span *address,
                        char domain[HOSTNAME_SIZE]);
