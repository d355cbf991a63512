/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <string.h>
#include <strings.h>

bool text_parse_uint(const char *text, unsigned long min, unsigned long max,
                     unsigned long *number)
{
    unsigned long value = 0;
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        unsigned long digit = (unsigned long)(*text - '0');
        if (value > (max - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *number = value;
    return value >= min && value <= max;
}

struct span text_print_uint(unsigned long number, char room[TEXT_UINT_SIZE])
{
    size_t start = TEXT_UINT_SIZE;
    do {
        room[--start] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return (struct span){room + start, TEXT_UINT_SIZE - start};
}

char text_lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    return c;
}

bool text_equal_nocase(const char *a, const char *b)
{
    return span_equal_nocase((struct span){a, strlen(a)}, b);
}

/* Most names come in the case that they are expected in. */
static bool is_same_letter(char a, char b)
{
    return a == b || text_lower(a) == text_lower(b);
}

bool span_equal_nocase(struct span span, const char *text)
{
    for (size_t i = 0; i < span.length; i++)
        if (text[i] == '\0' || !is_same_letter(span.at[i], text[i]))
            return false;
    return text[span.length] == '\0';
}

bool span_begins_nocase(struct span span, const char *start)
{
    size_t length = strlen(start);
    return span.length >= length &&
           span_equal_nocase((struct span){span.at, length}, start);
}

bool span_equal(struct span span, const char *text)
{
    return strlen(text) == span.length && memcmp(span.at, text, span.length) == 0;
}

bool spans_equal_nocase(struct span a, struct span b)
{
    for (size_t i = 0; i < a.length && i < b.length; i++)
        if (!is_same_letter(a.at[i], b.at[i]))
            return false;
    return a.length == b.length;
}

struct span span_skip(struct span span, size_t length)
{
    return (struct span){span.at + length, span.length - length};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct span span_trim(struct span span)
{
    while (span.length > 0 && is_blank(span.at[0])) {
        span.at++;
        span.length--;
    }
    while (span.length > 0 && is_blank(span.at[span.length - 1]))
        span.length--;
    return span;
}

static bool is_separator(char c)
{
    return is_blank(c) || c == ',';
}

bool span_next_word(struct span *rest, struct span *word)
{
    while (rest->length > 0 && is_separator(rest->at[0])) {
        rest->at++;
        rest->length--;
    }
    *word = (struct span){rest->at, 0};
    while (word->length < rest->length && !is_separator(rest->at[word->length]))
        word->length++;
    rest->at += word->length;
    rest->length -= word->length;
    return word->length > 0;
}

enum { WORD_MAX = 48 };

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned least = a < b ? a : b;
    return least < c ? least : c;
}

/* Whether a[i] and b[j] end a pair of letters that changed places. */
static bool are_swapped(const char *a, size_t i, const char *b, size_t j)
{
    return i > 0 && j > 0 && text_lower(a[i]) == text_lower(b[j - 1]) &&
           text_lower(a[i - 1]) == text_lower(b[j]);
}

/* Levenshtein's distance with swaps of neighbours as one slip (Damerau), by the last
 * three rows of the table. */
static unsigned distance(const char *a, const char *b)
{
    unsigned rows[3][WORD_MAX + 1];
    size_t columns = strlen(b), i = 0;
    for (size_t j = 0; j <= columns; j++)
        rows[0][j] = (unsigned)j;
    for (; a[i] != '\0'; i++) {
        const unsigned *above = rows[i % 3], *before = rows[(i + 2) % 3];
        unsigned *row = rows[(i + 1) % 3];
        row[0] = (unsigned)i + 1;
        for (size_t j = 0; j < columns; j++) {
            unsigned changed = above[j] + (text_lower(a[i]) != text_lower(b[j]));
            row[j + 1] = min3(changed, row[j] + 1, above[j + 1] + 1);
            if (are_swapped(a, i, b, j) && before[j - 1] + 1 < row[j + 1])
                row[j + 1] = before[j - 1] + 1;
        }
    }
    return rows[i % 3][columns];
}

const char *text_nearest(const char *word, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    unsigned least = strlen(word) > 4 ? 3 : 2; /* a word this far off is another word */
    if (strlen(word) > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (strlen(candidates[i]) > WORD_MAX)
            continue;
        unsigned off = distance(word, candidates[i]);
        if (off < least) {
            least = off;
            nearest = candidates[i];
        }
    }
    return nearest;
}

static size_t utf8_size(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Length of the well-formed UTF-8 sequence at `bytes`, 0 if there is none (RFC 3629).
 */
static size_t utf8_sequence(const unsigned char *bytes, size_t length)
{
    unsigned char lead = bytes[0];
    size_t size = utf8_size(lead);
    if (size == 0 || lead > 0xF4 || size > length)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    if ((lead == 0xE0 && bytes[1] < 0xA0) || (lead == 0xED && bytes[1] > 0x9F) ||
        (lead == 0xF0 && bytes[1] < 0x90) || (lead == 0xF4 && bytes[1] > 0x8F))
        return 0;
    return size;
}

bool text_is_utf8(const char *bytes, size_t length)
{
    for (size_t i = 0, step; i < length; i += step) {
        step = utf8_sequence((const unsigned char *)bytes + i, length - i);
        if (step == 0)
            return false;
    }
    return true;
}

size_t text_count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80; /* no continuation */
    return count;
}

/* U+2028 to U+202E and U+2066 to U+2069 break lines and turn their direction round. */
static bool turns_lines(const unsigned char *bytes)
{
    return bytes[0] == 0xE2 &&
           ((bytes[1] == 0x80 && bytes[2] >= 0xA8 && bytes[2] <= 0xAE) ||
            (bytes[1] == 0x81 && bytes[2] >= 0xA6 && bytes[2] <= 0xA9));
}

/* C0, DEL and C1 controls move cursors and colours on a terminal. */
static bool is_control(const unsigned char *bytes)
{
    return bytes[0] < 0x20 || bytes[0] == 0x7F ||
           (bytes[0] == 0xC2 && bytes[1] < 0xA0) || turns_lines(bytes);
}

const char *text_sanitise(const char *bytes, size_t length, char *out, size_t size)
{
    const unsigned char *in = (const unsigned char *)bytes;
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        size_t sequence = utf8_sequence(in + i, length - i);
        bool fit = sequence > 0 && !is_control(in + i);
        size_t step = sequence > 0 ? sequence : 1;
        if (used + (fit ? step : 1) >= size)
            break;
        if (fit)
            memcpy(out + used, in + i, step);
        else
            out[used] = '?';
        used += fit ? step : 1;
        i += step;
    }
    out[used] = '\0';
    return out;
}
