/* SPDX-License-Identifier: MIT */
#include "http/connections.h"

#include "base/memory.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

enum {
    TARGET_LIMIT = 16 * 1024,
    KEPT_BODY_MAX = 4 * 1024,
    SWAP_POLL_NANOSECONDS = 1000000,
    CLOCKS_DIFFER_MS = 50,
};

struct connections {
    _Atomic(const struct catalog *) current;
    unsigned idle_seconds;
    pthread_mutex_t lock; /* guards the list, and the sockets in it against closing */
    struct connection *first;
};

struct connections *connections_new(const struct catalog *catalog,
                                    unsigned idle_seconds)
{
    struct connections *connections = memory_new(sizeof *connections);
    atomic_init(&connections->current, catalog);
    connections->idle_seconds = idle_seconds;
    pthread_mutex_init(&connections->lock, NULL);
    return connections;
}

void connections_free(struct connections *connections)
{
    if (connections == NULL)
        return;
    pthread_mutex_destroy(&connections->lock);
    memory_free(connections);
}

static int64_t milliseconds(const struct timespec *time)
{
    return (int64_t)time->tv_sec * 1000 + time->tv_nsec / 1000000;
}

static int64_t now_in_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return milliseconds(&now);
}

static int64_t load(const _Atomic(int64_t) *time)
{
    return atomic_load_explicit(time, memory_order_relaxed);
}

static void store(_Atomic(int64_t) *time, int64_t value)
{
    atomic_store_explicit(time, value, memory_order_relaxed);
}

/* Until a request line is there, nobody here knows whether one has begun. */
static void wait_for_request(const struct connections *connections,
                             struct connection *connection)
{
    int64_t now = now_in_milliseconds();
    unsigned seconds = connections->idle_seconds + REQUEST_SECONDS;
    store(&connection->deadline, now + (int64_t)seconds * 1000);
    store(&connection->waits_since, now);
}

/* A request has begun by `time`. Never makes a deadline later. */
static void limit_request(struct connection *connection, int64_t time)
{
    int64_t deadline = time + (int64_t)REQUEST_SECONDS * 1000;
    int64_t former = load(&connection->deadline);
    while (deadline < former &&
           !atomic_compare_exchange_weak(&connection->deadline, &former, deadline))
        continue;
}

static void note_peer(struct connection *connection, const struct sockaddr *peer)
{
    const void *address = peer;
    if (peer->sa_family == AF_INET6) {
        memcpy(connection->peer.bytes,
               &((const struct sockaddr_in6 *)address)->sin6_addr, 16);
        connection->has_peer = true;
    } else if (peer->sa_family == AF_INET) {
        connection->peer = (struct ip_address){.bytes = {[10] = 0xFF, [11] = 0xFF}};
        memcpy(connection->peer.bytes + 12,
               &((const struct sockaddr_in *)address)->sin_addr, 4);
        connection->has_peer = true;
    }
}

struct connection *connections_open(struct connections *connections, int socket,
                                    const struct sockaddr *peer)
{
    struct connection *connection = memory_new(sizeof *connection);
    connection->socket = socket;
    note_peer(connection, peer);
    response_init(&connection->response);
    buf_init(&connection->body, BODY_LIMIT);
    buf_init(&connection->target_text, TARGET_LIMIT);
    wait_for_request(connections, connection);

    pthread_mutex_lock(&connections->lock);
    connection->next = connections->first;
    if (connection->next != NULL)
        connection->next->previous = connection;
    connections->first = connection;
    pthread_mutex_unlock(&connections->lock);
    return connection;
}

void connections_close(struct connections *connections, struct connection *connection)
{
    pthread_mutex_lock(&connections->lock);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        connections->first = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    pthread_mutex_unlock(&connections->lock);

    envelope_clear(&connection->envelope);
    response_clear(&connection->response);
    buf_clear(&connection->body);
    buf_clear(&connection->target_text);
    memory_free(connection);
}

