/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "probe/connecting.h"
#include "dns/hosts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TRIES = 200, TRY_MS = 10 };

static struct ip_address address_of(const char *text)
{
    struct ip_address address;
    if (!ip_parse(text, strlen(text), &address))
        abort();
    return address;
}

static struct resolution found(const char *const *texts)
{
    struct resolution resolution = {.status = RESOLUTION_FOUND};
    for (; *texts != NULL; texts++)
        resolution.addresses[resolution.count++] = address_of(*texts);
    return resolution;
}

static int listen_locally(uint16_t *port)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof name;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (struct sockaddr *)&name, size) != 0 || listen(fd, 4) != 0 ||
        getsockname(fd, (struct sockaddr *)&name, &size) != 0)
        abort();
    *port = ntohs(name.sin_port);
    return fd;
}

static void families_take_turns(void)
{
    static const char *const texts[] = {"192.0.2.1", "192.0.2.2",   "2001:db8::1",
                                        "192.0.2.3", "2001:db8::2", NULL};
    static const char *const expected[] = {"2001:db8::1", "192.0.2.1", "2001:db8::2",
                                           "192.0.2.2", "192.0.2.3"};
    struct resolution resolution = found(texts);
    struct connecting connecting;
    char shown[IP_TEXT_SIZE];
    connecting_init(&connecting, (struct watch){-1, NULL});
    connecting_begin(&connecting, &resolution, 993);
    EXPECT_UINT(connecting.count, 5);
    for (size_t i = 0; i < 5; i++) {
        ip_format(&connecting.addresses[i], shown);
        EXPECT_TEXT(shown, expected[i]);
    }
}

static enum outcome connect_in_time(struct connecting *connecting)
{
    enum outcome outcome = OUTCOME_WAIT;
    for (int i = 0; i < TRIES && outcome == OUTCOME_WAIT; i++) {
        outcome = connecting_advance(connecting, (long long)i * TRY_MS);
        poll(NULL, 0, TRY_MS);
    }
    return outcome;
}

/* Where nothing listens in one family, the other is tried at once. */
static void the_living_wins(void)
{
    static const char *const texts[] = {"::1", "127.0.0.1", NULL};
    struct resolution resolution = found(texts);
    struct connecting connecting;
    uint16_t port;
    int epoll = epoll_create1(EPOLL_CLOEXEC), listener = listen_locally(&port);
    connecting_init(&connecting, (struct watch){epoll, &connecting});
    connecting_begin(&connecting, &resolution, port);
    EXPECT(connect_in_time(&connecting) == OUTCOME_DONE);
    EXPECT_UINT(connecting.winner, 1);
    EXPECT(connecting.errors[0] != 0);
    int fd = connecting_take(&connecting);
    EXPECT(fd >= 0);
    close(fd);
    close(listener);
    close(epoll);
}

static void nobody_listens(void)
{
    static const char *const texts[] = {"127.0.0.1", NULL};
    struct resolution resolution = found(texts);
    struct connecting connecting;
    uint16_t port;
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    close(listen_locally(&port));
    connecting_init(&connecting, (struct watch){epoll, &connecting});
    connecting_begin(&connecting, &resolution, port);
    EXPECT(connect_in_time(&connecting) == OUTCOME_FAILED);
    EXPECT(connecting.errors[0] == ECONNREFUSED);
    connecting_clear(&connecting);
    close(epoll);
}

static void hosts_file(void)
{
    static const char text[] =
        "# names\n\n127.0.0.1 a.example A2.example # b.example\n"
        "::1\ta.example\nnonsense c.example\n300.1.1.1 d.example";
    char path[] = "/tmp/waypost-hosts-XXXXXX";
    struct resolution out;
    struct error error;
    int fd = mkstemp(path);
    EXPECT(write(fd, text, sizeof text - 1) == sizeof text - 1);
    close(fd);
    AUTO(hosts) struct hosts *hosts = hosts_read(path, &error);
    unlink(path);
    hosts_resolve(hosts, "a.example", &out);
    EXPECT_UINT(out.count, 2);
    hosts_resolve(hosts, "a2.EXAMPLE", &out);
    EXPECT_UINT(out.count, 1);
    hosts_resolve(hosts, "b.example", &out);
    EXPECT(out.status == RESOLUTION_UNKNOWN);
    hosts_resolve(hosts, "d.example", &out);
    EXPECT(out.status == RESOLUTION_UNKNOWN);
    hosts_resolve(NULL, "2001:db8::1", &out);
    EXPECT(out.status == RESOLUTION_FOUND);
    EXPECT(hosts_read("/nonexistent/hosts", &error) == NULL);
}

int main(void)
{
    RUN(families_take_turns);
    RUN(the_living_wins);
    RUN(nobody_listens);
    RUN(hosts_file);
    return expect_report();
}
