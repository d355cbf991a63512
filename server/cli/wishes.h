/* SPDX-License-Identifier: MIT */
/* Whose mail is looked at, and by which servers. */
#pragma once

#include "base/pool.h"
#include "cli/logins.h"
#include "mail/catalog.h"

#include <stdbool.h>
#include <stddef.h>

struct wish {
    const char *domain;              /* canonical; NULL: there are only servers */
    const char *address;             /* whose mail; NULL: nobody's in particular */
    struct user *user;               /* who logs in; NULL: nobody */
    const struct settings *settings; /* of the catalog, or NULL */
    const struct service *services;  /* to try, of which there are so many */
    size_t service_count;
};

struct wishes {
    struct pool *pool;
    struct wish *list;
    size_t count, capacity;
};

/* None, to be given to wishes_clear. */
void wishes_init(struct wishes *wishes);

/* Frees. */
void wishes_clear(struct wishes *wishes);

/* Adds a domain: with each of its users, or without any. The name is borrowed. */
void wishes_add_domain(struct wishes *wishes, const struct logins *logins,
                       const char *domain, const struct settings *settings);

/* Adds what the command line names: domains, and addresses with whoever has an account
 * there. False after a line on stderr. */
bool wishes_add_operands(struct wishes *wishes, const struct logins *logins,
                         const struct options *options);

/* Adds nobody in no domain: only servers are looked at. */
void wishes_add_nobody(struct wishes *wishes);

/* Adds everybody who has an account. */
void wishes_add_users(struct wishes *wishes, const struct logins *logins);

/* Adds all domains of a catalog that can be looked at by their names. */
void wishes_add_catalog(struct wishes *wishes, const struct logins *logins,
                        const struct catalog *catalog);

/* Finds the services of each in the catalog. False after a line on stderr that names a
 * domain of which it says nothing. */
bool wishes_look_up(struct wishes *wishes, const struct catalog *catalog);

/* Gives all of them the same services, which are borrowed. */
void wishes_set_services(struct wishes *wishes, const struct service *services,
                         size_t count);
