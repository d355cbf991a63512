/* SPDX-License-Identifier: MIT */
/* accounts.ini: what to log in with. It says where passwords and tokens are, and holds
 * none itself; reading them is the caller's. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"

#include <stdbool.h>
#include <stddef.h>

enum account_source {
    ACCOUNT_NOWHERE,
    ACCOUNT_FILE,
    ACCOUNT_ENVIRONMENT,
    ACCOUNT_COMMAND,
};

struct account {
    const char *address;  /* the section's name, as it was written */
    const char *username; /* the address, unless said otherwise */
    const char *auth;     /* "plain", "xoauth2", ...; NULL: not said */
    bool is_token;        /* what the source holds; else it is a password */
    enum account_source source;
    const char *place; /* a path, a variable or a command for sh */
    unsigned line;
};

struct accounts;

/* Reads the file. It is refused when others may read or write it, for it says where the
 * secrets are. Every mistake is added to `mistakes`; NULL when there is any. To be
 * given to accounts_free. */
struct accounts *accounts_read(const char *path, struct mistakes *mistakes);

/* Frees; NULL is fine. */
void accounts_free(struct accounts *accounts);
DEFINE_AUTO(accounts)

/* The account of an address, in any case of letters, or NULL. */
const struct account *accounts_find(const struct accounts *accounts,
                                    const char *address);

/* How many there are. */
size_t accounts_count(const struct accounts *accounts);

/* The account number `index`, from 0. */
const struct account *accounts_get(const struct accounts *accounts, size_t index);

/* Where the file stands, as it was given. */
const char *accounts_path(const struct accounts *accounts);
