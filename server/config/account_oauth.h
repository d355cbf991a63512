/* SPDX-License-Identifier: MIT */
/* The keys of an account that say how a token is asked for. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "config/accounts.h"

#include <stdbool.h>

enum oauth_key {
    OAUTH_FLOW,
    OAUTH_TENANT,
    OAUTH_ISSUER,
    OAUTH_CLOUD,
    OAUTH_CLIENT_ID,
    OAUTH_SCOPE,
    OAUTH_CERTIFICATE,
    OAUTH_KEY,
    OAUTH_SECRET_FILE,
    OAUTH_SECRET_ENV,
    OAUTH_SECRET_COMMAND,
    OAUTH_STORE_KEY_FILE,
    OAUTH_STORE_KEY_ENV,
    OAUTH_STORE_KEY_COMMAND,
    OAUTH_KEY_COUNT,
};

/* The names of the keys. */
extern const char *const oauth_keys[OAUTH_KEY_COUNT];

/* Whether a key names a file. */
bool oauth_key_is_path(enum oauth_key key);

/* Takes a value that lives as long as the account. False when it is no good; the
 * sentence goes on after "KEY: ". */
MUST_CHECK bool account_oauth_take(struct account_oauth *oauth, enum oauth_key key,
                                   const char *value, struct error *error);

/* What is wrong with the keys of an account together, or NULL. */
const char *account_oauth_judge(const struct account *account);
