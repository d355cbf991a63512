/* SPDX-License-Identifier: MIT */
/* Request targets (RFC 9112 3.2), hosts and query strings: strangers' bytes, parsed
 * here and nowhere else. */
#pragma once

#include "base/cleanup.h"
#include "base/text.h"
#include "mail/hostname.h"

#include <stdbool.h>
#include <stddef.h>

enum { TARGET_PATH_MAX = 1023 };

struct target {
    char path[TARGET_PATH_MAX +
              1];          /* percent-decoded once; "" when too long to be ours */
    struct span origin;    /* path and query as sent, borrowed */
    struct span query;     /* as sent, borrowed */
    struct span authority; /* of an absolute-form target, else length 0 */
};

/* Splits a target in origin-form, absolute-form (Delta Chat sends it) or "*". False for
 * anything else, for control characters, broken escapes in the path and %00. */
MUST_CHECK bool target_parse(const char *text, size_t length, struct target *out);

/* Host header or authority to a canonical name in `out` (HOSTNAME_SIZE), without port.
 * False if it cannot be parsed; an address literal is well-formed and gives "". */
MUST_CHECK bool target_parse_host(struct span authority, char *out);

/* Finds a query parameter by its name, in any case, and writes its decoded value to
 * `out`. %XX is decoded once and '+' stays (an address has no blank, but may have a
 * plus). False if it is absent; a value longer than size - 1 becomes "". */
MUST_CHECK bool target_query(struct span query, const char *name, char *out,
                             size_t size);
