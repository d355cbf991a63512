/* SPDX-License-Identifier: MIT */
/* The open connections of a server: what each keeps between its requests, which catalog
 * it reads at this moment, and when it has taken too long.
 *
 * The catalog is read without a lock: a connection announces the pointer it is about to
 * use, looks whether it is still the current one, and withdraws the announcement when
 * its answer is made. Whoever swaps the pointer waits until nobody announces the old
 * one. */
#pragma once

#include "base/buf.h"
#include "http/envelope.h"
#include "http/head.h"
#include "http/message.h"
#include "http/target.h"
#include "mail/catalog.h"
#include "mail/network.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <time.h>

struct connections;

struct connection {
    struct connection *previous, *next;      /* in the list of all */
    _Atomic(const struct catalog *) reading; /* announced, or NULL */
    _Atomic(int64_t) deadline;               /* in ms, monotonic; 0: none */
    _Atomic(int64_t) waits_since;            /* for a request line; 0: it came */
    int socket;
    bool has_peer; /* false: a unix socket */
    struct ip_address peer;

    /* The request under way. */
    struct timespec started; /* monotonic */
    struct buf target_text;
    struct target target; /* borrows from target_text */
    bool target_is_legal;
    enum method method;
    bool head_is_read;
    struct head head;
    struct client client;
    struct response response;
    struct envelope envelope;
    struct buf body;
    size_t body_length; /* as sent, the part that was not kept included */
    size_t sent;        /* bytes of the answer's body */
};

/* The largest body that is kept; a larger one is answered with 413. */
enum { BODY_LIMIT = 64 * 1024 };

/* How long a whole request may take, though bytes keep coming. It counts from the first
 * byte; where the kernel does not tell (unix sockets), from when the connection would
 * have been closed without one, at the latest. */
enum { REQUEST_SECONDS = 20 };

/* An empty set that reads `catalog`, to be given to connections_free when all are
 * closed. `idle_seconds` is how long a connection may wait for its next request. */
struct connections *connections_new(const struct catalog *catalog,
                                    unsigned idle_seconds);

/* Frees; NULL is fine. */
void connections_free(struct connections *connections);

/* A connection from `peer` was accepted; the result is to be given to connections_close
 * before its socket is closed. */
struct connection *connections_open(struct connections *connections, int socket,
                                    const struct sockaddr *peer);

/* The connection is about to be closed; it is freed. */
void connections_close(struct connections *connections, struct connection *connection);

/* The current catalog, readable until connection_release. Never waits. */
const struct catalog *connection_acquire(struct connections *connections,
                                         struct connection *connection);

/* The catalog is not read any more. */
void connection_release(struct connection *connection);

/* Makes `next` the current catalog and returns the former once nobody reads it. */
const struct catalog *connections_swap(struct connections *connections,
                                       const struct catalog *next);

/* A request line was read: its request has REQUEST_SECONDS. `text` lives as long as the
 * call; the connection keeps a copy. */
void connection_note_request(struct connection *connection, const char *text);

/* An answer is under way: there is no deadline until it is out. */
void connection_note_answer(struct connection *connection);

/* An answer is out: the connection is ready for its next request. */
void connection_note_completed(struct connections *connections,
                               struct connection *connection);

/* Shuts down every connection whose deadline has passed, and of TCP connections every
 * one that was silent for `idle_seconds`; to be called about once a second. The
 * server's own threads notice and close it. */
void connections_end_overdue(struct connections *connections);
