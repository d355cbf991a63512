/* SPDX-License-Identifier: MIT */
/* A config while it is read: what the files of one domains.ini share. */
#pragma once

#include "base/mistakes.h"
#include "config/config.h"
#include "config/folder.h"
#include "config/offers.h"
#include "config/section.h"

#include <stdbool.h>
#include <stddef.h>

struct loading {
    struct config *config;
    struct pool *pool; /* of the catalog */
    struct mistakes *mistakes;
    const char *path;      /* of domains.ini */
    const char *file;      /* being read: domains.ini or an included one */
    struct folder *folder; /* NULL until a domain is read */
    struct offers *offers;
    struct network *proxies; /* room for [waypost]'s trusted_proxies */
    unsigned waypost_line;   /* of [waypost]; 0: not seen */
    struct entry *include;   /* of [waypost], copied */
    size_t include_count, include_capacity;
};

/* "NAME" as seen from the folder of the file `path`. */
const char *loading_join(const struct loading *loading, const char *path,
                         const char *name);

/* The [waypost] section. */
void loading_take_waypost(struct loading *loading, const struct section *section);

/* What holds where [waypost] does not say otherwise. */
void loading_set_defaults(struct loading *loading);

/* A section about domains. */
void loading_take_domains(struct loading *loading, const struct section *section);

/* Adds the domains that a section is about, given its settings: those of its `domains`
 * and `domains_file`, or the one that the section is called. */
void loading_add_names(struct loading *loading, const struct section *section,
                       const struct settings *settings);
