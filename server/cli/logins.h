/* SPDX-License-Identifier: MIT */
/* Who can log in, and with what: accounts.ini and the secrets it points to. Only of
 * those who are wanted a secret is read. */
#pragma once

#include "base/pool.h"
#include "cli/options.h"
#include "config/accounts.h"
#include "mail/service.h"
#include "oauth/refusal.h"
#include "probe/probe.h"

#include <stdbool.h>
#include <stddef.h>

/* Somebody with an account. */
struct user {
    const char *address;
    const char *domain; /* canonical */
    const struct account *account;
    struct secret *secret;        /* of the account; NULL until logins_open */
    struct secret *client_secret; /* of its oauth; likewise */
    struct secret *store_key;     /* likewise */
    struct refusal *refusal;      /* why there is no token; NULL: nothing is missing */
    const struct user *giver;     /* whose secret or refusal this one's is; NULL: own */
    bool is_wanted;
};

struct logins;

/* Reads the file that the options name, or the one beside domains.ini, or that of
 * /etc/waypost; without any, or with --no-login, there is nobody. NULL after lines on
 * stderr. To be given to logins_free. */
struct logins *logins_read(const struct options *options);

/* Frees, and overwrites the secrets; NULL is fine. */
void logins_free(struct logins *logins);
DEFINE_AUTO(logins)

/* The user of an address, in any case of letters, or NULL. */
struct user *logins_find(const struct logins *logins, const char *address);

/* The users of a domain, or all of them for NULL: the first, and how many follow each
 * other; in the order of the file within a domain. */
size_t logins_of(const struct logins *logins, const char *domain, struct user **first);

/* Reads the secrets of those who are wanted: from the environment first, and takes them
 * out of it, so that no command inherits them. False after a line on stderr. */
bool logins_open(struct logins *logins);

/* What a mail program would log in with at a service: by the first auth method that the
 * service names and the user has a secret for, or by any of the user's if it names
 * none; with the username that the account says, or else the service. From `pool`; NULL
 * if the user has no such secret, and `*reason` says what there is instead. */
const struct probe_login *logins_make(const struct user *user,
                                      const struct service *service, struct pool *pool,
                                      const char **reason);

/* Whether the user has a password that can be shown as it is: Basic authentication. */
bool logins_is_basic(const struct user *user);

/* The same as logins_make, but by such a password, whatever is advertised. */
const struct probe_login *logins_make_basic(const struct user *user,
                                            const struct service *service,
                                            struct pool *pool);
