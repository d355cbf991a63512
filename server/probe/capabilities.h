/* SPDX-License-Identifier: MIT */
/* What a server says it can do, of all three protocols in one form. It is forgotten
 * and asked for again after STARTTLS: what was said in clear may be anybody's. */
#pragma once

#include "base/text.h"
#include "probe/sasl.h"

#include <stdbool.h>
#include <stddef.h>

struct capabilities {
    unsigned mechanisms; /* a bit, 1 << enum sasl_mechanism, for each that is offered */
    bool auth;           /* any mechanism is offered, known here or not */
    bool starttls;
    bool sasl_ir;        /* IMAP: an initial response may stand in the command */
    bool login_disabled; /* IMAP: no LOGIN command */
    bool user;           /* POP3: USER and PASS */
    bool idle;           /* IMAP */
    bool masked;         /* a device on the way has painted words over with X */
    size_t length;
    char list[1024]; /* all of them, fit to be shown, as far as they fit */
};

/* Adds the words of an IMAP CAPABILITY reply or response code (without that word). */
void capabilities_add_imap(struct capabilities *capabilities, struct span words);

/* Adds one line of POP3's CAPA. */
void capabilities_add_pop3(struct capabilities *capabilities, struct span line);

/* Adds one line of the reply to EHLO, without its code; not the first, which greets. */
void capabilities_add_smtp(struct capabilities *capabilities, struct span line);

/* Whether a mechanism is offered. */
bool capabilities_offer(const struct capabilities *capabilities,
                        enum sasl_mechanism mechanism);
