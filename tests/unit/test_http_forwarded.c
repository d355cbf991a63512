/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "http/forwarded.h"

#include <stdlib.h>
#include <string.h>

struct row {
    const char *name, *peer; /* peer NULL: a unix socket */
    const char *for_lines[3], *proto_lines[3], *forwarded[3];
    const char *client; /* NULL: not known */
    bool clear;         /* the client came by plain http */
};

static const struct row rows[] = {
    {.name = "no proxy", .peer = "203.0.113.9", .client = "203.0.113.9"},
    {.name = "one proxy",
     .peer = "127.0.0.1",
     .for_lines = {"203.0.113.9"},
     .proto_lines = {"http"},
     .client = "203.0.113.9",
     .clear = true},
    {.name = "https said",
     .peer = "127.0.0.1",
     .proto_lines = {"https"},
     .client = "127.0.0.1"},
    {.name = "a stranger's word about itself",
     .peer = "203.0.113.9",
     .for_lines = {"198.51.100.1"},
     .proto_lines = {"http"},
     .client = "203.0.113.9"},
    {.name = "forged entry on the left",
     .peer = "127.0.0.1",
     .for_lines = {"198.51.100.1, 203.0.113.9"},
     .client = "203.0.113.9"},
    {.name = "two trusted proxies",
     .peer = "127.0.0.1",
     .for_lines = {"198.51.100.1, 203.0.113.9, 10.1.2.3"},
     .proto_lines = {"http, https"},
     .client = "203.0.113.9",
     .clear = true},
    {.name = "two lines count as one list",
     .peer = "127.0.0.1",
     .for_lines = {"203.0.113.9", "10.1.2.3"},
     .client = "203.0.113.9"},
    {.name = "garbage stops the walk",
     .peer = "127.0.0.1",
     .for_lines = {"203.0.113.9, unknown"},
     .client = "127.0.0.1"},
    {.name = "address with port",
     .peer = "127.0.0.1",
     .for_lines = {"203.0.113.9:4711"},
     .client = "203.0.113.9"},
    {.name = "IPv6",
     .peer = "::1",
     .for_lines = {"2001:db8::5"},
     .client = "2001:db8::5"},
    {.name = "IPv6 in brackets",
     .peer = "::1",
     .for_lines = {"[2001:db8::5]:4711"},
     .client = "2001:db8::5"},
    {.name = "mapped IPv4 peer",
     .peer = "::ffff:127.0.0.1",
     .for_lines = {"203.0.113.9"},
     .client = "203.0.113.9"},
    {.name = "unix socket", .for_lines = {"203.0.113.9"}, .client = "203.0.113.9"},
    {.name = "unix socket, silent proxy", .proto_lines = {"http"}, .clear = true},
    {.name = "Forwarded",
     .peer = "127.0.0.1",
     .forwarded = {"for=203.0.113.9;proto=http"},
     .client = "203.0.113.9",
     .clear = true},
    {.name = "Forwarded, quoted IPv6, odd case",
     .peer = "127.0.0.1",
     .forwarded = {"Proto=HTTP; For=\"[2001:db8::5]:4711\""},
     .client = "2001:db8::5",
     .clear = true},
    {.name = "Forwarded, right to left",
     .peer = "127.0.0.1",
     .forwarded = {"for=198.51.100.1, for=203.0.113.9;by=\"a,b\", for=10.1.2.3"},
     .client = "203.0.113.9"},
    {.name = "Forwarded is a stranger's beside X-Forwarded-For",
     .peer = "127.0.0.1",
     .for_lines = {"203.0.113.9"},
     .forwarded = {"for=198.51.100.1;proto=http"},
     .client = "203.0.113.9"},
    {.name = "Forwarded for an obfuscated node",
     .peer = "127.0.0.1",
     .forwarded = {"for=_hidden;proto=http"},
     .client = "127.0.0.1",
     .clear = true},
    {.name = "empty fields",
     .peer = "127.0.0.1",
     .for_lines = {""},
     .proto_lines = {""},
     .client = "127.0.0.1"},
};

static struct field_lines make_lines(const char *const *texts)
{
    struct field_lines lines = {.count = 0};
    for (; lines.count < 3 && texts[lines.count] != NULL; lines.count++)
        lines.at[lines.count] =
            (struct span){texts[lines.count], strlen(texts[lines.count])};
    return lines;
}

static struct network parse(const char *text)
{
    struct network network;
    if (!network_parse(text, strlen(text), &network))
        abort();
    return network;
}

static void check(const struct site *site, const struct row *row)
{
    struct ip_address peer;
    struct client client;
    char text[IP_TEXT_SIZE];
    if (row->peer != NULL && !ip_parse(row->peer, strlen(row->peer), &peer))
        abort();
    const struct forwarding forwarding = {make_lines(row->for_lines),
                                          make_lines(row->proto_lines),
                                          make_lines(row->forwarded)};
    forwarded_resolve(site, row->peer != NULL ? &peer : NULL, &forwarding, &client);
    EXPECT_UINT(client.known, row->client != NULL);
    if (client.known && row->client != NULL) {
        ip_format(&client.address, text);
        EXPECT_TEXT(text, row->client);
    }
    EXPECT_UINT(client.secure, !row->clear);
}

static void believes_trusted_proxies_only(void)
{
    const struct network trusted[] = {parse("127.0.0.1/32"), parse("::1/128"),
                                      parse("10.0.0.0/8")};
    const struct site site = {.trusted_proxies = trusted, .trusted_proxy_count = 3};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].name);
        check(&site, &rows[i]);
    }
}

int main(void)
{
    RUN(believes_trusted_proxies_only);
    return expect_report();
}
