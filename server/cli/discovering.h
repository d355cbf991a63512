/* SPDX-License-Identifier: MIT */
/* --from net, URL or FILE: servers as somebody else publishes them. */
#pragma once

#include "base/buf.h"
#include "cli/probing.h"
#include "discover/discover.h"

#include <stdbool.h>

struct discovering {
    struct pool *pool;  /* of the services that come of it */
    const char *origin; /* the URL or file; NULL: the doors of each domain */
    bool is_file;
    struct buf document; /* of a file */
};

/* Takes what --from says: "net", a URL or a file, which is read. False after a line on
 * stderr. To be given to discovering_clear in any case. */
bool discovering_begin(struct discovering *discovering, const char *from);

/* Frees. */
void discovering_clear(struct discovering *discovering);

/* Finds the services of all wishes and tells what it saw: once a domain. False after a
 * line on stderr, when the machine refuses. */
bool discovering_run(struct discovering *discovering, struct wishes *wishes,
                     const struct discover_options *options);
