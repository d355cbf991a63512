/* SPDX-License-Identifier: MIT */
/* An application that asks for tokens, and how it proves that it is the one: by nothing
 * (a public one), a secret, or a signed statement (RFC 7523). */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "fetch/fetch.h"
#include "oauth/authority.h"
#include "tls/jwt.h"

#include <stdbool.h>

/* Who asks whom for what; all is borrowed. */
struct client {
    const struct authority *authority;
    const char *id;
    const char *user;            /* who is to log in; NULL: whoever it is */
    const char *scope;           /* NULL: what the server finds right */
    const struct secret *secret; /* NULL: none */
    const struct jwt_key *key;   /* NULL: none */
    const struct fetch_options *fetch;
};

/* Appends a statement that the client is who it is, signed with its key, for the
 * authority's token endpoint and the next minutes. False with ERROR_SYSTEM when it
 * cannot be signed. */
MUST_CHECK bool client_assert(const struct client *client, struct secret *out,
                              struct error *error);
