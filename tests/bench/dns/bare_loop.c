/* SPDX-License-Identifier: MIT */
/* Questions and answers as fast as this machine moves them: nothing is read in an
 * answer, nothing is asked again.
 *
 *     bare_loop PORT FILE
 *
 * The server is at 127.0.0.1; each line of FILE is a name and a type. Prints how many
 * answers there were a second. Exit status 1 if one does not come. */
#include <ares.h>
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum {
    QUESTIONS_MAX = 1 << 18,
    WINDOW = 1000, /* as dnsperf is told */
    BATCH = 64,
    DATAGRAM_MAX = 4096,
    SOCKET_BUFFER = 4 << 20,
    PATIENCE_SECONDS = 2,
};

struct loop {
    int socket;
    struct iovec questions[QUESTIONS_MAX];
    size_t count, sent, answered;
    char room[BATCH][DATAGRAM_MAX];
    struct iovec rooms[BATCH];
    struct mmsghdr messages[BATCH];
};

static int type_number(const char *name)
{
    static const struct {
        const char *name;
        int number;
    } types[] = {{"A", 1}, {"NS", 2}, {"CNAME", 5}, {"SOA", 6}, {"AAAA", 28}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0)
            return types[i].number;
    errx(1, "no number is known of type %s", name);
}

static void read_questions(struct loop *loop, const char *path)
{
    char name[256], type[16];
    unsigned char *bytes;
    int length;
    FILE *file = fopen(path, "re");
    if (file == NULL)
        err(1, "%s", path);
    while (loop->count < QUESTIONS_MAX && fscanf(file, "%255s %15s", name, type) == 2) {
        unsigned short id = (unsigned short)loop->count;
        if (ares_create_query(name, 1, type_number(type), id, 1, &bytes, &length, 0) !=
            ARES_SUCCESS)
            errx(1, "%s cannot be asked for", name);
        loop->questions[loop->count++] = (struct iovec){bytes, (size_t)length};
    }
    fclose(file);
}

static int open_socket(const char *port)
{
    const struct sockaddr_in server = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    const struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    const int size = SOCKET_BUFFER;
    int opened = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (opened < 0 ||
        connect(opened, (const struct sockaddr *)&server, sizeof server) != 0 ||
        setsockopt(opened, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
        setsockopt(opened, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
        err(1, "socket");
    return opened;
}

static void point_at(struct loop *loop, struct iovec *first)
{
    for (size_t i = 0; i < BATCH; i++)
        loop->messages[i].msg_hdr =
            (struct msghdr){.msg_iov = &first[i], .msg_iovlen = 1};
}

static void send_some(struct loop *loop)
{
    size_t room = WINDOW - (loop->sent - loop->answered);
    size_t left = loop->count - loop->sent;
    size_t some = room < left ? room : left;
    point_at(loop, &loop->questions[loop->sent]);
    int done = sendmmsg(loop->socket, loop->messages,
                        (unsigned)(some < BATCH ? some : BATCH), 0);
    if (done < 0)
        err(1, "sendmmsg");
    loop->sent += (size_t)done;
}

static void receive_some(struct loop *loop)
{
    point_at(loop, loop->rooms);
    int done = recvmmsg(loop->socket, loop->messages, BATCH, MSG_WAITFORONE, NULL);
    if (done < 0)
        err(1, "%zu of %zu answered", loop->answered, loop->count);
    loop->answered += (size_t)done;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **words)
{
    static struct loop loop;
    if (count != 3)
        errx(2, "expected PORT FILE");
    loop.socket = open_socket(words[1]);
    read_questions(&loop, words[2]);
    for (size_t i = 0; i < BATCH; i++)
        loop.rooms[i] = (struct iovec){loop.room[i], DATAGRAM_MAX};
    double start = now();
    while (loop.answered < loop.count)
        if (loop.sent < loop.count && loop.sent - loop.answered < WINDOW)
            send_some(&loop);
        else
            receive_some(&loop);
    printf("%.0f\n", (double)loop.count / (now() - start));
}
