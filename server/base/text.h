/* SPDX-License-Identifier: MIT */
/* Small questions about text that several modules ask. ASCII only and independent of
 * the locale, as the protocols are. */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

/* Text borrowed from somewhere, not NUL-terminated. */
struct span {
    const char *at;
    size_t length;
};

/* Parses all of `text` as a decimal number within min..max, without sign or blanks. */
MUST_CHECK bool text_parse_uint(const char *text, unsigned long min, unsigned long max,
                                unsigned long *number);

enum { TEXT_UINT_SIZE = 20 };

/* Writes a number in decimal to the end of `room`, from which the result borrows. */
struct span text_print_uint(unsigned long number, char room[TEXT_UINT_SIZE]);

/* Lower case of an ASCII letter; any other byte as it is. */
char text_lower(char c);

/* Whether two strings are equal but for the case of ASCII letters. */
bool text_equal_nocase(const char *a, const char *b);

/* The same for a span and a string. */
bool span_equal_nocase(struct span span, const char *text);

/* Whether a span begins with a string, but for the case of ASCII letters. */
bool span_begins_nocase(struct span span, const char *start);

/* Whether a span is exactly this string. */
bool span_equal(struct span span, const char *text);

/* Whether two spans are equal but for the case of ASCII letters. */
bool spans_equal_nocase(struct span a, struct span b);

/* The span without its first `length` bytes, of which it must have as many. */
struct span span_skip(struct span span, size_t length);

/* The span without blanks and tabs at its ends. */
struct span span_trim(struct span span);

/* Takes the next word off `rest`, separated by blanks, tabs and commas; false at the
 * end.
 */
bool span_next_word(struct span *rest, struct span *word);

/* The candidate most like `word`, or NULL when none is near: for "did you mean". */
const char *text_nearest(const char *word, const char *const *candidates, size_t count);

/* Whether all bytes are well-formed UTF-8 (RFC 3629). */
bool text_is_utf8(const char *bytes, size_t length);

/* How many characters (code points) a UTF-8 text has. */
size_t text_count_characters(const char *text);

/* Makes remote or user-given bytes fit to be shown: control characters, also those that
 * turn the direction of a line, and what is not UTF-8 become '?', the rest is cut at
 * `size` - 1 bytes. Returns `out`. */
const char *text_sanitise(const char *bytes, size_t length, char *out, size_t size);
