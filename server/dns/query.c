/* SPDX-License-Identifier: MIT */
#include "dns/query.h"

#include <string.h>

enum { RD = 0x01, AD = 0x20, CD = 0x10, OPT = 41, CLASS_IN = 1 };

static uint8_t *put_u16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
    return at + 2;
}

/* The root, OPT, the size in place of a class, and six bytes of zero: version 0, no
 * flags, no data. */
static uint8_t *put_opt(uint8_t *at)
{
    *at++ = 0;
    at = put_u16(at, OPT);
    at = put_u16(at, EDNS_SIZE);
    memset(at, 0, 6);
    return at + 6;
}

size_t query_write(const uint8_t *name, size_t length, enum dns_type type,
                   struct query_options options, uint8_t *out)
{
    memset(out, 0, 12);
    out[2] = options.recursion ? RD : 0;
    out[3] =
        (uint8_t)((options.recursion ? AD : 0) | (options.checking_disabled ? CD : 0));
    out[5] = 1;
    out[11] = options.edns ? 1 : 0;
    memcpy(out + 12, name, length);
    uint8_t *at = put_u16(out + 12 + length, type);
    at = put_u16(at, CLASS_IN);
    if (options.edns)
        at = put_opt(at);
    return (size_t)(at - out);
}
