/* SPDX-License-Identifier: MIT */
#include "dns/addresses.h"
#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char lines[] = "192.0.2.1 both.example.com four.example.com\n"
                            "2001:db8::1 both.example.com\n";

/* Nobody is ever asked: a resolver that does not answer would show. */
struct scene {
    struct dns *dns;
    struct hosts *hosts;
    struct addresses *addresses;
};

static struct scene begin(enum address_family family)
{
    char path[] = "/tmp/waypost-hosts-XXXXXX";
    struct scene scene;
    struct error error;
    static const char *const nobody[] = {"127.0.0.1:1"};
    const struct dns_options options = {.resolvers = nobody, .resolver_count = 1};
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, lines, strlen(lines)) != (ssize_t)strlen(lines))
        abort();
    close(fd);
    scene.hosts = hosts_read(path, &error);
    scene.dns = dns_new(&options, &error);
    unlink(path);
    if (scene.hosts == NULL || scene.dns == NULL)
        abort();
    scene.addresses = addresses_new(scene.dns, scene.hosts, family);
    return scene;
}

static void end(struct scene *scene)
{
    addresses_free(scene->addresses);
    dns_free(scene->dns);
    hosts_free(scene->hosts);
}

static void files_and_literals(void)
{
    static const struct {
        const char *host;
        enum address_family family;
        enum resolution_status status;
        size_t count;
    } rows[] = {
        {"both.example.com", ADDRESS_ANY, RESOLUTION_FOUND, 2},
        {"both.example.com", ADDRESS_IPV4, RESOLUTION_FOUND, 1},
        {"BOTH.example.com", ADDRESS_IPV6, RESOLUTION_FOUND, 1},
        {"four.example.com", ADDRESS_IPV4, RESOLUTION_FOUND, 1},
        {"192.0.2.7", ADDRESS_IPV4, RESOLUTION_FOUND, 1},
        {"192.0.2.7", ADDRESS_IPV6, RESOLUTION_NODATA, 0},
        {"2001:db8::7", ADDRESS_IPV4, RESOLUTION_NODATA, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct resolution out;
        struct scene scene = begin(rows[i].family);
        expect_case(rows[i].host);
        addresses_resolve(scene.addresses, rows[i].host, &out);
        EXPECT_UINT(out.status, rows[i].status);
        EXPECT_UINT(out.count, rows[i].count);
        EXPECT_UINT(dns_sent(scene.dns), 0);
        end(&scene);
    }
    expect_case(NULL);
}

/* A file that knows the other family only does not keep from asking. */
static void what_nobody_answers_is_unknown(void)
{
    struct resolution out;
    struct scene scene = begin(ADDRESS_IPV6);
    addresses_resolve(scene.addresses, "four.example.com", &out);
    EXPECT_UINT(out.status, RESOLUTION_UNKNOWN);
    EXPECT_UINT(dns_sent(scene.dns) > 0, true);
    EXPECT_TEXT(out.text, "127.0.0.1:1: no DNS server listens there");
    addresses_resolve(scene.addresses, "not a name..", &out);
    EXPECT_UINT(out.status, RESOLUTION_UNKNOWN);
    end(&scene);
}

int main(void)
{
    RUN(files_and_literals);
    RUN(what_nobody_answers_is_unknown);
    return expect_report();
}
