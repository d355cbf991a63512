/* SPDX-License-Identifier: MIT */
/* One request and its answer, as libmicrohttpd's callbacks see them. For server.c only.
 */
#pragma once

#include "http/connections.h"
#include "http/metrics.h"
#include "http/server.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdbool.h>

/* What all listeners of a server share. */
struct exchange_shared {
    struct http_options options;
    struct connections *connections;
    struct metrics *metrics;
    atomic_bool stopping;
    atomic_uint open; /* requests whose head was read and whose answer is not yet out */
};

/* The context of a listener's callbacks; `admin` decides who answers. */
struct exchange_listener {
    struct exchange_shared *shared;
    bool admin;
};

/* The callbacks of MHD_start_daemon; each has a struct exchange_listener as context. */

/* A request line was read. Returns the connection, the state of the other callbacks. */
void *exchange_on_target(void *context, const char *target, struct MHD_Connection *mhd);

/* Leaves nothing of a text: target.h decodes, and nobody else shall see it. */
size_t exchange_unescape(void *context, struct MHD_Connection *mhd, char *text);

/* A request's head, its body piece by piece, and its end. */
enum MHD_Result exchange_on_access(void *context, struct MHD_Connection *mhd,
                                   const char *url, const char *method,
                                   const char *version, const char *data, size_t *size,
                                   void **state);

/* The answer is out, or the request has died. */
void exchange_on_completed(void *context, struct MHD_Connection *mhd, void **state,
                           enum MHD_RequestTerminationCode reason);

/* A connection was accepted or is about to be closed. */
void exchange_on_connection(void *context, struct MHD_Connection *mhd,
                            void **socket_context,
                            enum MHD_ConnectionNotificationCode code);
