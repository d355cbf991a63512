/* SPDX-License-Identifier: MIT */
#include "http/connections.h"

#include "base/memory.h"

#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

enum {
    TARGET_LIMIT = 16 * 1024,
    KEPT_BODY_MAX = 4 * 1024,
    SWAP_POLL_NANOSECONDS = 1000000
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

static int64_t monotonic_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void set_deadline(struct connection *connection, unsigned seconds)
{
    atomic_store_explicit(&connection->deadline,
                          monotonic_milliseconds() + (int64_t)seconds * 1000,
                          memory_order_relaxed);
}

static void read_peer(struct connection *connection)
{
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    if (getpeername(connection->socket, (struct sockaddr *)&storage, &length) != 0)
        return;
    if (storage.ss_family == AF_INET6) {
        memcpy(connection->peer.bytes,
               &((const struct sockaddr_in6 *)(const void *)&storage)->sin6_addr, 16);
        connection->has_peer = true;
    } else if (storage.ss_family == AF_INET) {
        connection->peer = (struct ip_address){.bytes = {[10] = 0xFF, [11] = 0xFF}};
        memcpy(connection->peer.bytes + 12,
               &((const struct sockaddr_in *)(const void *)&storage)->sin_addr, 4);
        connection->has_peer = true;
    }
}

struct connection *connections_open(struct connections *connections, int socket)
{
    struct connection *connection = memory_new(sizeof *connection);
    connection->socket = socket;
    read_peer(connection);
    response_init(&connection->response);
    buf_init(&connection->body, BODY_LIMIT);
    buf_init(&connection->target_text, TARGET_LIMIT);
    set_deadline(connection, REQUEST_SECONDS);

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
    set_deadline(connection, REQUEST_SECONDS);
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
    atomic_store_explicit(&connection->deadline, 0, memory_order_relaxed);
}

void connection_note_completed(struct connections *connections,
                               struct connection *connection)
{
    set_deadline(connection, connections->idle_seconds + REQUEST_SECONDS);
    response_reset(&connection->response);
    if (connection->response.body.capacity > KEPT_BODY_MAX) {
        envelope_clear(&connection->envelope);
        buf_clear(&connection->response.body);
    }
    if (connection->body.capacity > KEPT_BODY_MAX)
        buf_clear(&connection->body);
}

void connections_end_overdue(struct connections *connections)
{
    int64_t now = monotonic_milliseconds();
    pthread_mutex_lock(&connections->lock);
    for (struct connection *at = connections->first; at != NULL; at = at->next) {
        int64_t deadline = atomic_load_explicit(&at->deadline, memory_order_relaxed);
        if (deadline != 0 && deadline < now)
            shutdown(at->socket, SHUT_RDWR);
    }
    pthread_mutex_unlock(&connections->lock);
}
