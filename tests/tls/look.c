/* SPDX-License-Identifier: MIT */
/* Usage: look PORT HOST CA_FILE [BYTES]
 * (CA_FILE "system": whom the system trusts.)
 * Shakes hands with 127.0.0.1:PORT as if it were HOST and prints what server/tls makes
 * of it. With BYTES, sends that many in one line and prints how many come back. */
#include "tls/connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WAIT_MS = 20000 };

static const char *const fault_names[] = {"none",   "plain-text", "version", "alert",
                                          "closed", "reset",      "protocol"};

static int connect_to(const char *port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
        fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        perror("connect");
        exit(2);
    }
    return fd;
}

static bool wait_for(int fd, enum tls_step step)
{
    struct pollfd waiting = {.fd = fd,
                             .events = step == TLS_WANT_WRITE ? POLLOUT : POLLIN};
    return poll(&waiting, 1, WAIT_MS) == 1;
}

static bool is_waiting(int fd, enum tls_step step)
{
    return (step == TLS_WANT_READ || step == TLS_WANT_WRITE) && wait_for(fd, step);
}

static enum tls_step shake_hands(struct tls_connection *connection, int fd)
{
    enum tls_step step;
    do
        step = tls_handshake(connection);
    while (is_waiting(fd, step));
    return step;
}

static void print_peer(const struct tls_peer *peer)
{
    const struct certificate *leaf = &peer->chain[0];
    printf("subject %s\nissuer %s\nissuer-name %s\nchain %zu of %zu\n", leaf->subject,
           leaf->issuer, leaf->issuer_name, peer->count, peer->total);
    for (size_t i = 0; i < leaf->name_count; i++)
        printf("name %s\n", leaf->names[i]);
    printf("names %zu\ndays %ld\nself-signed %d\nfingerprint %s\nkey %s\n",
           leaf->name_total, leaf->days_left, leaf->self_signed, leaf->fingerprint,
           leaf->key_fingerprint);
    for (size_t i = 0; i < peer->fault_count; i++)
        printf("certificate %s\n", certificate_fault_name(peer->faults[i]));
    printf("sentence %s\ninspector %s\n", peer->sentence != NULL ? peer->sentence : "-",
           peer->inspector != NULL ? peer->inspector : "-");
}

static enum tls_step send_line(struct tls_connection *connection, int fd, size_t count)
{
    char *line = malloc(count);
    size_t sent = 0, written;
    enum tls_step step = TLS_DONE;
    memset(line, 'x', count);
    line[count - 1] = '\n';
    while (sent < count && (step == TLS_DONE || is_waiting(fd, step))) {
        step = tls_write(connection, line + sent, count - sent, &written);
        sent += written;
    }
    free(line);
    return step;
}

static enum tls_step read_line(struct tls_connection *connection, int fd, size_t count)
{
    char bytes[5000];
    size_t got = 0, length;
    enum tls_step step = TLS_DONE;
    while (got < count && (step == TLS_DONE || is_waiting(fd, step))) {
        step = tls_read(connection, bytes, sizeof bytes, &length);
        got += length;
    }
    printf("echoed %zu\n", got);
    return step;
}

/* Reads on until there is nothing more, and says how it ended. */
static enum tls_step read_to_end(struct tls_connection *connection, int fd)
{
    char bytes[512];
    size_t length;
    enum tls_step step;
    do
        step = tls_read(connection, bytes, sizeof bytes, &length);
    while (step == TLS_DONE || is_waiting(fd, step));
    return step;
}

static void talk(struct tls_connection *connection, int fd, long count)
{
    if (count > 0 && send_line(connection, fd, (size_t)count) == TLS_DONE)
        read_line(connection, fd, (size_t)count);
    if (count > 0)
        tls_shutdown(connection);
    if (count >= 0)
        printf("end %s\n",
               read_to_end(connection, fd) == TLS_CLOSED ? "closed" : "failed");
}

static void print_failure(const struct tls_connection *connection)
{
    const struct tls_failure *failure = tls_connection_failure(connection);
    printf("fault %s\nalert %d\nsaid %s\nfailure %s\n", fault_names[failure->fault],
           failure->alert, failure->said, failure->text);
}

static void look(struct tls_context *context, int fd, const char *host, long count)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct error error;
    AUTO(tls_connection)
    struct tls_connection *connection = tls_connection_new(context, fd, host, &error);
    if (connection == NULL) {
        printf("error %s\n", error.text);
        return;
    }
    bool done = shake_hands(connection, fd) == TLS_DONE;
    printf("handshake %d\nverified %d\nversion %s\ncipher %s\ncovers-other %d\n", done,
           tls_connection_is_verified(connection), tls_connection_version(connection),
           tls_connection_cipher(connection),
           tls_connection_covers(connection, "other.example.net"));
    const struct tls_peer *peer = tls_connection_peer(connection, pool, time(NULL));
    if (peer != NULL)
        print_peer(peer);
    if (done)
        talk(connection, fd, count);
    print_failure(connection);
}

int main(int argc, char *argv[])
{
    struct error error;
    if (argc < 4)
        return 2;
    const struct tls_trust trust = {.file = strcmp(argv[3], "system") != 0 ? argv[3]
                                                                           : NULL};
    AUTO(tls_context) struct tls_context *context = tls_context_new(&trust, &error);
    if (context == NULL) {
        printf("error %s\n", error.text);
        return 1;
    }
    int fd = connect_to(argv[1]);
    look(context, fd, argv[2], argc > 4 ? strtol(argv[4], NULL, 10) : -1);
    close(fd);
    return 0;
}
