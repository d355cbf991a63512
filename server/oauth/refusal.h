/* SPDX-License-Identifier: MIT */
/* Why there is no token, in words: the errors of RFC 6749 and RFC 8628, Entra ID's
 * numbers, and what can happen on the way to the server. */
#pragma once

#include "base/text.h"
#include "fetch/fetch.h"

enum refusal_kind {
    REFUSAL_OURS,      /* nobody was asked: something of our own is missing or wrong */
    REFUSAL_FINAL,     /* the same question gets the same answer */
    REFUSAL_TEMPORARY, /* could not find out, or the server has a trouble that passes */
    REFUSAL_PENDING,   /* device flow: nobody has logged in yet */
    REFUSAL_SLOW_DOWN, /* device flow: not yet, and ask less often */
};

enum { REFUSAL_CODE_SIZE = 64, REFUSAL_TEXT_SIZE = 512, REFUSAL_SAID_SIZE = 768 };

/* All is fit to be shown. */
struct refusal {
    enum refusal_kind kind;
    bool needs_login;                 /* the one that was is over; a new one helps */
    long retry_after;                 /* seconds; 0: not said */
    char code[REFUSAL_CODE_SIZE];     /* "invalid_grant", ...; or "" */
    char sentence[REFUSAL_TEXT_SIZE]; /* without full stop */
    char said[REFUSAL_SAID_SIZE];     /* the server's own words, or "" */
    char cure[REFUSAL_TEXT_SIZE];     /* a sentence, or a command to paste; or "" */
};

/* Fills `refusal` with a sentence of our own, and a cure or NULL. Always returns NULL,
 * so that a function that gets something can `return refusal_set(...)`. */
void *refusal_set(struct refusal *refusal, enum refusal_kind kind, const char *cure,
                  const char *format, ...) PRINTF_LIKE(4, 5);

/* Reads what an authorization server sends back with an error (RFC 6749 5.2): `code`,
 * and `description` or NULL, which may be anything. */
void refusal_explain(struct refusal *refusal, const char *code,
                     const char *description);

/* Reads an answer that is not what was asked for, or none at all. */
void refusal_read(struct refusal *refusal, const struct fetch_answer *answer);
