/* SPDX-License-Identifier: MIT */
#include "probe/connecting.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Where the bytes of an IPv4 address stand. */
enum { MAPPED = 12 };

void connecting_init(struct connecting *connecting, struct watch watch)
{
    *connecting = (struct connecting){.watch = watch};
    for (size_t i = 0; i < RESOLUTION_MAX; i++)
        connecting->fds[i] = -1;
}

/* The index at or behind `from` of an address of the family, or `count`. */
static size_t find_family(const struct resolution *resolution, size_t from, bool ipv4)
{
    while (from < resolution->count && ip_is_ipv4(&resolution->addresses[from]) != ipv4)
        from++;
    return from;
}

/* Puts the addresses in such an order that the families take turns. */
void connecting_begin(struct connecting *connecting,
                      const struct resolution *resolution, uint16_t port)
{
    size_t next[2] = {find_family(resolution, 0, false),
                      find_family(resolution, 0, true)};
    bool ipv4 = false;
    connecting->port = port;
    while (connecting->count < resolution->count) {
        if (next[ipv4] < resolution->count) {
            size_t index = next[ipv4];
            connecting->addresses[connecting->count++] = resolution->addresses[index];
            next[ipv4] = find_family(resolution, index + 1, ipv4);
        }
        ipv4 = !ipv4;
    }
}

static int connect_ipv4(int fd, const struct ip_address *address, uint16_t port)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port)};
    memcpy(&name.sin_addr, address->bytes + MAPPED, sizeof name.sin_addr);
    return connect(fd, (const struct sockaddr *)&name, sizeof name);
}

static int connect_ipv6(int fd, const struct ip_address *address, uint16_t port)
{
    struct sockaddr_in6 name = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    memcpy(&name.sin6_addr, address->bytes, sizeof name.sin6_addr);
    return connect(fd, (const struct sockaddr *)&name, sizeof name);
}

/* Opens a socket and lets it connect; errno, or 0 when it is on its way. */
static int start(struct connecting *connecting, size_t index)
{
    const struct ip_address *address = &connecting->addresses[index];
    bool ipv4 = ip_is_ipv4(address);
    int fd = socket(ipv4 ? AF_INET : AF_INET6,
                    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    connecting->fds[index] = fd;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    int result = ipv4 ? connect_ipv4(fd, address, connecting->port)
                      : connect_ipv6(fd, address, connecting->port);
    if (result != 0 && errno != EINPROGRESS)
        return errno;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = connecting->watch.who};
    return epoll_ctl(connecting->watch.epoll, EPOLL_CTL_ADD, fd, &event) == 0 ? 0
                                                                              : errno;
}

static void close_one(struct connecting *connecting, size_t index)
{
    if (connecting->fds[index] >= 0)
        close(connecting->fds[index]);
    connecting->fds[index] = -1;
}

static void start_next(struct connecting *connecting, long long now)
{
    size_t index = connecting->started++;
    connecting->errors[index] = start(connecting, index);
    connecting->next = now + CONNECTING_STAGGER_MS;
    if (connecting->errors[index] == 0)
        return;
    close_one(connecting, index);
    connecting->next = now;
}

/* Whether an attempt has come to its end, with its errno or 0 in `errors`. */
static bool is_over(struct connecting *connecting, size_t index)
{
    int fd = connecting->fds[index];
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    socklen_t size = sizeof(int);
    if (poll(&ready, 1, 0) <= 0)
        return false;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &connecting->errors[index], &size) != 0)
        connecting->errors[index] = errno;
    return true;
}

/* Closes those that have failed. Returns whether one has arrived. */
static bool look(struct connecting *connecting, long long now)
{
    for (size_t i = 0; i < connecting->started; i++) {
        if (connecting->fds[i] < 0 || !is_over(connecting, i))
            continue;
        connecting->winner = i;
        if (connecting->errors[i] == 0)
            return true;
        close_one(connecting, i);
        connecting->next = now; /* no use in waiting any longer with the next */
    }
    return false;
}

static bool is_any_open(const struct connecting *connecting)
{
    for (size_t i = 0; i < connecting->started; i++)
        if (connecting->fds[i] >= 0)
            return true;
    return false;
}

enum outcome connecting_advance(struct connecting *connecting, long long now)
{
    if (look(connecting, now))
        return OUTCOME_DONE;
    while (connecting->started < connecting->count && connecting->next <= now)
        start_next(connecting, now);
    return is_any_open(connecting) ? OUTCOME_WAIT : OUTCOME_FAILED;
}

int connecting_take(struct connecting *connecting)
{
    int fd = connecting->fds[connecting->winner];
    connecting->fds[connecting->winner] = -1;
    connecting_clear(connecting);
    return fd;
}

void connecting_clear(struct connecting *connecting)
{
    for (size_t i = 0; i < RESOLUTION_MAX; i++)
        close_one(connecting, i);
}
