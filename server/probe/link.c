/* SPDX-License-Identifier: MIT */
#include "probe/link.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BLOCK_SIZE = 16 * 1024 };

void link_init(struct link *link, struct watch watch)
{
    *link = (struct link){.watch = watch, .fd = -1};
    inbox_init(&link->inbox);
    link->outbox = secret_new(LINK_OUTBOX_MAX);
}

void link_clear(struct link *link)
{
    if (link->tls != NULL)
        tls_shutdown(link->tls);
    tls_connection_free(link->tls);
    if (link->fd >= 0)
        close(link->fd);
    inbox_clear(&link->inbox);
    secret_free(link->outbox);
    *link = (struct link){.fd = -1};
}

/* What a step of TLS means here. */
static enum link_state judge_step(struct link *link, enum tls_step step)
{
    switch (step) {
    case TLS_DONE:
        return LINK_MORE;
    case TLS_WANT_WRITE:
        link->waits_to_write = true;
        return LINK_WAIT;
    case TLS_WANT_READ:
        return LINK_WAIT;
    case TLS_CLOSED:
        return LINK_CLOSED;
    case TLS_FAILED:
        break;
    }
    snprintf(link->trouble, sizeof link->trouble, "%s",
             tls_connection_failure(link->tls)->text);
    return LINK_BROKEN;
}

/* What came of a call of send or recv. */
static enum link_state judge_result(struct link *link, ssize_t result)
{
    if (result > 0)
        return LINK_MORE;
    if (result == 0)
        return LINK_CLOSED;
    if (errno == EAGAIN || errno == EINTR)
        return LINK_WAIT;
    snprintf(link->trouble, sizeof link->trouble, "the connection broke: %s",
             strerror(errno));
    return LINK_BROKEN;
}

static enum link_state write_some(struct link *link, struct span bytes, size_t *length)
{
    *length = 0;
    if (link->tls != NULL)
        return judge_step(link, tls_write(link->tls, bytes.at, bytes.length, length));
    ssize_t result = send(link->fd, bytes.at, bytes.length, MSG_NOSIGNAL);
    enum link_state state = judge_result(link, result);
    *length = state == LINK_MORE ? (size_t)result : 0;
    link->waits_to_write = state == LINK_WAIT;
    return state;
}

static enum link_state read_some(struct link *link, char *bytes, size_t *length)
{
    *length = 0;
    if (link->tls != NULL)
        return judge_step(link, tls_read(link->tls, bytes, BLOCK_SIZE, length));
    ssize_t result = recv(link->fd, bytes, BLOCK_SIZE, 0);
    enum link_state state = judge_result(link, result);
    *length = state == LINK_MORE ? (size_t)result : 0;
    return state;
}

static enum link_state flush(struct link *link)
{
    enum link_state state = LINK_MORE;
    size_t length;
    while (state == LINK_MORE && secret_span(link->outbox).length > 0) {
        state = write_some(link, secret_span(link->outbox), &length);
        secret_drop(link->outbox, length);
    }
    return state;
}

/* A server may answer and close before it has read all; its answer counts. */
enum link_state link_exchange(struct link *link)
{
    char block[BLOCK_SIZE];
    size_t length;
    link->waits_to_write = false;
    enum link_state sent = flush(link);
    enum link_state state = read_some(link, block, &length);
    if (state == LINK_MORE && !inbox_add(&link->inbox, block, length))
        state = LINK_LIMIT;
    secret_wipe(block, length);
    return state == LINK_WAIT && sent > LINK_MORE ? sent : state;
}

enum link_state link_handshake(struct link *link)
{
    link->waits_to_write = false;
    return judge_step(link, tls_handshake(link->tls));
}

bool link_has_unread(struct link *link)
{
    char byte;
    return !inbox_is_empty(&link->inbox) ||
           recv(link->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

bool link_own_address(const struct link *link, struct ip_address *out)
{
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    struct sockaddr_storage name = {.ss_family = AF_UNSPEC};
    socklen_t size = sizeof name;
    if (getsockname(link->fd, (struct sockaddr *)&name, &size) != 0)
        return false;
    if (name.ss_family == AF_INET) {
        memcpy(out->bytes, mapped, sizeof mapped);
        memcpy(out->bytes + sizeof mapped,
               &((const struct sockaddr_in *)&name)->sin_addr, 4);
    } else {
        memcpy(out->bytes, &((const struct sockaddr_in6 *)&name)->sin6_addr, 16);
    }
    return name.ss_family == AF_INET || name.ss_family == AF_INET6;
}

void link_set_events(struct link *link)
{
    unsigned events = EPOLLIN | (link->waits_to_write ? EPOLLOUT : 0U);
    struct epoll_event event = {.events = events, .data.ptr = link->watch.who};
    if (link->fd < 0 || link->events == events)
        return;
    link->events = events;
    epoll_ctl(link->watch.epoll, EPOLL_CTL_MOD, link->fd, &event);
}
