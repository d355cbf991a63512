/* SPDX-License-Identifier: MIT */
/* The compiler's hands: text is gathered until a value, a condition or a loop comes in
 * between, so that the pieces a rendering copies are as long as they can be. */
#pragma once

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/mistakes.h"
#include "base/pool.h"
#include "xml/document.h"
#include "xml/document_private.h"

#include <stdbool.h>
#include <stddef.h>

struct compiler {
    const struct source *source;
    struct pool *pool;
    struct mistakes *mistakes;
    unsigned line;      /* of what is being compiled */
    unsigned scope;     /* enum scope, of the loops around it */
    struct buf text;    /* stands always, and is in no operation yet */
    struct span indent; /* blanks that belong to what comes next */
    struct operation *operations;
    size_t count, capacity;
    size_t room; /* that a usual rendering needs */
};

/* Adds a mistake about the line in hand. */
void compiler_complain(struct compiler *compiler, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* Whether a name may stand in this document; a mistake if it names somebody in one that
 * is the same for everybody. `before` and `after` stand around it in the document. */
bool compiler_permits(struct compiler *compiler, const struct variable *variable,
                      const char *before, struct span name, const char *after);

/* Appends text as it is, after the blanks before it. */
void compiler_put(struct compiler *compiler, const char *text);

/* Appends an attribute's value, with its ${variables}. */
void compiler_put_attribute(struct compiler *compiler, const char *value);

/* Appends the text between elements, with its ${variables}; blanks at its end wait for
 * what comes next. */
void compiler_put_text(struct compiler *compiler, const char *text);

/* Ends the gathered text with an operation, still to be filled in; its index. */
size_t compiler_emit(struct compiler *compiler, enum action action);
