/* SPDX-License-Identifier: MIT */
#include "dns/servers.h"

#include "base/memory.h"
#include "dns/resolve.h"

#include <string.h>

enum {
    /* How long a resolver may be silent until it counts as dead: where there are
     * others, they have answered meanwhile. */
    PATIENCE_ALONE_MS = CHANNEL_TIMEOUT_MS,
    PATIENCE_MS = 2000,
};

bool servers_add_resolver(struct dns *dns, const struct endpoint *endpoint)
{
    unsigned number = (unsigned)dns->resolver_count;
    struct server *server = server_new(endpoint, dns->rate, true);
    server->number = number;
    server->channel = channel_new(dns->outgoing, dns->epoll, number, endpoint);
    dns->resolvers[dns->resolver_count++] = server;
    return server->channel != NULL;
}

static struct server **slot_of(struct dns *dns, const struct endpoint *endpoint)
{
    uint32_t hash = 2166136261U ^ endpoint->port;
    for (size_t i = 0; i < sizeof endpoint->ip.bytes; i++)
        hash = (hash ^ endpoint->ip.bytes[i]) * 16777619U;
    return &dns->name_servers[(hash ^ hash >> 16) % NAME_SERVER_SLOTS];
}

static bool is_at(const struct server *server, const struct endpoint *endpoint)
{
    return server->endpoint.port == endpoint->port &&
           memcmp(&server->endpoint.ip, &endpoint->ip, sizeof endpoint->ip) == 0;
}

struct server *servers_get(struct dns *dns, const char *address)
{
    struct endpoint endpoint;
    if (!endpoint_parse(address, &endpoint))
        return NULL;
    struct server **slot = slot_of(dns, &endpoint), *server = *slot;
    while (server != NULL && !is_at(server, &endpoint))
        server = server->next_same_hash;
    if (server == NULL) {
        server = server_new(&endpoint, dns->rate, false);
        server->next_same_hash = *slot;
        *slot = server;
    }
    server->questions++;
    return server;
}

static void close_channel(struct dns *dns, struct server *server)
{
    if (server->channel == NULL)
        return;
    channel_free(TAKE(server->channel));
    dns->open[server->number] = NULL;
}

void servers_release(struct dns *dns, struct server *server)
{
    if (--server->questions > 0)
        return;
    struct server **link = slot_of(dns, &server->endpoint);
    while (*link != server)
        link = &(*link)->next_same_hash;
    *link = server->next_same_hash;
    close_channel(dns, server);
    server_free(server);
}

/* Frees the place of somebody who does not need it now, each in its turn. False if
 * there is none; then there is none until the next tick. */
static bool find_place(struct dns *dns, unsigned *place)
{
    for (unsigned i = 0; i < NAME_SERVERS_OPEN_MAX && !dns->is_full; i++) {
        dns->place = (dns->place + 1) % NAME_SERVERS_OPEN_MAX;
        struct server *server = dns->open[dns->place];
        if (server != NULL && (server->waiting > 0 || server->first_queued != NULL))
            continue;
        if (server != NULL)
            close_channel(dns, server);
        *place = dns->place;
        return true;
    }
    dns->is_full = true;
    return false;
}

bool servers_open(struct dns *dns, struct server *server)
{
    if (server->channel != NULL)
        return true;
    if (!find_place(dns, &server->number))
        return false;
    server->channel = channel_new(dns->outgoing, dns->epoll,
                                  RESOLVERS_MAX + server->number, &server->endpoint);
    if (server->channel == NULL) {
        server->is_dead = true;
        server->failure = DNS_UNREACHABLE;
        return false;
    }
    dns->open[server->number] = server;
    return true;
}

struct server *servers_by_tag(const struct dns *dns, uint32_t tag)
{
    return tag < RESOLVERS_MAX ? dns->resolvers[tag] : dns->open[tag - RESOLVERS_MAX];
}

static void tick(struct dns *dns, struct server *server, unsigned milliseconds,
                 unsigned patience)
{
    server_tick(server, dns->now, milliseconds, patience);
    if (server_wants_probe(server, dns->now))
        resolve_probe(dns, server);
    if (server->open > 0)
        channel_tick(server->channel);
}

void servers_tick(struct dns *dns, unsigned milliseconds)
{
    unsigned patience = dns->resolver_count > 1 ? PATIENCE_MS : PATIENCE_ALONE_MS;
    for (size_t i = 0; i < dns->resolver_count; i++)
        tick(dns, dns->resolvers[i], milliseconds, patience);
    for (size_t i = 0; i < NAME_SERVERS_OPEN_MAX; i++)
        if (dns->open[i] != NULL)
            tick(dns, dns->open[i], milliseconds, PATIENCE_ALONE_MS);
    dns->is_full = false;
}

bool servers_are_known(const struct dns *dns)
{
    for (size_t i = 0; i < dns->resolver_count; i++) {
        const struct server *server = dns->resolvers[i];
        if (server->asked != 0 && !server->has_answered && !server->is_dead)
            return false;
    }
    return true;
}

void servers_clear(struct dns *dns)
{
    for (size_t i = 0; i < dns->resolver_count; i++)
        server_free(dns->resolvers[i]);
    for (size_t i = 0; i < NAME_SERVER_SLOTS; i++) {
        for (struct server *each = dns->name_servers[i], *next; each; each = next) {
            next = each->next_same_hash;
            server_free(each);
        }
    }
}
