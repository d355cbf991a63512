/* SPDX-License-Identifier: MIT */
/* What the routes share: finding the domain that is meant, and the plain answers. For
 * the files of http/ only. */
#pragma once

#include "http/message.h"
#include "mail/address.h"
#include "mail/catalog.h"

/* A domain that is asked about and what the catalog says of it. */
struct subject {
    const char *domain;              /* canonical, borrowed */
    const struct settings *settings; /* NULL: not served */
};

/* The domain that a host name stands for: itself without a leading autoconfig. or
 * autodiscover. label. */
struct subject subject_by_host(const struct catalog *catalog, const char *host);

/* The domain itself; it is borrowed. */
struct subject subject_by_domain(const struct catalog *catalog, const char *domain);

/* Whether there is something to answer: served, and not declined on purpose. */
bool subject_is_served(const struct subject *subject);

/* Whether mail programs learn anything about it: a service, or where else to ask. */
bool subject_has_answer(const struct subject *subject);

/* Whether links to this host may be given out: it is served, or the service's own name.
 * Any other Host is a stranger's word. */
bool host_is_ours(const struct catalog *catalog, const char *host);

/* 404. Never 200 with a page, never 204: those end the search of several clients. */
void answer_not_found(struct response *response);

/* 302 to an absolute URL. */
void answer_redirect(struct response *response, const char *url);

/* 302 to the same place by https, if the host is ours; else 404. */
void answer_use_https(const struct catalog *catalog, const struct request *request,
                      struct response *response);

/* Notes the domain for the log. */
void response_note_domain(struct response *response, const char *domain);

/* The routes, each in its own file. */
void answer_autoconfig(const struct catalog *catalog, const struct request *request,
                       struct response *response);

/* autodiscover.xml: settings, a redirect, or an error in a 200. */
void answer_autodiscover(const struct catalog *catalog, const struct request *request,
                         struct response *response);

/* autodiscover.json: the URL for a protocol. */
void answer_autodiscover_json(const struct catalog *catalog,
                              const struct request *request, struct response *response);

/* autodiscover.svc: a redirect for Exchange, else 404. */
void answer_autodiscover_soap(const struct catalog *catalog,
                              const struct request *request, struct response *response);

/* The path of autodiscover.json, and what may follow it before an address. */
#define JSON_PATH "/autodiscover/autodiscover.json"
#define JSON_ADDRESS_PATH JSON_PATH "/v1.0/"
