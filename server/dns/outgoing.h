/* SPDX-License-Identifier: MIT */
/* Datagrams on their way from c-ares to servers, many at a time: nothing else that is
 * done for a question costs as much as a system call for each. */
#pragma once

#include <ares.h>
#include <stdbool.h>

/* What waits to be sent, of all channels. */
struct outgoing;

/* The sockets of a channel. */
struct outgoing_sockets {
    struct outgoing *outgoing;
    int udp;     /* -1: none is open */
    bool apart;  /* the kernel does not take queries to there together */
    bool failed; /* something could not be sent: c-ares hears of the next one itself */
};

/* To be given to outgoing_free once no channel uses it any more. */
struct outgoing *outgoing_new(void);

/* Frees; NULL is fine. */
void outgoing_free(struct outgoing *outgoing);

/* Makes what a new channel sends wait there. `sockets` is the channel's, and has to be
 * there as long. */
void outgoing_serve(struct outgoing *outgoing, struct outgoing_sockets *sockets,
                    ares_channel channel);

/* Sends what waits. That nobody listens shows as an event of the socket; after another
 * failure the next query to there is sent by itself, so that c-ares hears of it. What
 * could not be sent, or had no room, is lost. */
void outgoing_send(struct outgoing *outgoing);
