/* SPDX-License-Identifier: MIT */
/* A mail address as callers of the service send it: taken liberally, used strictly. */
#pragma once

#include "base/cleanup.h"
#include "base/text.h"
#include "mail/hostname.h"

#include <stdbool.h>
#include <stddef.h>

enum { ADDRESS_MAX = 254, LOCAL_PART_MAX = 64 };

struct address {
    struct span text;           /* as it was sent, borrowed */
    struct span local;          /* the part before the last @, borrowed */
    char domain[HOSTNAME_SIZE]; /* canonical: A-labels, lower case */
};

/* Splits an address at its last '@' (RFC 5321 4.1.2 without quoted local parts and
 * address literals; UTF-8 local parts as in RFC 6531). `out` borrows from `text`. False
 * if it is no address that a mailbox here could have. */
MUST_CHECK bool address_parse(const char *text, size_t length, struct address *out);
