/* SPDX-License-Identifier: MIT */
/* A server as those who ask see it: how many questions it can take at once and in a
 * second, and whether it lives. */
#pragma once

#include "dns/channel.h"
#include "dns/question.h"

#include <stdbool.h>
#include <stdint.h>

struct server {
    struct endpoint endpoint;
    char text[ENDPOINT_TEXT_SIZE];
    struct channel *channel; /* NULL: none is open */
    unsigned number;         /* of a resolver: among them; else of its channel */
    bool is_resolver, is_local;
    bool is_plain;            /* it does not understand EDNS */
    bool speaks_edns;         /* it does */
    bool has_answered;        /* ever */
    bool is_useful;           /* knew something for certain */
    bool is_dead;             /* it never did, though it was asked */
    enum dns_result failure;  /* of a dead one */
    uint64_t asked, probed;   /* when at first, when lately; 0: not yet */
    unsigned open;            /* attempts that c-ares waits for */
    unsigned waiting;         /* those of them that a question waits for, too */
    unsigned window;          /* how many may wait at once */
    unsigned ceiling;         /* of the window: more got lost */
    unsigned answers, losses; /* since that was looked at */
    uint64_t looked;
    /* Attempts that nothing sent later was answered before: they may still lie in the
     * socket of the server. In the order they were sent. */
    struct attempt *line, **line_end;
    unsigned in_line;
    unsigned line_max;       /* how many may stand there now */
    unsigned line_bound;     /* how far that may grow */
    uint64_t latest;         /* when something was sent at last */
    unsigned fastest;        /* milliseconds of the fastest answer */
    double delay, deviation; /* of answers, in milliseconds, smoothed */
    unsigned rate;           /* questions a second; 0: any */
    double tokens;           /* that may be sent now */
    /* Of name servers: */
    struct question *first_queued, **last_queued;
    struct server *next_same_hash, *next_listed;
    bool is_listed;
    size_t questions; /* that name it */
};

/* A server; `rate` as in struct dns_options. */
struct server *server_new(const struct endpoint *endpoint, unsigned rate,
                          bool is_resolver);

/* Frees it and its channel; NULL is fine. */
void server_free(struct server *server);

/* How many more questions it can take now. */
unsigned server_room(const struct server *server);

/* Whether its socket may be full, so that what is sent again is lost again. If nothing
 * was sent for a while, that has to be found out. */
bool server_is_full(const struct server *server, uint64_t now);

/* After how many milliseconds without an answer a question is sent again. */
unsigned server_patience(const struct server *server);

/* Notes that an attempt was sent. */
void server_sent(struct server *server, struct attempt *attempt, uint64_t now);

/* Notes that an attempt is over, by a message or without one. */
void server_replied(struct server *server, struct attempt *attempt, uint64_t now,
                    bool by_message);

/* Notes that nobody listens there. */
void server_refused(struct server *server);

/* Takes note of the time, `milliseconds` after the last call. It is dead if it has been
 * silent for `patience` milliseconds since it was asked at first. */
void server_tick(struct server *server, uint64_t now, unsigned milliseconds,
                 unsigned patience);

/* Whether it is time to ask again whether it lives. */
bool server_wants_probe(const struct server *server, uint64_t now);
