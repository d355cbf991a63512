/* SPDX-License-Identifier: MIT */
/* Who the client is behind the reverse proxies, and by which scheme it came. Only what
 * a trusted proxy says is believed, from right to left, since everything further left
 * was sent by somebody nobody vouches for. */
#pragma once

#include "base/text.h"
#include "mail/catalog.h"
#include "mail/network.h"

#include <stdbool.h>
#include <stddef.h>

enum { FORWARDED_LINES_MAX = 8 };

/* The lines of one header field, in the order they came. */
struct field_lines {
    struct span at[FORWARDED_LINES_MAX];
    size_t count;
};

struct forwarding {
    struct field_lines x_forwarded_for, x_forwarded_proto;
    struct field_lines forwarded; /* RFC 7239 */
};

struct client {
    bool known; /* false: a unix socket, and its proxy said nothing */
    struct ip_address address;
    bool secure;
};

/* Decides about one request. `peer` is the other end of the connection, NULL for a unix
 * socket, whose other end is trusted. X-Forwarded-* count where there are any, else
 * Forwarded: a proxy that sets the one passes the other on as the client sent it.
 * Without a word about the scheme a request counts as https. */
void forwarded_resolve(const struct site *site, const struct ip_address *peer,
                       const struct forwarding *forwarding, struct client *out);
