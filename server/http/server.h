/* SPDX-License-Identifier: MIT */
/* The HTTP server: libmicrohttpd with epoll and a pool of threads for each public
 * listener. It knows sockets and time; what is answered is decided in routes.h and
 * admin.h. */
#pragma once

#include "base/error.h"
#include "http/family.h"
#include "http/message.h"
#include "http/metrics.h"
#include "mail/catalog.h"

#include <stdbool.h>
#include <stddef.h>

struct http_server;

/* A request that was answered, for the log. Everything is borrowed for the call. */
struct http_event {
    const struct ip_address *client; /* NULL: not known */
    const char *domain;              /* the mail domain asked about, or "-" */
    enum route route;
    unsigned status;
    size_t bytes;
    unsigned long microseconds;
};

struct http_options {
    const int *sockets; /* listening; the server closes them */
    size_t socket_count;
    const int *admin_sockets;
    size_t admin_socket_count;
    unsigned threads;      /* for each listener */
    unsigned idle_seconds; /* a silent connection is closed after them */
    const char *version;
    /* Called from the server's threads; either may be NULL. */
    void (*on_request)(void *context, const struct http_event *event);
    void (*on_trouble)(void *context, const char *text);
    void *context;
};

/* Starts answering from `catalog`, which must live until it is swapped out or the
 * server is stopped. NULL with ERROR_SYSTEM when threads or sockets cannot be had. To
 * be given to http_server_stop. */
struct http_server *http_server_start(const struct http_options *options,
                                      const struct catalog *catalog,
                                      struct error *error);

/* Answers from `next` from now on. Returns the former catalog as soon as no request
 * uses it any more, so that the caller can free it. */
const struct catalog *http_server_swap(struct http_server *server,
                                       const struct catalog *next);

/* Counts a reload for /metrics. */
void http_server_count_reload(struct http_server *server, bool taken);

/* Accepts no more connections, lets open requests end (a few seconds at most), and
 * frees all but the catalog, which is returned. NULL is fine. */
const struct catalog *http_server_stop(struct http_server *server);
