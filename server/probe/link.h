/* SPDX-License-Identifier: MIT */
/* Bytes in and out of one connection, in clear or in TLS. What is to be sent waits in a
 * secret, for it may be one; what was sent by the server waits in the inbox. */
#pragma once

#include "base/secret.h"
#include "mail/network.h"
#include "probe/connecting.h"
#include "probe/inbox.h"
#include "tls/connection.h"

#include <stdbool.h>

enum { LINK_OUTBOX_MAX = 128 * 1024 };

enum link_state {
    LINK_WAIT,   /* nothing more can be done now */
    LINK_MORE,   /* something was read */
    LINK_LIMIT,  /* the server has sent more than it may; see inbox.limit */
    LINK_CLOSED, /* by the server */
    LINK_BROKEN, /* and `trouble` says why */
};

struct link {
    struct watch watch;
    int fd; /* owned; -1: not connected */
    struct tls_connection *tls;
    struct inbox inbox;
    struct secret *outbox;
    bool waits_to_write;
    unsigned events; /* of epoll, as they were set last */
    char trouble[320];
};

/* Not connected yet. */
void link_init(struct link *link, struct watch watch);

/* Closes and frees. */
void link_clear(struct link *link);

/* Sends what waits, as far as it goes, and reads what has come. */
enum link_state link_exchange(struct link *link);

/* Goes on with the TLS handshake. LINK_MORE: it is done. */
enum link_state link_handshake(struct link *link);

/* Whether something has come that nobody has looked at, in clear. */
bool link_has_unread(struct link *link);

/* Our own address of a connection; false when there is none. */
MUST_CHECK bool link_own_address(const struct link *link, struct ip_address *out);

/* Asks epoll for what the connection waits for. */
void link_set_events(struct link *link);
