/* SPDX-License-Identifier: MIT */
#include "dns/name.h"

#include "base/text.h"

#include <string.h>

enum { LABEL_MAX = 63, POINTER = 0xC0 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes one character off `*text`, which may be escaped; false if the escape is broken.
 */
static bool take_character(const char **text, uint8_t *out)
{
    const char *at = *text;
    if (*at != '\\') {
        *out = (uint8_t)*at;
        *text = at + 1;
        return true;
    }
    at++;
    if (!is_digit(*at)) {
        *out = (uint8_t)*at;
        *text = at + 1;
        return *at != '\0';
    }
    if (!is_digit(at[1]) || !is_digit(at[2]))
        return false;
    int value = (at[0] - '0') * 100 + (at[1] - '0') * 10 + (at[2] - '0');
    *out = (uint8_t)value;
    *text = at + 3;
    return value <= 255;
}

/* Reads one label behind the `*used` bytes that are there. */
static bool take_label(const char **text, struct name *out, size_t *used)
{
    size_t start = *used, at = start + 1;
    while (**text != '\0' && **text != '.') {
        /* One byte stays for the root. */
        if (at >= NAME_WIRE_MAX - 1 || !take_character(text, &out->bytes[at]))
            return false;
        out->bytes[at] = (uint8_t)text_lower((char)out->bytes[at]);
        at++;
    }
    size_t length = at - start - 1;
    if (length == 0 || length > LABEL_MAX)
        return false;
    out->bytes[start] = (uint8_t)length;
    *used = at;
    return true;
}

bool name_parse(const char *text, struct name *out)
{
    size_t used = 0;
    if (strcmp(text, ".") == 0)
        text++;
    while (*text != '\0') {
        if (!take_label(&text, out, &used))
            return false;
        if (*text == '.')
            text++;
    }
    out->bytes[used] = 0;
    out->length = (uint8_t)(used + 1);
    return true;
}

/* Appends the label at `at`, whose length byte was looked at. */
static bool add_label(struct wire message, size_t at, struct name *out, size_t *used)
{
    size_t length = message.bytes[at];
    if (length > LABEL_MAX || length >= message.length - at ||
        *used + length + 1 >= NAME_WIRE_MAX)
        return false;
    out->bytes[(*used)++] = (uint8_t)length;
    for (size_t i = 1; i <= length; i++)
        out->bytes[(*used)++] = (uint8_t)text_lower((char)message.bytes[at + i]);
    return true;
}

bool name_read(struct wire message, size_t *at, struct name *out)
{
    size_t here = *at, used = 0, lowest = *at;
    bool jumped = false;
    while (here < message.length && message.bytes[here] != 0) {
        if ((message.bytes[here] & POINTER) != POINTER) {
            if (!add_label(message, here, out, &used))
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
    out->bytes[used] = 0;
    out->length = (uint8_t)(used + 1);
    return true;
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
