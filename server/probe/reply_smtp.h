/* SPDX-License-Identifier: MIT */
/* One reply of an SMTP server, of as many lines as it has (RFC 5321, 4.2), with the
 * enhanced status code if there is one (RFC 2034, RFC 3463). */
#pragma once

#include "base/buf.h"
#include "base/text.h"
#include "probe/inbox.h"

#include <stdbool.h>
#include <stddef.h>

struct smtp_reply {
    unsigned code;     /* 200 to 599; 0: not SMTP, and text is the line that was not */
    char enhanced[16]; /* "5.7.139", of the first line that has one, or "" */
    struct span text;  /* the lines without their codes, each ended by a LF */
};

/* A reply that has come in part. */
struct smtp_reader {
    struct buf text;
    struct buf line; /* written by smtp_format */
    bool is_partial;
};

/* A reader in place, at the beginning of a reply. */
void smtp_reader_init(struct smtp_reader *reader);

/* Frees what it holds; it is usable again. */
void smtp_reader_clear(struct smtp_reader *reader);

/* Takes the next reply; its text is valid until the next call. False when none is
 * complete or the inbox has hit a limit. */
MUST_CHECK bool smtp_next(struct smtp_reader *reader, struct inbox *inbox,
                          struct smtp_reply *reply);

/* Takes the next line of a reply's text; false at the end. */
MUST_CHECK bool smtp_next_line(struct span *text, struct span *line);

/* The whole reply in one line, until the next call: the codes once, the lines with a
 * blank between them, and every byte as it was sent. */
struct span smtp_format(struct smtp_reader *reader, const struct smtp_reply *reply);
