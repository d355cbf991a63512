/* SPDX-License-Identifier: MIT */
/* What an SPF record comes to with all that it includes: which look-ups it costs and
 * whom it lets send (RFC 7208 4.6.4, 5.2, 6.1). Every term is gone through, as for a
 * sender whom none of them matches: that is the most that it can cost. */
#pragma once

#include "base/pool.h"
#include "check/spf.h"
#include "dns/answer.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    SPF_LOOKUPS_MAX = 10,
    SPF_VOIDS_MAX = 2,
    SPF_HOSTS_MAX = 10, /* of one mx */
    SPF_SHOWN_MAX = 14, /* terms that are named one by one */
};

/* The DNS: an answer, or NULL: not known yet. */
typedef const struct dns_answer *spf_ask(void *context, const char *name,
                                         enum dns_type type);

struct spf_question {
    spf_ask *ask;
    void *context;
    const char *domain;
    struct pool *pool;
};

/* A term of the record itself, and what it costs with all that stands behind it. */
struct spf_cost {
    struct span term;
    unsigned lookups;
    unsigned voids;
};

/* A term that should let its servers pass. */
struct spf_wanted {
    struct spf_term term;
    char qualifier; /* under which it was found; '\0': not found */
};

struct spf_tree {
    bool pending; /* answers are not there yet; the rest is not whole */
    const struct dns_answer *unknown; /* the first that is not to be had */
    const char *hidden; /* a term whose macros depend on the sender: anything may be
                         * behind it */
    const char *broken; /* why the whole counts as broken (permerror), or NULL */
    struct span broken_term; /* of the record itself */
    const char *loop;        /* a domain that includes itself */
    struct span loop_term;
    bool cut;          /* there is more than was gone through */
    const char *crowd; /* a term mx with more than ten hosts */
    const char *open;  /* what lets everybody pass, such as "+all" */
    struct span open_term;
    unsigned lookups, voids;
    struct spf_cost costs[SPF_SHOWN_MAX]; /* of the terms that cost anything */
    size_t cost_count;
    const char *void_terms[SPF_SHOWN_MAX];
    size_t void_count;
    char all;          /* the qualifier of the all that decides; '\0': there is none */
    bool all_is_known; /* false: what a redirect leads to is not known */
    struct spf_wanted *wanted;
    size_t wanted_count;
};

/* Goes through a record without fault (spf_check). `tree` comes empty but for what is
 * wanted; its texts are in the pool or in the answers. */
void spf_walk(const struct spf_question *question, struct span record,
              struct spf_tree *tree);
