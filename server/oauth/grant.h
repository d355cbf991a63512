/* SPDX-License-Identifier: MIT */
/* What an authorization server grants: a token, and what goes with it. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/text.h"

#include <stdbool.h>
#include <time.h>

enum { GRANT_TOKEN_MAX = 28 * 1024, GRANT_SCOPE_SIZE = 1024 };

struct grant {
    struct secret *access;
    struct secret *refresh; /* NULL: it does not renew itself */
    time_t obtained;
    time_t expires;               /* 0: nobody said */
    char scope[GRANT_SCOPE_SIZE]; /* what was granted, cleaned; "" if not said */
};

/* An empty one, to be given to grant_free. */
struct grant *grant_new(time_t obtained);

/* Frees, and overwrites the tokens; NULL is fine. */
void grant_free(struct grant *grant);
DEFINE_AUTO(grant)

/* Reads a successful answer of a token endpoint (RFC 6749 5.1). What it does not say of
 * the end, the token may. NULL with ERROR_INPUT when there is no bearer token in it;
 * nothing of the answer is in the sentence. */
MUST_CHECK struct grant *grant_read(struct span json, time_t now, struct error *error);

/* Whether the token lasts for `seconds` more; not when nobody said. */
bool grant_lasts(const struct grant *grant, time_t now, unsigned seconds);
