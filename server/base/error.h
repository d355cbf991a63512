/* SPDX-License-Identifier: MIT */
/* What went wrong, as a kind that callers branch on and a sentence for a person. It
 * lives on the caller's stack and owns nothing, so it needs no freeing. */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>

enum error_kind {
    ERROR_NONE = 0,
    ERROR_INPUT,     /* asked wrongly: usage or configuration */
    ERROR_NOT_FOUND, /* looked, and it is not there */
    ERROR_TEMPORARY, /* could not find out */
    ERROR_SYSTEM,    /* the machine refused: files, sockets, memory */
};

struct error {
    enum error_kind kind;
    char text[512];
};

/* Fills `error`; the sentence names its subject first, in lower case, without full
 * stop. Always returns false, so that a failing function can `return error_set(...)`.
 */
bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Puts "CONTEXT: " in front of the sentence. Always returns false. */
bool error_prefix(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);
