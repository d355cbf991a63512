/* SPDX-License-Identifier: MIT */
/* One c-ares channel to one server. Nothing else here but outgoing.c knows c-ares.
 *
 * c-ares matches answers to questions, goes over to TCP, and sees sockets fail. When to
 * ask again, and whom, is not left to it: a channel asks once, and says so when no
 * answer came. */
#pragma once

#include "base/error.h"
#include "dns/answer.h"
#include "dns/endpoint.h"
#include "dns/name.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct channel;
struct outgoing;

/* What is replied to. Embedded as the first member in what the caller knows about the
 * question, and its until then. */
struct channel_question {
    /* A message, or without one the reason why not. */
    void (*reply)(struct channel_question *question, struct wire message,
                  enum dns_result reason);
};

enum { CHANNEL_TIMEOUT_MS = 3750 };

/* A channel, to be given to channel_free. Its sockets are watched by `epoll`, whose
 * events carry `tag` in the upper and the socket in the lower half of data.u64. What it
 * sends waits in `outgoing`, which outlives it. NULL: the machine refused. */
struct channel *channel_new(struct outgoing *outgoing, int epoll, uint32_t tag,
                            const struct endpoint *endpoint);

/* Frees; NULL is fine. Questions that are open are replied to first. Not to be called
 * from a reply. */
void channel_free(struct channel *channel);

/* Sends a question, whose id is chosen here. The reply may come before this returns. */
void channel_send(struct channel *channel, uint8_t *query, size_t length,
                  struct channel_question *question);

/* Reads and writes what it can after an event of epoll. */
void channel_event(struct channel *channel, int socket, uint32_t events);

/* Gives up questions whose time is over; to be called several times a second. */
void channel_tick(struct channel *channel);

/* Finds the resolvers of this machine (/etc/resolv.conf): `size` at most. Returns how
 * many. */
size_t channel_find_resolvers(struct endpoint *out, size_t size);
