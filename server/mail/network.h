/* SPDX-License-Identifier: MIT */
/* IP networks in CIDR notation (RFC 4632, RFC 4291 2.3): who is a trusted proxy. */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An IP address; IPv4 is kept in its IPv4-mapped form (RFC 4291 2.5.5.2), so that one
 * comparison serves both. */
struct ip_address {
    uint8_t bytes[16];
};

struct network {
    struct ip_address address;
    unsigned prefix; /* bits that count, 0..128 in the mapped form */
};

enum { IP_TEXT_SIZE = 46 };

/* Parses "192.0.2.1" or "2001:db8::1". False if it is neither. */
MUST_CHECK bool ip_parse(const char *text, size_t length, struct ip_address *out);

/* Whether it is an IPv4 address. */
bool ip_is_ipv4(const struct ip_address *address);

/* Writes the address to `out`, a buffer of IP_TEXT_SIZE; mapped IPv4 in dots. */
void ip_format(const struct ip_address *address, char *out);

/* Parses "192.0.2.0/24", "2001:db8::/32" or a single address. False if it is none, or
 * if bits are set behind the prefix. */
MUST_CHECK bool network_parse(const char *text, size_t length, struct network *out);

/* Whether the address lies in one of the networks. */
bool network_list_contains(const struct network *networks, size_t count,
                           const struct ip_address *address);
