/* SPDX-License-Identifier: MIT */
/* Answers as messages (RFC 1035 4.1). This is the only reader of what came from the
 * net: no length in it is believed. */
#pragma once

#include "base/buf.h"
#include "dns/answer.h"
#include "dns/name.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    MESSAGE_RECORDS_MAX = 1024,    /* in the answer section */
    MESSAGE_STRINGS_MAX = 1 << 18, /* bytes of all names and texts */
};

/* What an answer is about, besides what its message says. */
struct subject {
    struct name name; /* that was asked for at first */
    enum dns_type type;
    const char *server;
    bool trusted; /* AD counts */
    unsigned milliseconds;
    /* An answer that stopped in the middle of its chain: the message is about its end,
     * and both are put together. NULL: the message is about `name`. */
    const struct dns_answer *before;
};

/* Reads an answer. What cannot be read is DNS_GARBAGE. `strings` has a limit of
 * MESSAGE_STRINGS_MAX and is used meanwhile. The answer is one block of `*size` bytes,
 * to be given to memory_free. */
struct dns_answer *message_read(struct wire message, const struct subject *subject,
                                struct buf *strings, size_t *size);

/* The same where there is no message. */
struct dns_answer *message_missing(enum dns_result result,
                                   const struct subject *subject, struct buf *strings,
                                   size_t *size);

/* The same for a name that is none. */
struct dns_answer *message_refused(enum dns_result result, const char *name,
                                   enum dns_type type, const char *server);

/* Whether the message stopped in the middle of a chain, as those of forwarders may. */
bool message_was_partial(const struct dns_answer *answer);

/* Whether the server says that it does not understand the question (RFC 6891 7: a hint
 * that it knows no EDNS). */
bool message_is_formerr(struct wire message);
