/* SPDX-License-Identifier: MIT */
/* The data of records (RFC 1035 3.3 and later), type by type. For message.c only. */
#pragma once

#include "base/buf.h"
#include "dns/answer.h"
#include "dns/name.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A record whose strings still are places in a growing buffer. */
struct draft {
    size_t host, text, text_length, tag; /* DRAFT_NONE: it has none */
    uint32_t ttl;
    uint16_t priority, weight, port;
};
#define DRAFT_NONE SIZE_MAX

/* The data of one record, which lie within the message. */
struct rdata {
    struct wire message;
    size_t at, end;
};

/* Reads the data. Strings go to `strings`. False if they are no data of this type. */
MUST_CHECK bool rdata_read(struct rdata rdata, enum dns_type type, struct draft *out,
                           struct buf *strings);

/* Appends a name as text with a NUL behind. Returns where it is. */
size_t draft_name(struct buf *strings, const struct name *name);
