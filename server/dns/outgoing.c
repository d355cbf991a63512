/* SPDX-License-Identifier: MIT */
#define CARES_NO_DEPRECATED /* as in channel.c */
#include "dns/outgoing.h"

#include "base/memory.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    BATCH = 64, /* what the kernel takes as one message (udp(7), UDP_SEGMENT) */
    ROOM = 16 * 1024,
    SOCKET_BUFFER = 4 << 20,
};

/* The length of the datagrams that a message is to be taken apart into. */
union segment {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(uint16_t))];
};

struct outgoing {
    struct outgoing_sockets *from; /* whose are all that wait */
    unsigned first, end;
    size_t used; /* of the bytes */
    struct iovec queries[BATCH];
    struct mmsghdr messages[BATCH];
    union segment segments[BATCH];
    uint8_t bytes[ROOM];
};

struct outgoing *outgoing_new(void)
{
    return memory_new(sizeof(struct outgoing));
}

void outgoing_free(struct outgoing *outgoing)
{
    memory_free(outgoing);
}

static unsigned count_alike(const struct outgoing *outgoing, unsigned first)
{
    size_t length = outgoing->queries[first].iov_len;
    unsigned end = first + 1;
    while (!outgoing->from->apart && end < outgoing->end &&
           outgoing->queries[end].iov_len == length)
        end++;
    return end - first;
}

static void ask_for_segments(struct msghdr *message, union segment *segment)
{
    uint16_t length = (uint16_t)message->msg_iov->iov_len;
    segment->head = (struct cmsghdr){.cmsg_level = SOL_UDP,
                                     .cmsg_type = UDP_SEGMENT,
                                     .cmsg_len = CMSG_LEN(sizeof length)};
    memcpy(CMSG_DATA(&segment->head), &length, sizeof length);
    message->msg_control = segment;
    message->msg_controllen = sizeof *segment;
}

/* Queries of one length in a row make one message, which the kernel takes apart where
 * it arrives: they go through it once. Returns how many messages. */
static unsigned arrange(struct outgoing *outgoing)
{
    unsigned count = 0;
    for (unsigned i = outgoing->first, alike; i < outgoing->end; i += alike) {
        struct msghdr *message = &outgoing->messages[count].msg_hdr;
        alike = count_alike(outgoing, i);
        *message =
            (struct msghdr){.msg_iov = &outgoing->queries[i], .msg_iovlen = alike};
        if (alike > 1)
            ask_for_segments(message, &outgoing->segments[count]);
        count++;
    }
    return count;
}

/* An error may be what came back for an earlier datagram: that is told once, and that
 * nobody listens will be heard by c-ares. What is told of a message twice is about it:
 * c-ares has to know. */
static void note_error(struct outgoing *outgoing, unsigned *told)
{
    size_t alike = outgoing->messages[0].msg_hdr.msg_iovlen;
    bool may_be_size = errno == EINVAL || errno == EMSGSIZE || errno == EIO;
    if (alike > 1 && may_be_size) {
        outgoing->from->apart = true;
    } else if (errno != ECONNREFUSED && errno != EINTR && ++*told == 2) {
        outgoing->from->failed = true;
        outgoing->first += (unsigned)alike;
        *told = 0;
    }
}

void outgoing_send(struct outgoing *outgoing)
{
    unsigned told = 0;
    for (unsigned i = 0; outgoing->first < outgoing->end && i < 4 * BATCH; i++) {
        int sent = sendmmsg(outgoing->from->udp, outgoing->messages, arrange(outgoing),
                            MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN)
            break;
        if (sent < 0)
            note_error(outgoing, &told);
        else
            told = 0;
        for (int k = 0; k < sent; k++)
            outgoing->first += (unsigned)outgoing->messages[k].msg_hdr.msg_iovlen;
    }
    outgoing->first = outgoing->end = 0;
    outgoing->used = 0;
}

static ssize_t put(struct outgoing_sockets *sockets, const struct iovec *parts,
                   int count)
{
    struct outgoing *outgoing = sockets->outgoing;
    size_t length = 0;
    for (int i = 0; i < count; i++)
        length += parts[i].iov_len;
    if (outgoing->end == BATCH || outgoing->from != sockets ||
        length > ROOM - outgoing->used)
        outgoing_send(outgoing);
    if (length > ROOM || sockets->failed) {
        sockets->failed = false;
        return writev(sockets->udp, parts, count);
    }
    outgoing->from = sockets;
    uint8_t *bytes = outgoing->bytes + outgoing->used;
    outgoing->queries[outgoing->end++] = (struct iovec){bytes, length};
    outgoing->used += length;
    for (int i = 0; i < count; i++) {
        memcpy(bytes, parts[i].iov_base, parts[i].iov_len);
        bytes += parts[i].iov_len;
    }
    return (ssize_t)length;
}

/* What c-ares would do about sockets without us: they do not block, and so on. */
static ares_socket_t on_open(int family, int type, int protocol, void *context)
{
    static const int yes = 1, size = SOCKET_BUFFER;
    struct outgoing_sockets *sockets = context;
    int opened = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    if (opened < 0)
        return ARES_SOCKET_BAD;
    if (type == SOCK_STREAM) {
        setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        return opened;
    }
    setsockopt(opened, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(opened, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    sockets->udp = opened;
    return opened;
}

static int on_close(ares_socket_t socket, void *context)
{
    struct outgoing_sockets *sockets = context;
    if (sockets->udp == socket) {
        outgoing_send(sockets->outgoing);
        sockets->udp = -1;
        sockets->failed = false;
    }
    return close(socket);
}

static int on_connect(ares_socket_t socket, const struct sockaddr *address,
                      ares_socklen_t size, void *context)
{
    (void)context;
    return connect(socket, address, size);
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are c-ares's */
static ares_ssize_t on_receive(ares_socket_t socket, void *out, size_t size, int flags,
                               struct sockaddr *sender, ares_socklen_t *sender_size,
                               void *context)
{
    (void)context;
    return recvfrom(socket, out, size, flags, sender, sender_size);
}

static ares_ssize_t on_send(ares_socket_t socket, const struct iovec *parts, int count,
                            void *context)
{
    struct outgoing_sockets *sockets = context;
    return sockets->udp == socket ? put(sockets, parts, count)
                                  : writev(socket, parts, count);
}

void outgoing_serve(struct outgoing *outgoing, struct outgoing_sockets *sockets,
                    ares_channel channel)
{
    static const struct ares_socket_functions functions = {
        on_open, on_close, on_connect, on_receive, on_send,
    };
    *sockets = (struct outgoing_sockets){outgoing, .udp = -1};
    ares_set_socket_functions(channel, &functions, sockets);
}
