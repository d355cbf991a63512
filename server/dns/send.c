/* SPDX-License-Identifier: MIT */
/* The resolvers share one queue; a name server has one of its own, and a channel only
 * while it needs it. */
#include "dns/send.h"

#include "dns/resolve.h"
#include "dns/servers.h"

enum {
    BATCH = 32,
    ROW = 16, /* to one resolver before the next: what goes out together goes to one */
};

static void append(struct question ***last, struct question *question)
{
    question->next_queued = NULL;
    **last = question;
    *last = &question->next_queued;
}

static struct question *take(struct dns *dns, struct question **first,
                             struct question ***last)
{
    struct question *question = *first;
    *first = question->next_queued;
    if (*first == NULL)
        *last = first;
    dns->queued--;
    return question;
}

static void list(struct dns *dns, struct server *server)
{
    if (server->is_listed)
        return;
    server->is_listed = true;
    server->next_listed = dns->listed;
    dns->listed = server;
}

void send_later(struct dns *dns, struct question *question)
{
    struct server *server = question->server;
    dns->queued++;
    append(server != NULL ? &server->last_queued : &dns->last_queued, question);
    if (server != NULL)
        list(dns, server);
}

/* The one with the fewest open questions of those that have room; `*is_any_alive` says
 * whether there is hope at all. */
static struct server *find_room(struct dns *dns, bool *is_any_alive)
{
    struct server *found = NULL;
    *is_any_alive = false;
    for (size_t i = 0; i < dns->resolver_count; i++) {
        struct server *each = dns->resolvers[(dns->turn + i) % dns->resolver_count];
        *is_any_alive |= !each->is_dead;
        if (!each->is_dead && server_room(each) > 0 &&
            (found == NULL || each->waiting < found->waiting))
            found = each;
    }
    dns->turn++;
    return found;
}

static void send_row(struct dns *dns, struct server *resolver)
{
    for (unsigned i = 0; i < ROW && dns->first_queued != NULL && !resolver->is_dead &&
                         server_room(resolver) > 0;
         i++)
        resolve_start(dns, take(dns, &dns->first_queued, &dns->last_queued), resolver);
}

static void send_to_resolvers(struct dns *dns)
{
    while (dns->first_queued != NULL) {
        bool is_any_alive;
        struct server *server = find_room(dns, &is_any_alive);
        if (server == NULL && is_any_alive)
            return;
        if (server != NULL)
            send_row(dns, server);
        else
            resolve_fail(dns, take(dns, &dns->first_queued, &dns->last_queued),
                         dns->resolvers[0]->failure);
    }
}

/* Whether its queue is empty afterwards. */
static bool send_to_name_server(struct dns *dns, struct server *server)
{
    while (server->first_queued != NULL) {
        bool can_send =
            !server->is_dead && servers_open(dns, server) && server_room(server) > 0;
        if (!can_send && !server->is_dead)
            return false;
        struct question *question =
            take(dns, &server->first_queued, &server->last_queued);
        if (can_send)
            resolve_start(dns, question, server);
        else
            resolve_fail(dns, question, server->failure);
    }
    return true;
}

/* Those that cannot go on now are looked at again with the next tick. */
static void send_to_name_servers(struct dns *dns)
{
    struct server *server;
    while ((server = dns->listed) != NULL) {
        dns->listed = server->next_listed;
        server->is_listed = false;
        if (send_to_name_server(dns, server))
            continue;
        server->is_listed = true;
        server->next_listed = dns->stuck;
        dns->stuck = server;
    }
}

void send_all(struct dns *dns)
{
    send_to_resolvers(dns);
    send_to_name_servers(dns);
}

/* A few at a time: a server that sleeps has to be woken once for all of them. */
void send_next(struct dns *dns, struct server *server)
{
    if (server_room(server) < BATCH)
        return;
    if (server->is_resolver)
        send_to_resolvers(dns);
    else if (server->channel != NULL)
        send_to_name_server(dns, server);
}

void send_unstick(struct dns *dns)
{
    struct server *server;
    while ((server = dns->stuck) != NULL) {
        dns->stuck = server->next_listed;
        server->next_listed = dns->listed;
        dns->listed = server;
    }
}
