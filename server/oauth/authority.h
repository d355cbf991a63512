/* SPDX-License-Identifier: MIT */
/* Who gives tokens, and where: Microsoft's clouds, or any issuer that publishes its
 * metadata (RFC 8414, OpenID Connect Discovery 1.0). */
#pragma once

#include "base/error.h"
#include "base/pool.h"
#include "fetch/fetch.h"
#include "oauth/refusal.h"

#include <stdbool.h>

/* Strings live in the pool it was made with. */
struct authority {
    const char *issuer;         /* what it is called; tokens are kept by it */
    const char *token_endpoint; /* never NULL */
    const char *device_endpoint, *authorization_endpoint; /* NULL: not offered */
    const char *redirect_host; /* how a loopback address is written there */
    bool takes_basic;          /* a client secret by HTTP Basic; else in the body */
    bool takes_rs256;          /* an assertion signed so; else PS256 */
    bool renews_by_scope;      /* a renewal says the scope, which names the resource */
    bool asks_for_consent; /* whoever wants a lasting login has to ask for consent */
};

/* A Microsoft cloud by its name in accounts.ini, worldwide for NULL or another name,
 * and a tenant by its id or domain. */
void authority_of_microsoft(const char *cloud, const char *tenant, struct pool *pool,
                            struct authority *out);

/* The scopes for all mail protocols of a Microsoft cloud: what an application asks for,
 * or a user, for whom a lasting login is asked as well if `lasts`. From `pool`. */
const char *authority_microsoft_scope(const char *cloud, bool is_application,
                                      bool lasts, struct pool *pool);

/* Reads metadata, as one of the documents of an issuer; it has to be that issuer's, and
 * all its endpoints https. False with ERROR_INPUT. */
MUST_CHECK bool authority_read(struct span json, const char *issuer, struct pool *pool,
                               struct authority *out, struct error *error);

/* Fetches the metadata of an issuer, an https URL. False when there is none, or none
 * that holds. */
MUST_CHECK bool authority_discover(const char *issuer,
                                   const struct fetch_options *options,
                                   struct pool *pool, struct authority *out,
                                   struct refusal *refusal);
