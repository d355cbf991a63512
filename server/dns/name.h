/* SPDX-License-Identifier: MIT */
/* Domain names as they stand in messages (RFC 1035 3.1), in lower case and without
 * compression: two names are the same if their bytes are. */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NAME_WIRE_MAX = 255,
    NAME_TEXT_SIZE = 1024, /* four characters a byte at most, and the NUL */
};

struct name {
    uint8_t length;
    uint8_t bytes[NAME_WIRE_MAX];
};

/* Bytes of a message; whoever reads them looks at the length first. */
struct wire {
    const uint8_t *bytes;
    size_t length;
};

/* Reads text with or without its trailing dot; "" and "." are the root. A backslash
 * escapes the next character, or three digits a byte (RFC 1035 5.1). False if it is no
 * name: an empty label, one longer than 63 bytes, or more than 255 bytes in all. */
MUST_CHECK bool name_parse(const char *text, struct name *out);

/* Reads the name at `*at` of a message, and moves `*at` behind it. Compression may only
 * point backwards. False if it is no name. */
MUST_CHECK bool name_read(struct wire message, size_t *at, struct name *out);

/* Moves `*at` behind the name in the same way, without reading it. */
MUST_CHECK bool name_skip(struct wire message, size_t *at);

/* Writes the text without its trailing dot to `out` (NAME_TEXT_SIZE), so that
 * name_parse reads it again. Returns its length. */
size_t name_print(const struct name *name, char *out);

/* Whether both are the same. */
bool name_equal(const struct name *a, const struct name *b);

/* Whether `name` is `zone` or below it. */
bool name_is_within(const struct name *name, const struct name *zone);
