/* SPDX-License-Identifier: MIT */
/* Where a name leads, alias by alias, to its addresses. Resolvers say SERVFAIL to
 * loops, to chains that are long, and to aliases whose target they cannot get hold of;
 * then the way is followed hop by hop. For the files of check/ only. */
#pragma once

#include "check/view.h"

struct path {
    const char *name;                /* where it begins */
    const char *hops[DNS_CHAIN_MAX]; /* where it leads, without `name` */
    size_t count;
    bool looped;   /* the last hop leads back to where the path has been */
    bool cut;      /* there are more hops than DNS_CHAIN_MAX */
    bool complete; /* it is certain that no hop follows; false if looped or cut */
    const struct dns_answer *answer; /* about the name's addresses: what the end has */
};

/* Fills `path`; false: not known yet. */
bool path_find(struct view *view, const char *name, struct path *path);

/* Whether a hop is this name, or for a server of Microsoft one as good. */
bool path_leads_to(const struct path *path, const char *target);

/* Adds the hops, or where there are none the addresses, to what was found. */
void path_found(struct view *view, struct finding *finding, const struct path *path);

/* Whether a wildcard gives any name what the path begins with, so that nobody need have
 * entered this one. False as the result: not known yet. */
bool path_is_made_up(struct view *view, const struct path *path, bool *made_up);

/* Adds what stands at the name itself to the remedy, as lines to take away, so that a
 * CNAME can take its place: the first hop, or records of the usual types. What comes
 * from a wildcard is only told of. */
void path_remove(struct view *view, struct finding *finding, const struct path *path);

/* Adds the finding that the path does not lead where the record would, and the remedy
 * to put the record in its place. */
struct finding *path_blame(struct view *view, const struct path *path, enum kind kind,
                           const struct expected_record *record, const char *message);

/* Adds the finding that it leads there. */
void path_praise(struct view *view, const struct path *path, enum kind kind,
                 const struct expected_record *record);
