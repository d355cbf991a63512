/* SPDX-License-Identifier: MIT */
/* Written for c-ares 1.18 to 1.34; the functions that newer ones call deprecated are
 * those that all of them have. */
#define CARES_NO_DEPRECATED
#include "dns/channel.h"

#include "base/memory.h"
#include "dns/outgoing.h"
#include "dns/query.h"

#include <ares.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>

enum { ID_BYTES = 256 };

struct channel {
    ares_channel ares;
    struct outgoing_sockets sockets;
    int epoll;
    uint32_t tag;
    uint8_t ids[ID_BYTES]; /* random; used up from the end */
    size_t id_bytes;
};

/* c-ares reads a TCP connection only once for an event, so that the level has to
 * trigger. */
static void watch(void *context, ares_socket_t socket, int readable, int writable)
{
    const struct channel *channel = context;
    struct epoll_event event = {
        .events = (readable ? EPOLLIN : 0U) | (writable ? EPOLLOUT : 0U),
        .data.u64 = (uint64_t)channel->tag << 32 | (uint32_t)socket,
    };
    if (!readable && !writable)
        epoll_ctl(channel->epoll, EPOLL_CTL_DEL, socket, &event);
    else if (epoll_ctl(channel->epoll, EPOLL_CTL_ADD, socket, &event) != 0 &&
             errno == EEXIST)
        epoll_ctl(channel->epoll, EPOLL_CTL_MOD, socket, &event);
}

static int open_ares(struct channel *channel)
{
    struct ares_options options;
    memset(&options, 0, sizeof options);
    options.flags = ARES_FLAG_EDNS | ARES_FLAG_NOCHECKRESP | ARES_FLAG_STAYOPEN;
    options.timeout = CHANNEL_TIMEOUT_MS;
    options.tries = 1;
    options.ednspsz = EDNS_SIZE;
    options.sock_state_cb = watch;
    options.sock_state_cb_data = channel;
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ |
               ARES_OPT_SOCK_STATE_CB | ARES_OPT_NOROTATE;
    /* Since 1.31 answers would come out of a cache. */
#ifdef ARES_OPT_QUERY_CACHE
    options.qcache_max_ttl = 0;
    mask |= ARES_OPT_QUERY_CACHE;
#endif
    return ares_init_options(&channel->ares, &options, mask);
}

static int name_server(struct channel *channel, const struct endpoint *endpoint)
{
    char ip[IP_TEXT_SIZE], server[IP_TEXT_SIZE + 10];
    ip_format(&endpoint->ip, ip);
    snprintf(server, sizeof server, strchr(ip, ':') != NULL ? "[%s]:%u" : "%s:%u", ip,
             (unsigned)endpoint->port);
    return ares_set_servers_ports_csv(channel->ares, server);
}

struct channel *channel_new(struct outgoing *outgoing, int epoll, uint32_t tag,
                            const struct endpoint *endpoint)
{
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
        return NULL;
    struct channel *channel = memory_new(sizeof *channel);
    channel->epoll = epoll;
    channel->tag = tag;
    if (open_ares(channel) != ARES_SUCCESS ||
        name_server(channel, endpoint) != ARES_SUCCESS) {
        channel_free(channel);
        return NULL;
    }
    outgoing_serve(outgoing, &channel->sockets, channel->ares);
    return channel;
}

void channel_free(struct channel *channel)
{
    if (channel == NULL)
        return;
    if (channel->ares != NULL)
        ares_destroy(channel->ares);
    ares_library_cleanup();
    memory_free(channel);
}

/* With a message, it says what became of the question, whatever the status is. */
static void on_answer(void *context, int status, int timeouts, unsigned char *bytes,
                      int length)
{
    struct channel_question *question = context;
    struct wire message = {bytes, bytes != NULL && length > 0 ? (size_t)length : 0};
    enum dns_result reason = DNS_GARBAGE;
    (void)timeouts;
    if (status == ARES_ETIMEOUT || status == ARES_EDESTRUCTION)
        reason = DNS_TIMEOUT;
    else if (status == ARES_ECONNREFUSED)
        reason = DNS_UNREACHABLE;
    question->reply(question, message, reason);
}

/* An id that nobody can guess (RFC 5452 9.2). c-ares takes the one that it is given;
 * newer ones replace it by one of their own. */
static void set_id(struct channel *channel, uint8_t *query)
{
    if (channel->id_bytes == 0) {
        while (getrandom(channel->ids, ID_BYTES, 0) != ID_BYTES)
            continue;
        channel->id_bytes = ID_BYTES;
    }
    query[0] = channel->ids[--channel->id_bytes];
    query[1] = channel->ids[--channel->id_bytes];
}

void channel_send(struct channel *channel, uint8_t *query, size_t length,
                  struct channel_question *question)
{
    set_id(channel, query);
    ares_send(channel->ares, query, (int)length, on_answer, question);
}

void channel_event(struct channel *channel, int socket, uint32_t events)
{
    ares_process_fd(channel->ares,
                    (events & ~(uint32_t)EPOLLOUT) != 0 ? socket : ARES_SOCKET_BAD,
                    (events & EPOLLOUT) != 0 ? socket : ARES_SOCKET_BAD);
}

void channel_tick(struct channel *channel)
{
    ares_process_fd(channel->ares, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

static void take_endpoint(const struct ares_addr_port_node *node, struct endpoint *out)
{
    static const uint8_t mapped[12] = {[10] = 0xFF, 0xFF};
    if (node->family == AF_INET) {
        memcpy(out->ip.bytes, mapped, sizeof mapped);
        memcpy(out->ip.bytes + sizeof mapped, &node->addr.addr4, 4);
    } else {
        memcpy(out->ip.bytes, &node->addr.addr6, 16);
    }
    out->port = node->udp_port != 0 ? (uint16_t)node->udp_port : ENDPOINT_PORT;
}

size_t channel_find_resolvers(struct endpoint *out, size_t size)
{
    struct ares_addr_port_node *list = NULL;
    ares_channel ares = NULL;
    size_t count = 0;
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
        return 0;
    if (ares_init(&ares) == ARES_SUCCESS) {
        ares_get_servers_ports(ares, &list);
        for (const struct ares_addr_port_node *node = list;
             node != NULL && count < size; node = node->next)
            take_endpoint(node, &out[count++]);
        ares_free_data(list);
        ares_destroy(ares);
    }
    ares_library_cleanup();
    return count;
}
