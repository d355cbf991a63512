/* SPDX-License-Identifier: MIT */
/* An answer while its message is read, and how it becomes one block of memory. For
 * message.c only. */
#pragma once

#include "dns/answer.h"
#include "dns/rdata.h"

#include <stddef.h>

/* Places in a growing buffer of strings, where an answer has pointers. */
struct draft_answer {
    struct dns_answer head; /* all but its pointers and counts */
    size_t name, server, zone;
    size_t chain[DNS_CHAIN_MAX], chain_count;
    const struct draft *records;
    size_t record_count;
};

/* Puts the answer, its arrays and its strings into one block of `*size` bytes. */
struct dns_answer *block_new(const struct draft_answer *draft,
                             const struct buf *strings, size_t *size);
