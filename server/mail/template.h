/* SPDX-License-Identifier: MIT */
/* What a template folder declares, and what it comes to for one section of domains.ini.
 *
 * A template has choices (cloud = worldwide gcc-high ...) and variables; an offer is a
 * template with everything decided: the services, the values of the variables, the
 * records. Sections that decide alike share one offer, and sections that differ in
 * their name only too, so a million of them cost little. */
#pragma once

#include "mail/service.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The documents of a template folder, by their file names. */
enum document_kind {
    DOCUMENT_AUTOCONFIG,   /* config-v1.1.xml */
    DOCUMENT_AUTODISCOVER, /* autodiscover.xml */
    DOCUMENT_COUNT,
};

/* The file name of a document in its template folder. */
const char *document_file_name(enum document_kind kind);

struct document; /* a compiled document; its inside belongs to xml/ */

struct template
{
    const char *name; /* the folder's name; it ends messages and chooses documents */
    const char *const *variables;
    size_t variable_count;
    const struct document *documents[DOCUMENT_COUNT]; /* filled in after loading */
};

/* A record that a template wants published: a line of its [records]. */
struct record_rule {
    const char *owner; /* relative to the domain; "@" is the domain */
    const char *type;  /* "CNAME", "MX", "TXT", ... */
    const char *data;  /* in presentation form, of a TXT record the bare text; with
                        * ${variables}, which are filled in for each domain */
};

/* A template has this many variables at most. */
enum { TEMPLATE_VARIABLES_MAX = 48 };

/* All variables of a template for one set of choices, as its records use them. */
struct variables {
    const char *const *names; /* in the order of their lines */
    const char *const *texts; /* as written: with ${variables} from above themselves */
    size_t count;
};

/* A variable to which a section of domains.ini gives a text of its own. */
struct own_text {
    const char *text;
    size_t variable;
};

/* Where Autodiscover questions are sent for domains hosted at Exchange. */
struct handover {
    const char *autodiscover; /* POX */
    const char *soap;
    const char *activesync;
    const char *ews;
};

struct offer {
    const struct template *template;
    const char *const *values;       /* of the template's variables, in their order */
    const char *const *values_xml;   /* the same, escaped for XML */
    const struct handover *handover; /* NULL: Autodiscover answers settings */
    const struct service
        *services; /* in the order of enum protocol, one each at most */
    const struct record_rule *records;
    const struct document **documents; /* DOCUMENT_COUNT, filled in after loading: the
                                        * template's, or what they are for this offer */
    const struct variables *variables; /* of the records, but for the section's own */
    const struct own_text *own;
    uint8_t service_count, record_count, own_count;
};

/* The offer's service of this protocol, or NULL. */
const struct service *offer_service(const struct offer *offer, enum protocol protocol);

/* Whether any service is public. */
bool offer_has_public_service(const struct offer *offer);

/* Whether the section of domains.ini itself says what this variable is. */
bool offer_says(const struct offer *offer, const char *variable);
