/* SPDX-License-Identifier: MIT */
/* libmicrohttpd's object for a response: the header fields and where the body lies. To
 * make and to destroy one costs more than to render a document, so a connection keeps
 * its last one and uses it again for as long as answers differ in the bytes of the body
 * only.
 */
#pragma once

#include "http/message.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct MHD_Response;

/* All zero: nothing is kept yet. */
struct envelope {
    struct MHD_Response *message; /* NULL: none */
    time_t made;                  /* in the second that its Date names */
    struct span body;
    const char *content_type, *cache_control, *allow;
    bool any_origin, close;
    bool has_location; /* which is no constant, so it never fits again */
};

/* The object for a response, whose body must stay where it is until the answer is out.
 * Owned by the envelope. NULL when there is no memory for it. */
struct MHD_Response *envelope_fit(struct envelope *envelope,
                                  const struct response *response);

/* Lets go of what is kept. */
void envelope_clear(struct envelope *envelope);
