/* SPDX-License-Identifier: MIT */
/* The language of SPF records (RFC 7208 4.6, 5, 6, 7 and 12), without the DNS. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum spf_kind {
    SPF_ALL,
    SPF_INCLUDE,
    SPF_A,
    SPF_MX,
    SPF_PTR,
    SPF_IP4,
    SPF_IP6,
    SPF_EXISTS,
    SPF_REDIRECT,
    SPF_EXP,
    SPF_OTHER, /* a modifier that nobody knows, and everybody ignores */
};

struct spf_term {
    enum spf_kind kind;
    char qualifier;     /* '+', '-', '~' or '?'; of a modifier '+' */
    struct span text;   /* as it stands in the record */
    struct span domain; /* or the address of ip4 and ip6; empty: none is said */
    unsigned prefix4, prefix6;
};

/* Whether a text is an SPF record of any kind: begins with "v=spf1" and a blank or its
 * end. */
bool spf_is_record(struct span text);

/* Whether it was meant to be one and is none: " v=spf1 -all", "\"v=spf1 -all\"",
 * "spf1 -all". */
bool spf_is_spoiled(struct span text);

/* What stands behind the version, of a spoiled record too. */
struct span spf_terms(struct span record);

/* Takes the next term off `rest`. False at the end, with ERROR_NONE; or with
 * ERROR_INPUT for a term that cannot be read: term->text is set then, and one may go
 * on. */
bool spf_next(struct span *rest, struct spf_term *term, struct error *error);

/* Whether a record can be read from its beginning to its end, as whoever evaluates it
 * does first (RFC 7208 4.6). */
MUST_CHECK bool spf_check(struct span record, struct error *error);

/* Whether a term makes whoever evaluates it ask the DNS, of which there may be ten (RFC
 * 7208 4.6.4). */
bool spf_asks(const struct spf_term *term);

/* What the writer of a term that cannot be read meant by it, in the pool; NULL if that
 * is not known: "ip4:192.0.2.1" for "ipv4:192.0.2.1", "a:192.0.2.1" or "192.0.2.1". */
const char *spf_correct(struct span text, struct pool *pool);

/* The name that a term is about, in the pool: its domain with all macros filled in, or
 * `domain` itself if it names none. `origin` is the domain of the sender. NULL if that
 * depends on who sends. */
const char *spf_name(const struct spf_term *term, const char *domain,
                     const char *origin, struct pool *pool);
