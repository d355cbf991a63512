/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "http/connections.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* An address to tell catalogs apart by; nothing looks inside. */
static const struct catalog *catalog_number(size_t number)
{
    static const char catalogs[8];
    return (const struct catalog *)(const void *)(catalogs + number);
}

static struct connection *open_at(struct connections *connections, int socket,
                                  const char *peer)
{
    struct sockaddr_storage storage = {.ss_family = AF_UNIX};
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&storage;
    struct sockaddr_in *v4 = (struct sockaddr_in *)&storage;
    struct ip_address address;
    if (peer != NULL && ip_parse(peer, strlen(peer), &address)) {
        bool is_v4 = strchr(peer, ':') == NULL;
        storage.ss_family = is_v4 ? AF_INET : AF_INET6;
        if (is_v4)
            memcpy(&v4->sin_addr, address.bytes + 12, 4);
        else
            memcpy(&v6->sin6_addr, address.bytes, 16);
    }
    return connections_open(connections, socket, (const struct sockaddr *)&storage);
}

/* Whoever the system cannot name any more must not pass for a unix socket, whose other
 * end is trusted: the address is that of the accepted connection, not the socket's. */
static void peers(void)
{
    static const char *const rows[] = {"203.0.113.9", "2001:db8::1", NULL};
    struct connections *connections = connections_new(catalog_number(0), 10);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[IP_TEXT_SIZE] = "unix";
        expect_case(rows[i]);
        struct connection *connection = open_at(connections, -1, rows[i]);
        EXPECT_UINT(connection->has_peer, rows[i] != NULL);
        if (connection->has_peer)
            ip_format(&connection->peer, text);
        EXPECT_TEXT(text, rows[i] != NULL ? rows[i] : "unix");
        connections_close(connections, connection);
    }
    connections_free(connections);
}

static void requests(void)
{
    struct connections *connections = connections_new(catalog_number(0), 10);
    struct connection *connection = open_at(connections, -1, NULL);
    connection_note_request(connection, "/a?b=c");
    EXPECT(connection->target_is_legal);
    EXPECT_TEXT(connection->target.path, "/a");
    buf_puts(&connection->body, "body");
    response_text(&connection->response, 200, "yes");
    connection_note_completed(connections, connection);
    EXPECT_UINT(connection->response.status, 0);
    connection_note_request(connection, "no target");
    EXPECT(!connection->target_is_legal);
    EXPECT_UINT(connection->body.length, 0);
    EXPECT(!connection->head_is_read);
    connections_close(connections, connection);
    connections_free(connections);
}

/* The deadline only moves where it has to. */
static void deadlines(void)
{
    enum { IDLE_SECONDS = 100 };
    struct connections *connections = connections_new(catalog_number(0), IDLE_SECONDS);
    struct connection *connection = open_at(connections, -1, NULL);
    int64_t opened = atomic_load(&connection->deadline);
    EXPECT(atomic_load(&connection->waits_since) != 0);
    connection_note_request(connection, "/");
    int64_t begun = atomic_load(&connection->deadline);
    EXPECT(begun <= opened - IDLE_SECONDS * 1000L + 1000);
    EXPECT(atomic_load(&connection->waits_since) == 0);
    atomic_store(&connection->deadline, begun - 5000); /* it was seen to begin */
    connection_note_request(connection, "/");
    EXPECT(atomic_load(&connection->deadline) == begun - 5000);
    connection_note_answer(connection);
    EXPECT(atomic_load(&connection->deadline) == 0);
    connection_note_request(connection, "/");
    EXPECT(atomic_load(&connection->deadline) == 0);
    connection_note_completed(connections, connection);
    EXPECT(atomic_load(&connection->deadline) >= opened);
    connections_close(connections, connection);
    connections_free(connections);
}

static bool is_shut_down(int socket)
{
    char byte;
    return recv(socket, &byte, 1, MSG_DONTWAIT) == 0;
}

static void overdue(void)
{
    int pairs[3][2];
    struct connection *open[3];
    struct connections *connections = connections_new(catalog_number(0), 10);
    for (size_t i = 0; i < 3; i++) {
        EXPECT(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]) == 0);
        open[i] = open_at(connections, pairs[i][0], NULL);
    }
    atomic_store(&open[1]->deadline, 1); /* long ago */
    connection_note_answer(open[2]);
    connections_end_overdue(connections);
    for (size_t i = 0; i < 3; i++)
        EXPECT_UINT(is_shut_down(pairs[i][1]), i == 1);
    for (size_t i = 0; i < 3; i++) {
        connections_close(connections, open[i]);
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
    connections_free(connections);
}

static void swap_without_readers(void)
{
    struct connections *connections = connections_new(catalog_number(0), 10);
    struct connection *connection = open_at(connections, -1, NULL);
    EXPECT(connection_acquire(connections, connection) == catalog_number(0));
    connection_release(connection);
    EXPECT(connections_swap(connections, catalog_number(1)) == catalog_number(0));
    EXPECT(connection_acquire(connections, connection) == catalog_number(1));
    /* A reader of the new catalog keeps nobody from swapping the one after it in. */
    connection_release(connection);
    EXPECT(connections_swap(connections, NULL) == catalog_number(1));
    connections_close(connections, connection);
    connections_free(connections);
}

/* Readers under a writer that counts a catalog as gone when the swap returns it. */
struct race {
    struct connections *connections;
    atomic_bool gone[8];
    atomic_bool stop;
    atomic_ulong mistakes, reads;
    pthread_barrier_t ready; /* every reader has read once */
};

static void read_once(struct race *race, struct connection *connection)
{
    const struct catalog *catalog = connection_acquire(race->connections, connection);
    size_t number = (size_t)((const char *)(const void *)catalog -
                             (const char *)(const void *)catalog_number(0));
    if (atomic_load(&race->gone[number]))
        atomic_fetch_add(&race->mistakes, 1);
    atomic_fetch_add(&race->reads, 1);
    connection_release(connection);
}

static void *read_again_and_again(void *context)
{
    struct race *race = context;
    struct connection *connection = open_at(race->connections, -1, NULL);
    read_once(race, connection);
    pthread_barrier_wait(&race->ready);
    while (!atomic_load(&race->stop))
        read_once(race, connection);
    connections_close(race->connections, connection);
    return NULL;
}

static void swap_beside_readers(void)
{
    enum { READERS = 4, SWAPS = 500 };
    pthread_t threads[READERS];
    struct race race = {.connections = connections_new(catalog_number(0), 10)};
    pthread_barrier_init(&race.ready, NULL, READERS + 1);
    for (size_t i = 0; i < READERS; i++)
        EXPECT(pthread_create(&threads[i], NULL, read_again_and_again, &race) == 0);
    pthread_barrier_wait(&race.ready);
    /* Longer than a time slice, if that is what it takes until readers have their turn.
     */
    for (size_t i = 1; i <= SWAPS || atomic_load(&race.reads) <= READERS; i++) {
        atomic_store(&race.gone[i % 8], false);
        EXPECT(connections_swap(race.connections, catalog_number(i % 8)) ==
               catalog_number((i - 1) % 8));
        atomic_store(&race.gone[(i - 1) % 8], true);
    }
    atomic_store(&race.stop, true);
    for (size_t i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    EXPECT_UINT(atomic_load(&race.mistakes), 0);
    pthread_barrier_destroy(&race.ready);
    connections_free(race.connections);
}

int main(void)
{
    RUN(peers);
    RUN(requests);
    RUN(deadlines);
    RUN(overdue);
    RUN(swap_without_readers);
    RUN(swap_beside_readers);
    return expect_report();
}
