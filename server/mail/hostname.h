/* SPDX-License-Identifier: MIT */
/* Host and domain names: LDH labels (RFC 1123 2.1), U-labels turned into A-labels
 * (RFC 5891), lower case, no trailing dot. That is the form everything inside waypost
 * stores, compares and answers; Thunderbird and K-9 accept no other. */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

enum { HOSTNAME_MAX = 253, HOSTNAME_SIZE = HOSTNAME_MAX + 1 };

/* Writes the canonical form of `text` to `out`, a buffer of HOSTNAME_SIZE. `text` may
 * be mixed case, UTF-8 and end in a dot. False if it is no legal name. */
MUST_CHECK bool hostname_normalise(const char *text, size_t length, char *out);

/* Whether a canonical name has at least two labels and is no IPv4 address, as a mail
 * domain or a public server. */
bool hostname_is_qualified(const char *name);
