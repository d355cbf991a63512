/* SPDX-License-Identifier: MIT */
/* All that the files of dns/ share about one struct dns. */
#pragma once

#include "base/buf.h"
#include "dns/dns.h"
#include "dns/question.h"
#include "dns/server.h"
#include "dns/timer.h"

enum {
    RESOLVERS_MAX = 32,
    NAME_SERVERS_OPEN_MAX = 128, /* channels to name servers at the same time */
    NAME_SERVER_SLOTS = 1024,
};

/* An answer to what cannot be asked. */
struct refusal {
    struct dns_answer *answer;
};

struct dns_asker {
    struct dns *dns;
    void *context;
    struct claim *claims;
    struct refusal *refused;
    size_t refused_count, refused_capacity;
    size_t waiting;                 /* for so many answers */
    struct dns_asker *next, **link; /* of those that dns_wait hands out */
};

struct dns {
    int epoll;
    struct outgoing *outgoing;
    uint64_t now; /* milliseconds of the monotonic clock */
    uint64_t ticked;
    struct timers timers;
    struct questions questions;
    struct buf strings; /* for message_read */
    unsigned rate;
    struct server *resolvers[RESOLVERS_MAX];
    size_t resolver_count, turn;                    /* who is next among equals */
    struct question *first_queued, **last_queued;   /* for the resolvers */
    struct server *name_servers[NAME_SERVER_SLOTS]; /* by the hash of their address */
    struct server *open[NAME_SERVERS_OPEN_MAX];     /* those with a channel */
    unsigned place;                /* among them, that was looked at last */
    bool is_full;                  /* all of them are in use */
    struct server *listed, *stuck; /* name servers with a queue; `stuck`: not now */
    size_t queued;                 /* questions in all queues */
    struct dns_asker *first_ready, **last_ready;
    size_t waiting; /* askers */
    unsigned long sent, handed_out;
};

/* Sets `now`. */
void clock_look(struct dns *dns);
