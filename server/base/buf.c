/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 256, NEAR_SIZE = 256 };

void buf_init(struct buf *buf, size_t limit)
{
    *buf = (struct buf){.limit = limit};
}

void buf_clear(struct buf *buf)
{
    memory_free(buf->data);
    buf_init(buf, buf->limit);
}

void buf_reset(struct buf *buf)
{
    buf->length = 0;
    buf->overflowed = false;
}

static void grow(struct buf *buf, size_t needed)
{
    size_t capacity = buf->capacity > 0 ? buf->capacity : FIRST_CAPACITY;
    while (capacity < needed)
        capacity *= 2;
    buf->data = memory_resize(buf->data, capacity);
    buf->capacity = capacity;
}

/* True when `length` more bytes fit, with room made for them and a NUL. */
static bool make_room(struct buf *buf, size_t length)
{
    if (length > buf->limit - buf->length) {
        buf->overflowed = true;
        return false;
    }
    if (buf->length + length + 1 > buf->capacity)
        grow(buf, buf->length + length + 1);
    return true;
}

void buf_reserve(struct buf *buf, size_t length)
{
    size_t most = buf->limit - buf->length;
    make_room(buf, length < most ? length : most);
}

void buf_append(struct buf *buf, const char *bytes, size_t length)
{
    if (length == 0 || !make_room(buf, length))
        return;
    memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
    buf_append(buf, text, strlen(text));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    char near[NEAR_SIZE]; /* formatting costs more than copying */
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t length = (size_t)vsnprintf(near, sizeof near, format, arguments);
    if (length < sizeof near) {
        buf_append(buf, near, length);
    } else if (make_room(buf, length)) {
        vsnprintf(buf->data + buf->length, length + 1, format, again);
        buf->length += length;
    }
    va_end(again);
    va_end(arguments);
}

void buf_append_uint(struct buf *buf, unsigned long number)
{
    char room[TEXT_UINT_SIZE];
    struct span digits = text_print_uint(number, room);
    buf_append(buf, digits.at, digits.length);
}

static const char *xml_reference(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void buf_append_xml(struct buf *buf, const char *text, size_t length)
{
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        const char *reference = xml_reference(text[i]);
        if (reference == NULL)
            continue;
        buf_append(buf, text + start, i - start);
        buf_puts(buf, reference);
        start = i + 1;
    }
    buf_append(buf, text + start, length - start);
}

const char *buf_text(const struct buf *buf)
{
    return buf->length > 0 ? buf->data : "";
}

void buf_append_uri(struct buf *buf, const char *text, size_t length, const char *also)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c != '\0' && (strchr(unreserved, c) != NULL || strchr(also, c) != NULL))
            buf_append(buf, &c, 1);
        else
            buf_printf(buf, "%%%02X", (unsigned)(unsigned char)c);
    }
}
