/* SPDX-License-Identifier: MIT */
/* Everything that is known after loading: which domains are served, and what is offered
 * to each. Built once by config/, immutable afterwards, swapped as a whole on reload.
 */
#pragma once

#include "base/cleanup.h"
#include "base/pool.h"
#include "mail/network.h"
#include "mail/template.h"

#include <stdbool.h>
#include <stddef.h>

struct catalog;

/* What one section of domains.ini says about its domains. */
struct settings {
    const struct offer *offer;  /* NULL: template = none, a no on purpose */
    const char *name;           /* display name; NULL: the domain itself */
    const char *name_xml;       /* the same, escaped for XML */
    const char *short_name_xml; /* escaped; NULL: none that fits its 20 characters */
    const char *ignore;         /* ids of findings that are known and accepted: patterns
                                 * (fnmatch(3)) with one blank between them; or NULL */
    const char *file;           /* where it was said; NULL: on the command line */
    unsigned line;
};

/* What domains.ini says about the service as a whole. */
struct site {
    const char *host; /* public name of this service, or NULL */
    const struct network *trusted_proxies;
    size_t trusted_proxy_count;
    const struct document
        *autodiscover_error; /* belongs to no domain, so to no template */
};

/* An empty catalog, to be given to catalog_free. */
struct catalog *catalog_new(void);

/* Frees the catalog and all it owns; NULL is fine. */
void catalog_free(struct catalog *catalog);
DEFINE_AUTO(catalog)

/* The pool that lives as long as the catalog, for whoever builds it. */
struct pool *catalog_pool(struct catalog *catalog);

/* The site, to be filled while the catalog is built. */
struct site *catalog_site(struct catalog *catalog);

/* The finished site. */
const struct site *catalog_get_site(const struct catalog *catalog);

/* Adds a domain (canonical form), "*.suffix" or "*". The name is copied; `settings`
 * must live in the catalog's pool. When the name is there already nothing changes and
 * its settings are returned; else NULL. */
const struct settings *catalog_add(struct catalog *catalog, const char *name,
                                   const struct settings *settings);

/* What is said about a domain: its exact name, then the longest "*.suffix", then "*".
 * NULL: it is not served. Takes no locks and no memory. */
const struct settings *catalog_find(const struct catalog *catalog, const char *domain);

/* Whether a domain is served by its name or by a "*.suffix", not just by "*". */
bool catalog_names(const struct catalog *catalog, const char *domain);

/* How many names were added. */
size_t catalog_count(const struct catalog *catalog);

/* The name number `index` in the order they were added, and its settings. */
const char *catalog_get(const struct catalog *catalog, size_t index,
                        const struct settings **settings);

/* Templates, in the order they were added, for the loader to compile their documents.
 */
void catalog_add_template(struct catalog *catalog, struct template *template);

/* How many templates were added. */
size_t catalog_template_count(const struct catalog *catalog);

/* The template number `index`. */
struct template *catalog_template(const struct catalog *catalog, size_t index);
