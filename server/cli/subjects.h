/* SPDX-License-Identifier: MIT */
/* The domains that `waypost check` is about: those of domains.ini, or some that are
 * named or listed. */
#pragma once

#include "base/cleanup.h"
#include "cli/options.h"
#include "config/config.h"

#include <stdbool.h>
#include <stddef.h>

struct subjects {
    struct config *config;         /* owned */
    struct catalog *listed;        /* owned; NULL: nothing was named or listed */
    const struct catalog *catalog; /* which of the two it is about */
    size_t count;                  /* of those that can be checked */
    size_t next;                   /* index in the catalog */
};

/* Reads domains.ini and the list, as far as the options ask for them, and says on
 * stderr which names are left out. NULL after lines on stderr that say what to mend. To
 * be given to subjects_free. */
struct subjects *subjects_load(const struct options *options);

/* Frees; NULL is fine. */
void subjects_free(struct subjects *subjects);
DEFINE_AUTO(subjects)

/* The next domain to check, which has an offer; false at the end. */
bool subjects_next(struct subjects *subjects, const char **domain,
                   const struct settings **settings);
