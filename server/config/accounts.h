/* SPDX-License-Identifier: MIT */
/* accounts.ini: what to log in with. It says where passwords and tokens are, or how to
 * get a token, and holds none itself; reading them is the caller's. */
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

/* Where a secret is. */
struct account_secret {
    enum account_source source;
    const char *place; /* a path, a variable or a command for sh */
};

enum account_flow {
    FLOW_NONE, /* nobody asks for a token */
    FLOW_CLIENT_CREDENTIALS,
    FLOW_DEVICE,
    FLOW_CODE,
    FLOW_PASSWORD,
};

/* How a token is asked for. NULL: not said. */
struct account_oauth {
    enum account_flow flow;
    const char *tenant; /* at Microsoft: an id, a domain or a word; or else */
    const char *issuer; /* an https URL */
    const char *cloud;  /* Microsoft's: "worldwide", "gcc-high", "dod", "china" */
    const char *client_id;
    const char *scope;
    const char *certificate, *key;       /* paths; both, or none */
    struct account_secret client_secret; /* or NOWHERE */
    struct account_secret store_key;     /* tokens are kept encrypted; or NOWHERE */
};

struct account {
    const char *address;          /* as it was written */
    const char *username;         /* the address, unless said otherwise */
    const char *auth;             /* "plain", "xoauth2", ...; NULL: not said */
    bool is_token;                /* what it logs in with; else a password */
    struct account_secret secret; /* the password or token; or what an oauth flow
                                   * asks a token with, which is a password */
    struct account_oauth oauth;
    unsigned line;
};

struct accounts;

/* Reads the file. It is refused when others may read or write it, for it says where the
 * secrets are. What a key ending in _file, certificate or key names is looked for in
 * the folder `credentials` first, if there is one (systemd's), then beside the file.
 * Every mistake is added to `mistakes`; NULL when there is any. To be given to
 * accounts_free.
 */
struct accounts *accounts_read(const char *path, const char *credentials,
                               struct mistakes *mistakes);

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
