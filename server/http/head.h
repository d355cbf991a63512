/* SPDX-License-Identifier: MIT */
/* The head of a request: the fields that matter, and the check of all that
 * libmicrohttpd lets pass though it makes two parsers disagree about where a request
 * ends (RFC 9112 5, 6.3, 11.2): folded lines, names that are no tokens, zeros, two
 * lengths, a length beside a coding, codings nobody here speaks. */
#pragma once

#include "base/text.h"
#include "http/forwarded.h"

#include <stdbool.h>
#include <stddef.h>

struct MHD_Connection;

struct head {
    struct span host, user_agent, content_length, transfer_encoding;
    unsigned host_count, content_length_count, transfer_encoding_count;
    struct forwarding forwarding;
    size_t size;       /* bytes, the request line included */
    const char *fault; /* NULL, or why the request must be refused with 400 */
};

/* Reads the fields of a request whose head is complete; `method` and `version` are
 * those that libmicrohttpd passes. All spans live as long as the request. */
void head_read(struct MHD_Connection *connection, const char *method,
               const char *version, struct head *out);

/* The largest head that is read, request line included. */
enum { HEAD_LIMIT = 8 * 1024 };

/* Whether it announces a body larger than `limit` bytes. */
bool head_body_exceeds(const struct head *head, size_t limit);
