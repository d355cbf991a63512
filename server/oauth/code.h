/* SPDX-License-Identifier: MIT */
/* The authorization code flow of a program on somebody's machine (RFC 8252): a browser
 * logs in and brings a code to a loopback address, and only who has sent the browser
 * there can use it (PKCE, RFC 7636). */
#pragma once

#include "base/cleanup.h"
#include "base/pool.h"
#include "base/secret.h"
#include "oauth/client.h"
#include "oauth/grant.h"
#include "oauth/refusal.h"

#include <stdbool.h>

enum { CODE_RANDOM_SIZE = 44 };

struct code_login {
    const char *url;              /* for the browser */
    const char *redirect;         /* where it comes back to */
    char state[CODE_RANDOM_SIZE]; /* what it has to bring along */
    struct secret *verifier;
};

/* Makes the URL, from `pool`. `redirect` is borrowed. False when the issuer has no such
 * flow. To be given to code_clear whatever is returned. */
MUST_CHECK bool code_begin(const struct client *client, const char *redirect,
                           struct pool *pool, struct code_login *out,
                           struct refusal *refusal);

/* Overwrites and frees. */
void code_clear(struct code_login *login);

/* Exchanges the code for a token. NULL when there is none. */
MUST_CHECK struct grant *code_finish(const struct client *client,
                                     const struct code_login *login,
                                     const struct secret *code,
                                     struct refusal *refusal);
