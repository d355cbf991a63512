/* SPDX-License-Identifier: MIT */
#include "http/target.h"

#include <string.h>
#include <strings.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = text_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The byte of an escape at `at`, or -1. */
static int escaped_byte(const char *at, const char *end)
{
    if (end - at < 3 || hex_value(at[1]) < 0 || hex_value(at[2]) < 0)
        return -1;
    return hex_value(at[1]) * 16 + hex_value(at[2]);
}

/* MHD leaves control characters in a target alone. All are looked at, since a loop
 * without a way out takes many at once. */
static bool has_controls(const char *text, size_t length)
{
    unsigned char found = 0;
    for (size_t i = 0; i < length; i++)
        found |= (unsigned char)text[i] <= 0x20 || text[i] == 0x7F;
    return found;
}

/* %00 would cut a C string. */
static bool has_escaped_zero(const char *text, size_t length)
{
    const char *end = text + length;
    for (const char *at = memchr(text, '%', length); at != NULL;
         at = memchr(at + 1, '%', (size_t)(end - at - 1)))
        if (escaped_byte(at, end) == 0)
            return true;
    return false;
}

/* Most texts have no escapes and are copied as they are. */
static bool copy_plain(struct span text, char *out)
{
    if (memchr(text.at, '%', text.length) != NULL)
        return false;
    memcpy(out, text.at, text.length);
    out[text.length] = '\0';
    return true;
}

static bool decode_path(struct span path, char *out)
{
    const char *end = path.at + path.length;
    size_t used = 0;
    out[0] = '\0';
    if (path.length > TARGET_PATH_MAX || copy_plain(path, out))
        return true;
    for (const char *at = path.at; at < end; at++) {
        int byte = (unsigned char)*at;
        if (*at == '%') {
            byte = escaped_byte(at, end);
            if (byte < 0)
                return false;
            at += 2;
        }
        out[used++] = (char)byte;
    }
    out[used] = '\0';
    return true;
}

/* Takes "http://authority" off the front, if it stands there. */
static void split_absolute(struct span *rest, struct span *authority)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(schemes[i]);
        if (rest->length < length || strncasecmp(rest->at, schemes[i], length) != 0)
            continue;
        *authority = (struct span){rest->at + length, 0};
        size_t left = rest->length - length;
        while (authority->length < left &&
               strchr("/?", authority->at[authority->length]) == NULL)
            authority->length++;
        rest->at += length + authority->length;
        rest->length = left - authority->length;
        return;
    }
}

bool target_parse(const char *text, size_t length, struct target *out)
{
    struct span rest = {text, length};
    out->authority = (struct span){text, 0};
    if (has_controls(text, length) || has_escaped_zero(text, length))
        return false;
    if (length > 0 && text[0] != '/')
        split_absolute(&rest, &out->authority);
    out->origin = rest;

    const char *mark = memchr(rest.at, '?', rest.length);
    struct span path = {rest.at, mark != NULL ? (size_t)(mark - rest.at) : rest.length};
    out->query = mark != NULL ? (struct span){mark + 1, rest.length - path.length - 1}
                              : (struct span){rest.at + rest.length, 0};
    if (path.length == 0 && out->authority.length == 0)
        return false;
    if (path.length > 0 && path.at[0] != '/' && !span_equal(rest, "*"))
        return false;
    return decode_path(path, out->path);
}

static bool is_port(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return length <= 5;
}

bool target_parse_host(struct span authority, char *out)
{
    out[0] = '\0';
    if (authority.length == 0)
        return false;
    if (authority.at[0] == '[')
        return memchr(authority.at, ']', authority.length) != NULL;
    const char *colon = memrchr(authority.at, ':', authority.length);
    size_t length = colon != NULL ? (size_t)(colon - authority.at) : authority.length;
    if (colon != NULL && !is_port(colon + 1, authority.length - length - 1))
        return false;
    return hostname_normalise(authority.at, length, out);
}

/* Decodes leniently: what is no escape stands for itself. */
static void decode_value(struct span value, char *out, size_t size)
{
    const char *end = value.at + value.length;
    size_t used = 0;
    if (value.length < size && copy_plain(value, out))
        return;
    for (const char *at = value.at; at < end; at++) {
        int byte = *at == '%' ? escaped_byte(at, end) : -1;
        if (used + 1 >= size) {
            used = 0;
            break;
        }
        out[used++] = (char)(byte >= 0 ? byte : *at);
        at += byte >= 0 ? 2 : 0;
    }
    out[used] = '\0';
}

bool target_query(struct span query, const char *name, char *out, size_t size)
{
    const char *end = query.at + query.length;
    for (const char *at = query.at; at < end;) {
        const char *next = memchr(at, '&', (size_t)(end - at));
        const char *stop = next != NULL ? next : end;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        const char *key_end = equals != NULL ? equals : stop;
        if (span_equal_nocase((struct span){at, (size_t)(key_end - at)}, name)) {
            const char *value = equals != NULL ? equals + 1 : stop;
            decode_value((struct span){value, (size_t)(stop - value)}, out, size);
            return true;
        }
        at = stop + 1;
    }
    return false;
}
