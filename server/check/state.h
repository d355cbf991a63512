/* SPDX-License-Identifier: MIT */
/* What the engine knows of a domain beside the view that the checks have. For the files
 * of check/ only; checks themselves need view.h and no more, but for that of the zone.
 */
#pragma once

#include "check/check.h"
#include "check/view.h"

struct nameservers;

/* A finding, in the order of its coming. */
struct found {
    struct finding finding;
    enum kind kind;
    struct found *next;
};

/* The findings of one check. */
struct outcome {
    struct found *first, *last;
    bool finished;
};

enum { STATE_SEEN_MAX = 32 };

struct state {
    struct view view; /* comes first: checks are handed its address */
    const struct check_options *options;
    struct dns_asker *asker;
    struct outcome *outcome; /* of the check that is running */
    bool waiting;            /* it wanted an answer that is not there yet */
    const struct dns_answer *seen[STATE_SEEN_MAX]; /* the latest that it was given */
    size_t seen_count;
    const struct nameservers *servers; /* of the zone, with --authoritative; NULL: not
                                        * known yet */
    struct outcome disagreements;      /* between them */
};

/* The state that a view is part of. */
struct state *state_of(struct view *view);

/* Adds an empty finding about "NAME TYPE" to an outcome. */
struct finding *state_add(struct state *state, struct outcome *outcome, enum kind kind,
                          const char *name, enum dns_type type);
