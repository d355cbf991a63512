/* SPDX-License-Identifier: MIT */
/* Questions as messages (RFC 1035 4.1). */
#pragma once

#include "dns/answer.h"
#include "dns/name.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    QUERY_MAX = 12 + NAME_WIRE_MAX + 4 + 11,
    EDNS_SIZE = 1232, /* what fits into any packet (RFC 9715 3) */
};

struct query_options {
    bool recursion; /* RD, and AD to learn whether it is authentic (RFC 6840 5.7) */
    bool checking_disabled; /* CD (RFC 4035 3.2.2) */
    bool edns;              /* an OPT record (RFC 6891) that allows EDNS_SIZE */
};

/* Writes a question with id 0 to `out` (QUERY_MAX); `name` is `length` bytes in wire
 * form. Returns its length. */
size_t query_write(const uint8_t *name, size_t length, enum dns_type type,
                   struct query_options options, uint8_t *out);
