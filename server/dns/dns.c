/* SPDX-License-Identifier: MIT */
#include "dns/dns.h"

#include "base/memory.h"
#include "dns/message.h"
#include "dns/outgoing.h"
#include "dns/ready.h"
#include "dns/resolve.h"
#include "dns/send.h"
#include "dns/servers.h"

#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum {
    EVENTS = 64,
    SERVERS_TICK_MS = 50,
    KEPT_MAX = 1 << 20, /* bytes of answers that nobody needs now but may again */
    QUEUE_BUSY = 128,
    HAND_OUTS = 16, /* between two looks at the sockets */
    NAP_NS = 150 * 1000,
};

void clock_look(struct dns *dns)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    dns->now = (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static bool add_given(struct dns *dns, const struct dns_options *options,
                      struct error *error)
{
    for (size_t i = 0; i < options->resolver_count; i++) {
        struct endpoint endpoint;
        const char *text = options->resolvers[i];
        if (!endpoint_parse(text, &endpoint))
            return error_set(error, ERROR_INPUT,
                             "%.100s: not the address of a resolver; give "
                             "ADDR or ADDR:PORT, such as 192.0.2.1 or [2001:db8::1]:53",
                             text);
        if (i == RESOLVERS_MAX)
            return error_set(error, ERROR_INPUT, "%s: more than %d resolvers", text,
                             RESOLVERS_MAX);
        if (!servers_add_resolver(dns, &endpoint))
            return error_set(error, ERROR_SYSTEM, "%s: no socket to be had", text);
    }
    return true;
}

static bool add_found(struct dns *dns, struct error *error)
{
    struct endpoint found[RESOLVERS_MAX];
    size_t count = channel_find_resolvers(found, RESOLVERS_MAX);
    for (size_t i = 0; i < count; i++)
        if (!servers_add_resolver(dns, &found[i]))
            return error_set(error, ERROR_SYSTEM, "no socket to be had");
    if (count == 0)
        return error_set(error, ERROR_SYSTEM, "/etc/resolv.conf: names no resolver");
    return true;
}

struct dns *dns_new(const struct dns_options *options, struct error *error)
{
    AUTO(dns) struct dns *dns = memory_new(sizeof *dns);
    dns->rate = options->rate;
    dns->outgoing = outgoing_new();
    dns->last_queued = &dns->first_queued;
    dns->last_ready = &dns->first_ready;
    buf_init(&dns->strings, MESSAGE_STRINGS_MAX);
    clock_look(dns);
    dns->ticked = dns->now;
    dns->timers.ticks = dns->now / TIMER_TICK_MS;
    dns->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (dns->epoll < 0) {
        error_set(error, ERROR_SYSTEM, "epoll: no file descriptor to be had");
        return NULL;
    }
    bool is_complete = options->resolver_count > 0 ? add_given(dns, options, error)
                                                   : add_found(dns, error);
    return is_complete ? TAKE(dns) : NULL;
}

void dns_free(struct dns *dns)
{
    if (dns == NULL)
        return;
    servers_clear(dns);
    outgoing_free(dns->outgoing);
    questions_clear(&dns->questions);
    buf_clear(&dns->strings);
    if (dns->epoll >= 0)
        close(dns->epoll);
    memory_free(dns);
}

/* Answers come in their dozens. A server that had to wake us for each of the first ones
 * would have less time for the rest, and we would read them one by one. */
static void nap(void)
{
    static const struct timespec time = {.tv_nsec = NAP_NS};
    nanosleep(&time, NULL);
}

static void read_sockets(struct dns *dns, int wait)
{
    struct epoll_event events[EVENTS];
    if (wait > 0)
        nap();
    int count = epoll_wait(dns->epoll, events, EVENTS, wait);
    clock_look(dns);
    for (int i = 0; i < count; i++) {
        uint32_t tag = (uint32_t)(events[i].data.u64 >> 32);
        struct server *server = servers_by_tag(dns, tag);
        if (server != NULL)
            channel_event(server->channel, (int)(uint32_t)events[i].data.u64,
                          events[i].events);
    }
}

static void forget_surplus(struct dns *dns)
{
    struct question *question;
    while ((question = questions_surplus(&dns->questions, KEPT_MAX)) != NULL) {
        struct server *server = question->server;
        questions_remove(&dns->questions, question);
        if (server != NULL)
            servers_release(dns, server);
    }
}

static void tick(struct dns *dns)
{
    unsigned passed = (unsigned)(dns->now - dns->ticked);
    timers_turn(&dns->timers, dns->now, resolve_ring, dns);
    if (passed < SERVERS_TICK_MS)
        return;
    dns->ticked = dns->now;
    servers_tick(dns, passed);
    send_unstick(dns);
}

/* Sends what can be sent, reads what has come, or waits a tick for it. */
static void turn(struct dns *dns)
{
    clock_look(dns);
    send_all(dns);
    outgoing_send(dns->outgoing);
    read_sockets(dns, dns->first_ready == NULL ? TIMER_TICK_MS : 0);
    tick(dns);
    outgoing_send(dns->outgoing);
    forget_surplus(dns);
}

/* While there are many askers to hand out, their servers must not be left idle. */
void *dns_wait(struct dns *dns)
{
    if (++dns->handed_out % HAND_OUTS == 0)
        turn(dns);
    while (true) {
        struct dns_asker *asker = ready_take(dns);
        if (asker != NULL)
            return asker->context;
        if (dns->waiting == 0 && servers_are_known(dns))
            return NULL;
        turn(dns);
    }
}

bool dns_is_busy(const struct dns *dns)
{
    return dns->first_ready != NULL || dns->queued >= QUEUE_BUSY;
}

unsigned long dns_sent(const struct dns *dns)
{
    return dns->sent;
}

const char *dns_resolver(const struct dns *dns, size_t index)
{
    return index < dns->resolver_count ? dns->resolvers[index]->text : NULL;
}

bool dns_resolver_is_dead(const struct dns *dns, size_t index)
{
    return index < dns->resolver_count && dns->resolvers[index]->is_dead;
}
