/* SPDX-License-Identifier: MIT */
/* Running the operations of a document one by one, for rendering and for binding. */
#pragma once

#include "base/buf.h"
#include "xml/document.h"
#include "xml/document_private.h"

/* What is in hand while the operations run. Pieces are copied straight into the room
 * that was reserved; what needs more than that goes through the buffer's functions. */
struct cursor {
    const struct rendering *rendering;
    const struct offer *offer;
    const struct service *service;
    unsigned auth; /* index among its auth methods */
    struct span values[VALUE_READY];
    struct span address;
    struct buf *out;
    char *at, *end; /* where the next piece goes, and the end of the room */
};

/* Begins with nothing in hand but what the rendering is about. */
void cursor_start(struct cursor *cursor, const struct rendering *rendering);

/* Takes up the room reserved in `out`, some at least, which is not to be used before
 * cursor_leave. */
void cursor_enter(struct cursor *cursor, struct buf *out);

/* Appends a piece. */
void cursor_put(struct cursor *cursor, struct span text);

/* Does what an operation other than ACTION_END says after its text; the one to go on
 * with. */
const struct operation *cursor_step(struct cursor *cursor,
                                    const struct operation *operation,
                                    const struct operation *operations);

/* Gives the room back with the pieces in it. */
void cursor_leave(struct cursor *cursor);
