/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "mail/network.h"

#include <string.h>

static const struct {
    const char *text;
    bool good;
} networks[] = {
    {"192.0.2.0/24", true},  {"192.0.2.1", true},       {"0.0.0.0/0", true},
    {"::1/128", true},       {"2001:db8::/32", true},   {"::/0", true},
    {"192.0.2.1/24", false}, {"192.0.2.0/33", false},   {"192.0.2.0/", false},
    {"192.0.2/24", false},   {"2001:db8::1/32", false}, {"::/129", false},
    {"::/1280", false},      {"a.example", false},      {"", false},
    {"192.0.2.0/2x", false},
};

static void parsing(void)
{
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
        struct network network;
        const char *text = networks[i].text;
        expect_case(text);
        EXPECT(network_parse(text, strlen(text), &network) == networks[i].good);
    }
}

static const struct {
    const char *network, *address;
    bool contains;
} lists[] = {
    {"192.0.2.0/24", "192.0.2.255", true},
    {"192.0.2.0/24", "192.0.3.0", false},
    {"192.0.2.128/25", "192.0.2.127", false},
    {"192.0.2.0/24", "::ffff:192.0.2.7", true},
    {"::1/128", "::1", true},
    {"::1/128", "::2", false},
    {"2001:db8::/33", "2001:db8:7fff::1", true},
    {"2001:db8::/33", "2001:db8:8000::1", false},
    {"0.0.0.0/0", "2001:db8::1", false},
    {"::/0", "192.0.2.1", true},
};

static void containing(void)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct network network;
        struct ip_address address;
        expect_case(lists[i].address);
        EXPECT(network_parse(lists[i].network, strlen(lists[i].network), &network));
        EXPECT(ip_parse(lists[i].address, strlen(lists[i].address), &address));
        EXPECT(network_list_contains(&network, 1, &address) == lists[i].contains);
        EXPECT(!network_list_contains(&network, 0, &address));
    }
}

static void formatting(void)
{
    struct ip_address address;
    char out[IP_TEXT_SIZE];
    EXPECT(ip_parse("::ffff:192.0.2.7", 16, &address));
    ip_format(&address, out);
    EXPECT_TEXT(out, "192.0.2.7");
    EXPECT(ip_parse("2001:DB8:0::1", 13, &address));
    ip_format(&address, out);
    EXPECT_TEXT(out, "2001:db8::1");
    EXPECT(!ip_parse("192.0.2.7x", 10, &address));
}

int main(void)
{
    RUN(parsing);
    RUN(containing);
    RUN(formatting);
    return expect_report();
}
