/* SPDX-License-Identifier: MIT */
/* The one string builder: it grows by itself up to a limit given at birth. What goes
 * over the limit is left out and `overflowed` is set, so that a chain of appends needs
 * one check at its end. */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* NUL-terminated whenever length > 0; owned */
    size_t length, capacity, limit;
    bool overflowed;
};

/* An empty buffer in place that will hold `limit` bytes at most. No memory is taken
 * yet. */
void buf_init(struct buf *buf, size_t limit);

/* Frees the bytes; the buffer is empty and usable again. */
void buf_clear(struct buf *buf);

/* Empties the buffer but keeps its memory for the next use. */
void buf_reset(struct buf *buf);

/* Makes room for `length` more bytes at once (as far as the limit allows). */
void buf_reserve(struct buf *buf, size_t length);

/* Appends bytes; none of them when they do not fit. */
void buf_append(struct buf *buf, const char *bytes, size_t length);

/* Appends a NUL-terminated string. */
void buf_puts(struct buf *buf, const char *text);

/* Appends a formatted string. */
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Appends a number in decimal. */
void buf_append_uint(struct buf *buf, unsigned long number);

/* Appends text with & < > " ' written as XML character references, fit for element
 * content and for attribute values. */
void buf_append_xml(struct buf *buf, const char *text, size_t length);

/* Appends text percent-encoded, all but unreserved characters (RFC 3986 2.3) and those
 * in `also`. */
void buf_append_uri(struct buf *buf, const char *text, size_t length, const char *also);

/* The text, "" when empty; valid until the next append. */
const char *buf_text(const struct buf *buf);
