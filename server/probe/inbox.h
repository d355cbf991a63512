/* SPDX-License-Identifier: MIT */
/* What a server has sent and nobody has looked at yet: bytes go in as they come, lines
 * come out. A server may take neither more memory nor more patience than the bounds
 * have, and which one it hit can be told. */
#pragma once

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    INBOX_LINE_MAX = 64 * 1024,   /* bytes without an end of line */
    INBOX_PHASE_MAX = 256 * 1024, /* bytes in one phase of the conversation */
};

enum inbox_limit {
    INBOX_WITHIN,
    INBOX_LINE, /* an endless line */
    INBOX_PHASE /* a flood */
};

struct inbox {
    struct buf bytes;
    size_t taken;    /* of those: already given out */
    size_t searched; /* of those: have no end of line */
    size_t received; /* in this phase */
    enum inbox_limit limit;
};

/* An empty inbox in place. */
void inbox_init(struct inbox *inbox);

/* Frees the bytes; the inbox is empty and usable again. */
void inbox_clear(struct inbox *inbox);

/* Counts from here on anew; what has come and waits counts already. */
void inbox_begin_phase(struct inbox *inbox);

/* Adds what was read. False when a limit is hit; nothing more is given out then. */
MUST_CHECK bool inbox_add(struct inbox *inbox, const char *bytes, size_t length);

/* Takes the next line, without its CRLF or LF; valid until the next inbox_add. False
 * when none is complete. */
MUST_CHECK bool inbox_take_line(struct inbox *inbox, struct span *line);

/* Drops up to `length` bytes, whatever they are, and returns how many there were. */
size_t inbox_skip(struct inbox *inbox, size_t length);

/* Whether nothing waits, not even the beginning of a line: as it has to be before TLS
 * begins, or somebody on the way has slipped something in. */
bool inbox_is_empty(const struct inbox *inbox);

/* "a line of more than 65536 bytes", "more than 262144 bytes in one phase". */
const char *inbox_limit_text(enum inbox_limit limit);
