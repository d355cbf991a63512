/* SPDX-License-Identifier: MIT */
/* A long line to a DNS server: passes datagrams on after a while, in both directions,
 * and loses some of them.
 *
 *     long_line PORT SERVER_PORT MILLISECONDS LOST_OF_10000
 *
 * Both ports are at 127.0.0.1. Which datagrams get lost is the same in every run. Ends
 * when it is killed. */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    CLIENTS_MAX = 512,
    DATAGRAM_MAX = 1500,
    UNDER_WAY_MAX = 1 << 16,
    BATCH = 256,
    SOCKET_BUFFER = 32 << 20,
};

/* One who asks: a socket of ours stands for each towards the server. */
struct client {
    struct sockaddr_in address;
    int socket;
};

struct datagram {
    int64_t due; /* nanoseconds */
    size_t client;
    bool to_server;
    size_t size;
    char bytes[DATAGRAM_MAX];
};

struct line {
    struct sockaddr_in server;
    int socket; /* where clients ask */
    struct client clients[CLIENTS_MAX];
    size_t client_count;
    struct pollfd polled[CLIENTS_MAX + 1];
    struct datagram *queue; /* a ring; what came first is due first */
    size_t first, count;
    int64_t delay;
    unsigned lost_of_10000;
    uint32_t random;
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static struct sockaddr_in loopback(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static int new_socket(void)
{
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (descriptor < 0)
        err(1, "socket");
    int size = SOCKET_BUFFER;
    /* Without the privilege it is as large as the system allows. */
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    return descriptor;
}

/* The index of who has this address; a new one is added. */
static size_t find_client(struct line *line, const struct sockaddr_in *address)
{
    for (size_t i = line->client_count; i-- > 0;)
        if (line->clients[i].address.sin_port == address->sin_port)
            return i;
    if (line->client_count == CLIENTS_MAX)
        errx(1, "more than %d clients", CLIENTS_MAX);
    size_t index = line->client_count++;
    int descriptor = new_socket();
    if (connect(descriptor, (struct sockaddr *)&line->server, sizeof line->server) != 0)
        err(1, "connect");
    line->clients[index] = (struct client){*address, descriptor};
    line->polled[index + 1] = (struct pollfd){.fd = descriptor, .events = POLLIN};
    return index;
}

static bool is_lost(struct line *line)
{
    line->random = line->random * 1664525 + 1013904223;
    return (line->random >> 8) % 10000 < line->lost_of_10000;
}

/* Takes what came in at the end of the queue, unless it is lost. */
static void take(struct line *line, const struct datagram *datagram, int64_t time)
{
    if (is_lost(line))
        return;
    if (line->count == UNDER_WAY_MAX)
        errx(1, "more than %d datagrams under way", UNDER_WAY_MAX);
    struct datagram *end = &line->queue[(line->first + line->count++) % UNDER_WAY_MAX];
    memcpy(end->bytes, datagram->bytes, datagram->size);
    end->size = datagram->size;
    end->client = datagram->client;
    end->to_server = datagram->to_server;
    end->due = time + line->delay;
}

static void receive_questions(struct line *line, int64_t time)
{
    struct datagram datagram = {.to_server = true};
    for (int i = 0; i < BATCH; i++) {
        struct sockaddr_in from = {0};
        socklen_t length = sizeof from;
        ssize_t size = recvfrom(line->socket, datagram.bytes, DATAGRAM_MAX, 0,
                                (struct sockaddr *)&from, &length);
        if (size < 0)
            return;
        datagram.size = (size_t)size;
        datagram.client = find_client(line, &from);
        take(line, &datagram, time);
    }
}

static void receive_answers(struct line *line, size_t client, int64_t time)
{
    struct datagram datagram = {.client = client};
    for (int i = 0; i < BATCH; i++) {
        ssize_t size =
            recv(line->clients[client].socket, datagram.bytes, DATAGRAM_MAX, 0);
        if (size < 0)
            return;
        datagram.size = (size_t)size;
        take(line, &datagram, time);
    }
}

static void send_on(struct line *line, const struct datagram *datagram)
{
    const struct client *client = &line->clients[datagram->client];
    ssize_t sent =
        datagram->to_server
            ? send(client->socket, datagram->bytes, datagram->size, 0)
            : sendto(line->socket, datagram->bytes, datagram->size, 0,
                     (const struct sockaddr *)&client->address, sizeof client->address);
    /* One that cannot be sent is lost, as on any line. */
    (void)sent;
}

static void send_what_is_due(struct line *line, int64_t time)
{
    while (line->count > 0 && line->queue[line->first].due <= time) {
        send_on(line, &line->queue[line->first]);
        line->first = (line->first + 1) % UNDER_WAY_MAX;
        line->count--;
    }
}

/* Until something comes in or is due. */
static void wait(struct line *line)
{
    struct timespec left = {1, 0};
    if (line->count > 0) {
        int64_t rest = line->queue[line->first].due - now();
        left = (struct timespec){0, rest > 0 ? rest : 0};
    }
    ppoll(line->polled, line->client_count + 1, &left, NULL);
}

static void pass_on_for_ever(struct line *line)
{
    for (;;) {
        wait(line);
        int64_t time = now();
        if (line->polled[0].revents != 0)
            receive_questions(line, time);
        for (size_t i = 0; i < line->client_count; i++)
            if (line->polled[i + 1].revents != 0)
                receive_answers(line, i, time);
        send_what_is_due(line, time);
    }
}

int main(int count, char **words)
{
    if (count != 5)
        errx(2, "usage: long_line PORT SERVER_PORT MILLISECONDS LOST_OF_10000");
    static struct line line;
    line.server = loopback(words[2]);
    line.delay = strtol(words[3], NULL, 10) * 1000000;
    line.lost_of_10000 = (unsigned)strtoul(words[4], NULL, 10);
    line.socket = new_socket();
    line.polled[0] = (struct pollfd){.fd = line.socket, .events = POLLIN};
    line.queue = calloc(UNDER_WAY_MAX, sizeof *line.queue);
    struct sockaddr_in address = loopback(words[1]);
    if (line.queue == NULL)
        err(1, "calloc");
    if (bind(line.socket, (struct sockaddr *)&address, sizeof address) != 0)
        err(1, "bind");
    pass_on_for_ever(&line);
}
