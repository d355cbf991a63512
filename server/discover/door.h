/* SPDX-License-Identifier: MIT */
/* A place where mail programs ask for the settings of a domain. It may send them on;
 * each step is one request. The address goes to hosts only whose certificate holds. For
 * the files of this folder. */
#pragma once

#include "base/pool.h"
#include "discover/kind.h"
#include "fetch/fetch.h"
#include "xml/foreign.h"

#include <stdbool.h>

/* The order in which mail programs prefer what they get: Thunderbird's, with what only
 * Outlook asks behind. */
enum door_name {
    DOOR_GIVEN, /* a URL that somebody named, and then the only door */
    DOOR_AUTOCONFIG,
    DOOR_WELL_KNOWN,
    DOOR_AUTOCONFIG_CLEAR,
    DOOR_WELL_KNOWN_CLEAR,
    DOOR_AUTODISCOVER,
    DOOR_AUTODISCOVER_APEX,
    DOOR_AUTODISCOVER_REDIRECT,
    DOOR_AUTODISCOVER_SRV,
    DOOR_AUTODISCOVER_JSON,
    DOOR_COUNT,
};

struct door {
    enum door_name name;
    struct pool *pool;       /* of all that is kept here */
    const char *address;     /* to ask for */
    const char *placeholder; /* to ask for in clear */
    const char *shown;       /* its URL without the query, or its SRV record */
    const char *url;         /* to be asked next; NULL: it is over */
    bool posts;              /* Autodiscover's question, rather than a GET */
    unsigned steps;
    struct secret *body; /* of what is being asked */
    enum discover_kind result;
    const char *text; /* what else there is to say, or "" */
    const char *last; /* where the answer came from, without a query */
    unsigned milliseconds;
    struct foreign foreign;
    struct span document; /* where there are settings */
};

/* A door of a domain, to be given to door_clear. Where DOOR_GIVEN and that of the SRV
 * record lead has to be said (door_lead). */
void door_init(struct door *door, enum door_name name, const char *domain,
               const char *address, struct pool *pool);

/* Frees. */
void door_clear(struct door *door);

/* Says where a door leads that has no URL of its own, and how it is called. */
void door_lead(struct door *door, const char *shown, const char *url);

/* Ends a door: `text` is more about the result, or "". */
void door_end(struct door *door, enum discover_kind result, const char *text);

/* Takes a document that is there without asking for it, from a file. */
void door_read(struct door *door, const char *shown, struct span document);

/* The next request of a door that has a URL; it borrows from the door. */
void door_ask(struct door *door, struct fetch_request *out);

/* Takes the answer; the door is over, or has another URL. */
void door_take(struct door *door, const struct fetch_answer *answer);

/* Whether it has settings. */
bool door_has_settings(const struct door *door);

/* Whether anybody on the way could change what it says, or where it leads: in clear,
 * and by the DNS. */
bool door_is_unprotected(const struct door *door);
