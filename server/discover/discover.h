/* SPDX-License-Identifier: MIT */
/* Asking for the settings of a domain as mail programs do: at all the doors where they
 * ask, many at once. Each door ends in a finding, and the domain in one more: whether
 * people get settings, and from which door. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/text.h"
#include "dns/addresses.h"
#include "mail/catalog.h"
#include "mail/finding.h"
#include "mail/service.h"

#include <stdbool.h>
#include <stddef.h>

/* What is asked for, and what comes of it. */
struct discovery {
    const char
        *domain; /* canonical; NULL where there is a URL or a document: nobody's */
    const char *address;             /* of a person there; NULL: a made-up one */
    const struct settings *settings; /* of the catalog, to be compared with; or NULL */
    const char *url;                 /* the only door; NULL: those of the domain */
    /* Filled in: what a mail program would take. */
    const struct service *services;
    size_t service_count;
    bool is_unprotected; /* anybody on the way may have made them up: no secret may go
                          * there */
};

struct discover_options {
    struct dns *dns;
    struct addresses *addresses;
    const char *ca_file; /* PEM, instead of the system's; or NULL */
    unsigned seconds;    /* for the whole of one request; 0: as fetch says */
    finding_sink *sink;
    void *context;
};

/* Asks for all of them. Services live in `pool`. What is found in the document that is
 * taken goes to the sink, too. False with ERROR_SYSTEM when the machine refuses. */
MUST_CHECK bool discover_run(struct discovery *discoveries, size_t count,
                             const struct discover_options *options, struct pool *pool,
                             struct error *error);

/* The same for a document that is there, such as one in a file, which is called
 * `origin`. */
void discover_read(struct discovery *discovery, struct span document,
                   const char *origin, const struct discover_options *options,
                   struct pool *pool);
