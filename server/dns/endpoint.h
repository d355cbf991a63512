/* SPDX-License-Identifier: MIT */
/* Where a DNS server listens. */
#pragma once

#include "base/cleanup.h"
#include "mail/network.h"

#include <stdbool.h>
#include <stdint.h>

enum { ENDPOINT_PORT = 53, ENDPOINT_TEXT_SIZE = IP_TEXT_SIZE + 8 };

struct endpoint {
    struct ip_address ip;
    uint16_t port;
};

/* Reads "ADDR", "ADDR:PORT", "[ADDR]" or "[ADDR]:PORT"; false if it is none. */
MUST_CHECK bool endpoint_parse(const char *text, struct endpoint *out);

/* Writes it the same way, the port only if it is not 53, to `out` (ENDPOINT_TEXT_SIZE).
 */
void endpoint_format(const struct endpoint *endpoint, char *out);

/* Whether it is on this machine. */
bool endpoint_is_loopback(const struct endpoint *endpoint);

/* Whether it is on this machine or in a private network, where nobody counts questions.
 */
bool endpoint_is_private(const struct endpoint *endpoint);