const struct catalog *connection_acquire(struct connections *connections,
                                         struct connection *connection)
{
    const struct catalog *catalog, *announced;
    do {
        announced = atomic_load(&connections->current);
        atomic_store(&connection->reading, announced);
        catalog = atomic_load(&connections->current);
    } while (catalog != announced);
    return catalog;
}

void connection_release(struct connection *connection)
{
    atomic_store_explicit(&connection->reading, NULL, memory_order_release);
}

static bool is_read(struct connections *connections, const struct catalog *catalog)
{
    bool read = false;
    pthread_mutex_lock(&connections->lock);
    for (struct connection *at = connections->first; at != NULL && !read; at = at->next)
        read = atomic_load(&at->reading) == catalog;
    pthread_mutex_unlock(&connections->lock);
    return read;
}

const struct catalog *connections_swap(struct connections *connections,
                                       const struct catalog *next)
{
    const struct catalog *former = atomic_exchange(&connections->current, next);
    while (is_read(connections, former))
        nanosleep(&(struct timespec){.tv_nsec = SWAP_POLL_NANOSECONDS}, NULL);
    return former;
}

void connection_note_request(struct connection *connection, const char *text)
{
    clock_gettime(CLOCK_MONOTONIC, &connection->started);
    limit_request(connection, milliseconds(&connection->started));
    store(&connection->waits_since, 0);
    buf_reset(&connection->target_text);
    buf_puts(&connection->target_text, text);
    connection->target_is_legal =
        target_parse(buf_text(&connection->target_text), connection->target_text.length,
                     &connection->target);
    connection->head_is_read = false;
    connection->body_length = connection->sent = 0;
    buf_reset(&connection->body);
}

void connection_note_answer(struct connection *connection)
{
    store(&connection->deadline, 0);
}

void connection_note_completed(struct connections *connections,
                               struct connection *connection)
{
    wait_for_request(connections, connection);
    response_reset(&connection->response);
    if (connection->response.body.capacity > KEPT_BODY_MAX) {
        envelope_clear(&connection->envelope);
        buf_clear(&connection->response.body);
    }
    if (connection->body.capacity > KEPT_BODY_MAX)
        buf_clear(&connection->body);
}

/* Whether something came while the connection waits: the beginning of a request line.
 * What belongs to the request before came earlier than it was answered. */
static bool has_begun(const struct connection *connection, const struct tcp_info *info,
                      int64_t now)
{
    int64_t since = load(&connection->waits_since);
    return since != 0 && now - info->tcpi_last_data_recv > since + CLOCKS_DIFFER_MS;
}

/* Whether bytes neither came nor went for as long as that is allowed. */
static bool is_silent(const struct tcp_info *info, unsigned seconds)
{
    int64_t limit = (int64_t)seconds * 1000;
    return info->tcpi_last_data_recv > limit && info->tcpi_last_data_sent > limit;
}

static bool is_overdue(const struct connections *connections,
                       struct connection *connection, int64_t now)
{
    struct tcp_info info;
    socklen_t length = sizeof info;
    bool is_tcp = connection->has_peer && getsockopt(connection->socket, IPPROTO_TCP,
                                                     TCP_INFO, &info, &length) == 0;
    if (is_tcp && has_begun(connection, &info, now))
        limit_request(connection, now);
    int64_t deadline = load(&connection->deadline);
    return (deadline != 0 && deadline < now) ||
           (is_tcp && is_silent(&info, connections->idle_seconds));
}

void connections_end_overdue(struct connections *connections)
{
    int64_t now = now_in_milliseconds();
    pthread_mutex_lock(&connections->lock);
    for (struct connection *at = connections->first; at != NULL; at = at->next)
        if (is_overdue(connections, at, now))
            shutdown(at->socket, SHUT_RDWR);
    pthread_mutex_unlock(&connections->lock);
}
