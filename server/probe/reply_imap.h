/* SPDX-License-Identifier: MIT */
/* One reply of an IMAP server (RFC 9051, 7). Literals are left out: what the probe
 * looks for never stands in one. */
#pragma once

#include "base/buf.h"
#include "base/text.h"
#include "probe/inbox.h"

#include <stdbool.h>

enum imap_kind {
    IMAP_UNTAGGED,
    IMAP_TAGGED,
    IMAP_CONTINUATION,
    IMAP_RUBBISH, /* not IMAP */
};

enum imap_status {
    IMAP_DATA, /* an untagged reply such as CAPABILITY or STATUS */
    IMAP_OK,
    IMAP_NO,
    IMAP_BAD,
    IMAP_BYE,
    IMAP_PREAUTH,
};

struct imap_reply {
    enum imap_kind kind;
    enum imap_status status;
    struct span tag;  /* of a tagged reply */
    struct span word; /* "CAPABILITY" of untagged data */
    struct span code; /* inside of [...], such as "AUTHENTICATIONFAILED", or empty */
    struct span text; /* what stands behind; of a continuation, the challenge */
    struct span line; /* all of it */
};

/* A reply that has come in part. */
struct imap_reader {
    struct buf line;
    size_t literal; /* bytes of a literal that are still to come */
    bool is_partial;
};

/* A reader in place, at the beginning of a reply. */
void imap_reader_init(struct imap_reader *reader);

/* Frees what it holds; it is usable again. */
void imap_reader_clear(struct imap_reader *reader);

/* Takes the next reply; its spans are valid until the next call. False when none is
 * complete or the inbox has hit a limit. */
MUST_CHECK bool imap_next(struct imap_reader *reader, struct inbox *inbox,
                          struct imap_reply *reply);

/* Takes a reply in one line apart; for imap_next and tests. */
void imap_parse(struct span line, struct imap_reply *reply);

/* Whether the response code is this word, with or without arguments. */
bool imap_code_is(const struct imap_reply *reply, const char *word);

/* The number behind a word in the list of a STATUS reply: MESSAGES, UIDVALIDITY. */
MUST_CHECK bool imap_status_number(const struct imap_reply *reply, const char *word,
                                   unsigned long *number);
