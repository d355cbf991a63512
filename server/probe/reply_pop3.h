/* SPDX-License-Identifier: MIT */
/* One line of a POP3 server (RFC 1939, RFC 2449, RFC 5034). */
#pragma once

#include "base/cleanup.h"
#include "base/text.h"

#include <stdbool.h>

enum pop3_kind {
    POP3_OK,
    POP3_ERR,
    POP3_CONTINUATION, /* in the middle of AUTH */
    POP3_RUBBISH,      /* not POP3 */
};

struct pop3_reply {
    enum pop3_kind kind;
    struct span code; /* inside of [...], such as "SYS/TEMP", or empty */
    struct span text; /* what stands behind; of a continuation, the challenge */
    struct span line; /* all of it */
};

/* Takes a line that answers a command apart. */
void pop3_parse(struct span line, struct pop3_reply *reply);

/* Whether the response code is this one, or one below it: "SYS" has "SYS/TEMP". */
bool pop3_code_is(const struct pop3_reply *reply, const char *code);

/* Takes the dot off a line of a multi-line reply that needed one. False when the line
 * is the end of it. */
MUST_CHECK bool pop3_body_line(struct span *line);
