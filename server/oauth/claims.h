/* SPDX-License-Identifier: MIT */
/* What an access token says about itself. Whether that is true is for the server to
 * decide, which knows the key; the signature is not looked at here. */
#pragma once

#include "base/cleanup.h"
#include "base/pool.h"
#include "base/secret.h"

#include <stdbool.h>
#include <stddef.h>

enum { CLAIMS_AUDIENCES_MAX = 4, CLAIMS_ROLES_MAX = 128, CLAIMS_TOKEN_MAX = 64 * 1024 };

/* Strings are fit to be shown, and NULL where the token says nothing. */
struct claims {
    const char *audiences[CLAIMS_AUDIENCES_MAX]; /* NULL-terminated unless full */
    const char *roles[CLAIMS_ROLES_MAX];         /* likewise: an application's rights */
    const char *scope; /* a user's rights, with blanks between them */
    const char *issuer;
    const char *tenant;      /* Microsoft: tid */
    const char *object;      /* Microsoft: oid, of the user or the service principal */
    const char *application; /* who asked for the token: appid, azp, client_id */
    const char *user;        /* upn, preferred_username, unique_name or email */
    bool is_application;     /* there is no user */
    bool has_expires, has_not_before;
    long long expires, not_before; /* seconds since 1970 */
};

/* Reads the claims of a JWT, with strings in `pool`. False when the token is not one:
 * opaque or encrypted tokens are none of our business, and may be as good. */
MUST_CHECK bool claims_read(const struct secret *token, struct pool *pool,
                            struct claims *claims);

/* Writes all of them in one line to `out`, for a person. Returns `out`. */
const char *claims_format(const struct claims *claims, char *out, size_t size);

/* Whether a right is among scopes or roles, in any case of letters. */
bool claims_have_scope(const struct claims *claims, const char *scope);

/* The same for an application's roles. */
bool claims_have_role(const struct claims *claims, const char *role);
