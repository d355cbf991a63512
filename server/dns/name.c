/* SPDX-License-Identifier: MIT */
#include "dns/name.h"

#include "base/text.h"

#include <string.h>

enum { LABEL_MAX = 63, POINTER = 0xC0 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads what stands behind a backslash. Returns how many characters it is; 0: it is
 * broken. */
static size_t read_escape(const char *at, char *out)
{
    *out = *at;
    if (!is_digit(*at))
        return *at != '\0';
    if (!is_digit(at[1]) || !is_digit(at[2]))
        return 0;
    int value = (at[0] - '0') * 100 + (at[1] - '0') * 10 + (at[2] - '0');
    *out = (char)value;
    return value <= 255 ? 3 : 0;
}

/* Reads one label behind the `*used` bytes that are there. Returns where it ends in the
 * text, or NULL. */
static const char *take_label(const char *text, struct name *out, size_t *used)
{
    size_t start = *used, at = start + 1;
    for (char c; (c = *text) != '\0' && c != '.';) {
        size_t escape = 0;
        text++;
        if (c == '\\' && (escape = read_escape(text, &c)) == 0)
            return NULL;
        text += escape;
        /* One byte stays for the root. */
        if (at >= NAME_WIRE_MAX - 1)
            return NULL;
        out->bytes[at++] = (uint8_t)text_lower(c);
    }
    size_t length = at - start - 1;
    if (length == 0 || length > LABEL_MAX)
        return NULL;
    out->bytes[start] = (uint8_t)length;
    *used = at;
    return text;
}

bool name_parse(const char *text, struct name *out)
{
    size_t used = 0;
    if (strcmp(text, ".") == 0)
        text++;
    while (*text != '\0') {
        if ((text = take_label(text, out, &used)) == NULL)
            return false;
        if (*text == '.')
            text++;
    }
    out->bytes[used] = 0;
    out->length = (uint8_t)(used + 1);
    return true;
}

/* Writes a label of `length` bytes behind its length byte. */
static void put_label(const uint8_t *label, size_t length, uint8_t *out)
{
    out[0] = (uint8_t)length;
    for (size_t i = 1; i <= length; i++)
        out[i] = (uint8_t)text_lower((char)label[i]);
}

/* Appends the label at `at`, whose length byte was looked at; to nothing if `out` is
 * NULL. */
static bool add_label(struct wire message, size_t at, struct name *out, size_t *used)
{
    size_t length = message.bytes[at];
    if (length > LABEL_MAX || length >= message.length - at ||
        *used + length + 1 >= NAME_WIRE_MAX)
        return false;
    if (out != NULL)
        put_label(message.bytes + at, length, out->bytes + *used);
    *used += length + 1;
    return true;
}

/* Follows the labels and pointers of a name; `*used` is its length without the root. */
static bool follow(struct wire message, size_t *at, struct name *out, size_t *used)
{
    size_t here = *at, lowest = *at;
    bool jumped = false;
    while (here < message.length && message.bytes[here] != 0) {
        if ((message.bytes[here] & POINTER) != POINTER) {
            if (!add_label(message, here, out, used))
                return false;
            here += message.bytes[here] + (size_t)1;
            continue;
        }
        if (message.length - here < 2)
            return false;
        if (!jumped)
            *at = here + 2;
        jumped = true;
        here = (size_t)(message.bytes[here] & ~POINTER) << 8 | message.bytes[here + 1];
        /* Each jump goes before all that was read, so there is an end to them. */
        if (here >= lowest)
            return false;
        lowest = here;
    }
    if (here >= message.length)
        return false;
    if (!jumped)
        *at = here + 1;
    return true;
}

bool name_read(struct wire message, size_t *at, struct name *out)
{
    size_t used = 0;
    if (!follow(message, at, out, &used))
        return false;
    out->bytes[used] = 0;
    out->length = (uint8_t)(used + 1);
    return true;
}

bool name_skip(struct wire message, size_t *at)
{
    size_t used = 0;
    return follow(message, at, NULL, &used);
}

/* The characters that mean something in zone files (RFC 1035 5.1). */
static bool is_special(char c)
{
    return c == '.' || c == '\\' || c == '"' || c == ';' || c == '(' || c == ')' ||
           c == '@' || c == '$';
}

static size_t print_byte(uint8_t byte, char *out)
{
    if (byte <= ' ' || byte >= 0x7F) {
        out[0] = '\\';
        out[1] = (char)('0' + byte / 100);
        out[2] = (char)('0' + byte / 10 % 10);
        out[3] = (char)('0' + byte % 10);
        return 4;
    }
    size_t length = 0;
    if (is_special((char)byte))
        out[length++] = '\\';
    out[length++] = (char)byte;
    return length;
}

size_t name_print(const struct name *name, char *out)
{
    size_t length = 0;
    for (size_t at = 0; name->bytes[at] != 0; at += name->bytes[at] + (size_t)1) {
        if (at > 0)
            out[length++] = '.';
        for (size_t i = 1; i <= name->bytes[at]; i++)
            length += print_byte(name->bytes[at + i], out + length);
    }
    out[length] = '\0';
    return length;
}

bool name_equal(const struct name *a, const struct name *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

bool name_is_within(const struct name *name, const struct name *zone)
{
    size_t at = 0;
    while (name->length - at > zone->length)
        at += name->bytes[at] + (size_t)1;
    return name->length - at == zone->length &&
           memcmp(name->bytes + at, zone->bytes, zone->length) == 0;
}
