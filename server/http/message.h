/* SPDX-License-Identifier: MIT */
/* A request as the routes see it, and their response. Nothing here knows sockets. */
#pragma once

#include "base/buf.h"
#include "base/text.h"
#include "mail/hostname.h"

#include <stdbool.h>

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OPTIONS, METHOD_OTHER };

struct request {
    enum method method;
    const char *path;   /* percent-decoded once */
    struct span query;  /* as sent, without its '?' */
    struct span target; /* path and query as sent, for redirects to the same place */
    const char *host;   /* canonical, without port; "" if there is none worth a look */
    bool secure;        /* the client came by https */
    struct span body;
};

enum route {
    ROUTE_NONE,
    ROUTE_AUTOCONFIG,
    ROUTE_AUTODISCOVER,
    ROUTE_AUTODISCOVER_JSON,
    ROUTE_AUTODISCOVER_SOAP,
    ROUTE_ADMIN,
    ROUTE_COUNT,
};

struct response {
    enum route route;
    unsigned status;
    const char *content_type;   /* NULL: no body */
    const char *cache_control;  /* or NULL */
    const char *allow;          /* methods, for 204 and 405; or NULL */
    bool any_origin;            /* scripts of any site may read it (CORS) */
    bool close;                 /* the connection ends with it */
    char domain[HOSTNAME_SIZE]; /* the mail domain asked about, or "" */
    struct buf location;        /* absolute URL of a redirect; empty: none */
    struct buf body;
};

/* The label of a route in logs and metrics. */
const char *route_name(enum route route);

/* The method of a request line (RFC 9110 9). */
enum method method_parse(const char *text);

/* An empty response in place, status 0; to be given to response_clear. */
void response_init(struct response *response);

/* Empties a response for the next request but keeps its memory. */
void response_reset(struct response *response);

/* Frees what it holds. */
void response_clear(struct response *response);

/* Sets status and a body of plain text, a line that is to the point. */
void response_text(struct response *response, unsigned status, const char *text);
