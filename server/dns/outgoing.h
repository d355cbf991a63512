/* SPDX-License-Identifier: MIT */
/* Datagrams on their way from c-ares to servers, many at a time: nothing else that is
 * done for a question costs as much as a system call for each. */
#pragma once

#include <ares.h>

/* What waits to be sent, of all channels. */
struct outgoing;

/* The sockets of a channel. */
struct outgoing_sockets {
    struct outgoing *outgoing;
    int udp;     /* -1: none is open */
    int failure; /* errno of what could not be sent; 0: none */
};

/* To be given to outgoing_free once no channel uses it any more. */
struct outgoing *outgoing_new(void);

/* Frees; NULL is fine. */
void outgoing_free(struct outgoing *outgoing);

/* Makes what a new channel sends wait there. `sockets` is the channel's, and has to be
 * there as long. */
void outgoing_serve(struct outgoing *outgoing, struct outgoing_sockets *sockets,
                    ares_channel channel);

/* Sends what waits. That nobody listens shows as an event of the socket, other failures
 * when c-ares sends there again; what there was no room for is lost. */
void outgoing_send(struct outgoing *outgoing);
