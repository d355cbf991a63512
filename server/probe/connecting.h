/* SPDX-License-Identifier: MIT */
/* Connecting to a host that may have many addresses, as mail programs do (RFC 8305,
 * without its finer points): the families take turns, IPv6 first; an address that does
 * not answer within a quarter of a second gets company by the next. */
#pragma once

#include "mail/resolver.h"
#include "probe/stage.h"

#include <stdint.h>

enum { CONNECTING_STAGGER_MS = 250 };

/* What to call up when a socket becomes ready: an epoll and what stands in its data. */
struct watch {
    int epoll;
    void *who;
};

struct connecting {
    struct watch watch;
    struct ip_address addresses[RESOLUTION_MAX];
    int fds[RESOLUTION_MAX];    /* -1: not open */
    int errors[RESOLUTION_MAX]; /* errno of those that failed */
    size_t count, started;
    uint16_t port;
    long long next; /* milliseconds: when the next may be tried */
    size_t winner;  /* of OUTCOME_DONE */
};

/* Not connecting to anything yet. */
void connecting_init(struct connecting *connecting, struct watch watch);

/* Sets the addresses to try. */
void connecting_begin(struct connecting *connecting,
                      const struct resolution *resolution, uint16_t port);

/* Tries what is due and looks who has answered. OUTCOME_DONE: the connection is that
 * of `winner`. OUTCOME_FAILED: no address is left to try. */
enum outcome connecting_advance(struct connecting *connecting, long long now);

/* Takes the descriptor of the winner, now the caller's to close, and closes all
 * others. */
int connecting_take(struct connecting *connecting);

/* Closes whatever is open. */
void connecting_clear(struct connecting *connecting);
