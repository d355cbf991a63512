/* SPDX-License-Identifier: MIT */
#include "dns/endpoint.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* RFC 1122 3.2.1.3, RFC 4291 2.5.3. */
static const struct network loopback[] = {
    {{{[10] = 0xFF, 0xFF, 127}}, 104},
    {{{[15] = 1}}, 128},
};

/* RFC 1918, RFC 3927, RFC 6598; RFC 4193, RFC 4291 2.5.6. */
static const struct network private[] = {
    {{{[10] = 0xFF, 0xFF, 10}}, 104},
    {{{[10] = 0xFF, 0xFF, 172, 16}}, 108},
    {{{[10] = 0xFF, 0xFF, 192, 168}}, 112},
    {{{[10] = 0xFF, 0xFF, 169, 254}}, 112},
    {{{[10] = 0xFF, 0xFF, 100, 64}}, 106},
    {{{0xFC}}, 7},
    {{{0xFE, 0x80}}, 10},
};

/* Where the address ends and its port, if it has one, begins. */
static const char *find_port(const char *text, struct span *ip)
{
    const char *colon = strchr(text, ':');
    if (*text == '[') {
        const char *end = strchr(text, ']');
        if (end == NULL)
            return NULL;
        *ip = (struct span){text + 1, (size_t)(end - text - 1)};
        return end + 1;
    }
    /* Two colons and no brackets: IPv6, and all of it is the address. */
    bool is_alone = colon == NULL || strchr(colon + 1, ':') != NULL;
    const char *end = is_alone ? text + strlen(text) : colon;
    *ip = (struct span){text, (size_t)(end - text)};
    return end;
}

bool endpoint_parse(const char *text, struct endpoint *out)
{
    struct span ip;
    unsigned long port = ENDPOINT_PORT;
    const char *rest = find_port(text, &ip);
    if (rest == NULL || !ip_parse(ip.at, ip.length, &out->ip))
        return false;
    if (*rest != '\0' && (*rest != ':' || !text_parse_uint(rest + 1, 1, 65535, &port)))
        return false;
    out->port = (uint16_t)port;
    return true;
}

void endpoint_format(const struct endpoint *endpoint, char *out)
{
    char ip[IP_TEXT_SIZE];
    ip_format(&endpoint->ip, ip);
    if (endpoint->port == ENDPOINT_PORT)
        snprintf(out, ENDPOINT_TEXT_SIZE, "%s", ip);
    else
        snprintf(out, ENDPOINT_TEXT_SIZE, strchr(ip, ':') ? "[%s]:%u" : "%s:%u", ip,
                 (unsigned)endpoint->port);
}

bool endpoint_is_loopback(const struct endpoint *endpoint)
{
    return network_list_contains(loopback, sizeof loopback / sizeof *loopback,
                                 &endpoint->ip);
}

bool endpoint_is_private(const struct endpoint *endpoint)
{
    return endpoint_is_loopback(endpoint) ||
           network_list_contains(private, sizeof private / sizeof *private,
                                 &endpoint->ip);
}
