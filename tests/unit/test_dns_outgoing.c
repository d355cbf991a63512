/* SPDX-License-Identifier: MIT */
/* What becomes of queries when the kernel does not take them: sendmmsg is played here,
 * and so is c-ares, which only hands over its socket functions. */
#include "dns/outgoing.h"
#include "expect.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { QUERIES = 8, ERRORS_MAX = 4 };

static const struct ares_socket_functions *functions;
static void *context;

static const int *errors; /* that are still to come; 0: the last */
static bool refuses_segments;

void ares_set_socket_functions(ares_channel channel,
                               const struct ares_socket_functions *funcs,
                               void *user_data)
{
    (void)channel;
    functions = funcs;
    context = user_data;
}

int sendmmsg(int fd, struct mmsghdr *vmessages, unsigned vlen, int flags)
{
    errno = *errors;
    if (*errors != 0)
        errors++;
    else if (refuses_segments && vmessages->msg_hdr.msg_iovlen > 1)
        errno = EINVAL;
    return errno != 0 ? -1 : (int)syscall(SYS_sendmmsg, fd, vmessages, vlen, flags);
}

static const struct row {
    const char *name;
    int errors[ERRORS_MAX];
    unsigned arrive; /* of the queries, all of one length */
    bool refuses_segments;
    bool tells; /* whether c-ares sends the next one itself */
} rows[] = {
    {"all is well", {0}, QUERIES, false, false},
    {"not together", {0}, QUERIES, true, false},
    {"told of an earlier one", {EHOSTUNREACH}, QUERIES, false, false},
    {"nobody listens", {ECONNREFUSED, ECONNREFUSED}, QUERIES, false, false},
    {"all are refused", {EPERM, EPERM}, 0, false, true},
    {"one is refused", {EINVAL, EPERM, EPERM}, QUERIES - 1, false, true},
    {"no room", {EAGAIN}, 0, false, false},
};

/* A socket that receives, on any port of loopback. */
static int open_server(struct sockaddr_in *address)
{
    socklen_t size = sizeof *address;
    int server = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    *address = (struct sockaddr_in){.sin_family = AF_INET,
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    EXPECT(bind(server, (struct sockaddr *)address, size) == 0 &&
           getsockname(server, (struct sockaddr *)address, &size) == 0);
    return server;
}

static void put(int client, unsigned number)
{
    unsigned char name = (unsigned char)number;
    char query[] = "query?";
    struct iovec parts[] = {{query, 5}, {&name, 1}};
    EXPECT(functions->asendv(client, parts, 2, context) == 6);
}

/* What has arrived, which is in order. */
static unsigned receive(int server)
{
    char query[16], last = 0;
    unsigned count = 0;
    for (; recv(server, query, sizeof query, 0) == 6; count++) {
        EXPECT(memcmp(query, "query", 5) == 0 && query[5] > last);
        last = query[5];
    }
    return count;
}

static void play(const struct row *row, struct outgoing *outgoing)
{
    struct sockaddr_in address;
    struct outgoing_sockets sockets;
    int server = open_server(&address);
    expect_case(row->name);
    errors = row->errors;
    refuses_segments = row->refuses_segments;
    outgoing_serve(outgoing, &sockets, NULL);
    int client = functions->asocket(AF_INET, SOCK_DGRAM, 0, context);
    EXPECT(functions->aconnect(client, (struct sockaddr *)&address, sizeof address,
                               context) == 0);
    for (unsigned number = 1; number <= QUERIES; number++)
        put(client, number);
    EXPECT_UINT(receive(server), 0);
    outgoing_send(outgoing);
    EXPECT_UINT(receive(server), row->arrive);
    put(client, QUERIES + 1);
    EXPECT_UINT(receive(server), row->tells);
    outgoing_send(outgoing);
    EXPECT_UINT(receive(server), !row->tells);
    EXPECT(functions->aclose(client, context) == 0 && close(server) == 0);
}

static void errors_are_heard(void)
{
    struct outgoing *outgoing = outgoing_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        play(&rows[i], outgoing);
    outgoing_free(outgoing);
}

int main(void)
{
    RUN(errors_are_heard);
    return expect_report();
}
