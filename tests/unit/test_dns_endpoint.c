/* SPDX-License-Identifier: MIT */
#include "dns/endpoint.h"
#include "expect.h"

#include <stddef.h>

int main(void)
{
    static const struct {
        const char *text, *formatted; /* NULL: no address */
        bool loopback, private;
    } rows[] = {
        {"192.0.2.1", "192.0.2.1", false, false},
        {"192.0.2.1:53", "192.0.2.1", false, false},
        {"192.0.2.1:5353", "192.0.2.1:5353", false, false},
        {"127.0.0.53", "127.0.0.53", true, true},
        {"[127.0.0.1]:1", "127.0.0.1:1", true, true},
        {"::1", "::1", true, true},
        {"[::1]", "::1", true, true},
        {"[::1]:5353", "[::1]:5353", true, true},
        {"2001:DB8::1", "2001:db8::1", false, false},
        {"fe80::1", "fe80::1", false, true},
        {"fd00::1", "fd00::1", false, true},
        {"10.255.0.1", "10.255.0.1", false, true},
        {"11.0.0.1", "11.0.0.1", false, false},
        {"172.31.0.1", "172.31.0.1", false, true},
        {"172.32.0.1", "172.32.0.1", false, false},
        {"192.168.1.1", "192.168.1.1", false, true},
        {"169.254.1.1", "169.254.1.1", false, true},
        {"100.127.0.1", "100.127.0.1", false, true},
        {"100.128.0.1", "100.128.0.1", false, false},
        {"", NULL, false, false},
        {"resolver.example", NULL, false, false},
        {"192.0.2.1:", NULL, false, false},
        {"192.0.2.1:0", NULL, false, false},
        {"192.0.2.1:65536", NULL, false, false},
        {"192.0.2.1:53x", NULL, false, false},
        {"192.0.2", NULL, false, false},
        {"[::1", NULL, false, false},
        {"[::1]53", NULL, false, false},
        {"::1:5353:x", NULL, false, false},
        {"[]:53", NULL, false, false},
        {" 192.0.2.1", NULL, false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct endpoint endpoint;
        char text[ENDPOINT_TEXT_SIZE] = "";
        expect_case(rows[i].text);
        EXPECT(endpoint_parse(rows[i].text, &endpoint) == (rows[i].formatted != NULL));
        if (rows[i].formatted == NULL)
            continue;
        endpoint_format(&endpoint, text);
        EXPECT_TEXT(text, rows[i].formatted);
        EXPECT(endpoint_is_loopback(&endpoint) == rows[i].loopback);
        EXPECT(endpoint_is_private(&endpoint) == rows[i].private);
    }
    return expect_report();
}
