/* SPDX-License-Identifier: MIT */
/* An account on its way to a token: what oauth/ has to know, put together from
 * accounts.ini and what it points to. */
#pragma once

#include "base/cleanup.h"
#include "base/pool.h"
#include "cli/logins.h"
#include "oauth/authority.h"
#include "oauth/client.h"
#include "oauth/grant.h"
#include "oauth/refusal.h"
#include "oauth/store.h"

#include <stdbool.h>

struct applicant {
    struct pool *pool;
    const struct user *user;
    struct jwt_key *key; /* or NULL */
    struct authority authority;
    struct fetch_options fetch;
    struct client client;
};

/* Puts together what a user asks with, whose secrets are read and whose account has
 * oauth; nobody is asked yet. Both are borrowed. False when something of it cannot be
 * read. To be given to applicant_clear whatever is returned. */
MUST_CHECK bool applicant_open(struct applicant *applicant, const struct user *user,
                               const char *ca_file, struct refusal *refusal);

/* Frees, and overwrites the key. */
void applicant_clear(struct applicant *applicant);

/* Whether the token is asked for without a person: then it is not kept, for there is
 * always another. */
bool applicant_is_alone(const struct applicant *applicant);

/* Finds out where to ask, before anything is asked: an issuer's metadata is fetched.
 * False when it has none that holds. */
MUST_CHECK bool applicant_reach(struct applicant *applicant, struct refusal *refusal);

/* Asks without a person. NULL when there is no token. */
MUST_CHECK struct grant *applicant_ask(struct applicant *applicant,
                                       struct refusal *refusal);

/* Opens where the tokens of a person are kept. NULL when it cannot be. */
MUST_CHECK struct store *applicant_store(const struct applicant *applicant,
                                         struct refusal *refusal);

/* The token kept for a person, renewed if it ends within minutes. NULL when there is
 * none that can be used. */
MUST_CHECK struct grant *applicant_renew(struct applicant *applicant,
                                         struct refusal *refusal);
