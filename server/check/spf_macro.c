/* SPDX-License-Identifier: MIT */
#include "check/spf_macro.h"

#include "base/buf.h"
#include "mail/hostname.h"

#include <string.h>

enum { FILLED_MAX = 4096, PARTS_MAX = 128 };

static const char delimiters[] = ".-+,/_=";

static bool is_in(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* The inside of "%{d2r.-}". */
struct macro {
    char letter; /* in lower case */
    unsigned long count;
    bool reversed;
    struct span delimiters;
    size_t length; /* with the closing brace */
};

/* Reads what follows "%{". The letters c, r and t are for explanations only. */
static bool read_macro(struct span text, struct macro *macro)
{
    size_t i = 1;
    *macro = (struct macro){.letter = '\0'};
    if (text.length == 0 || !is_in(text_lower(text.at[0]), "slodiphv"))
        return false;
    macro->letter = text_lower(text.at[0]);
    for (; i < text.length && is_in(text.at[i], "0123456789"); i++)
        if (macro->count < PARTS_MAX)
            macro->count = macro->count * 10 + (unsigned long)(text.at[i] - '0');
    if (i > 1 && macro->count == 0)
        return false;
    macro->reversed = i < text.length && text_lower(text.at[i]) == 'r';
    i += macro->reversed;
    macro->delimiters = span_skip(text, i);
    while (i < text.length && is_in(text.at[i], delimiters))
        i++;
    macro->delimiters.length = (size_t)(text.at + i - macro->delimiters.at);
    macro->length = i + 1;
    return i < text.length && text.at[i] == '}';
}

/* The length of the macro at the beginning of `text`, which is a %; 0: it is none. */
static size_t escape_length(struct span text)
{
    struct macro macro;
    if (text.length < 2)
        return 0;
    if (is_in(text.at[1], "%_-"))
        return 2;
    if (text.at[1] != '{' || !read_macro(span_skip(text, 2), &macro))
        return 0;
    return macro.length + 2;
}

const char *spf_macros_judge(struct span text, bool *ends_in_macro)
{
    *ends_in_macro = false;
    while (text.length > 0) {
        size_t length = 1;
        if (text.at[0] < 0x21 || text.at[0] > 0x7E)
            return "holds a character that is not allowed there";
        *ends_in_macro = text.at[0] == '%';
        if (*ends_in_macro)
            length = escape_length(text);
        if (length == 0)
            return "holds a % that begins no macro";
        text = span_skip(text, length);
    }
    return NULL;
}

static bool is_delimiter(const struct macro *macro, char c)
{
    if (macro->delimiters.length == 0)
        return c == '.';
    return memchr(macro->delimiters.at, c, macro->delimiters.length) != NULL;
}

static size_t split(const struct macro *macro, const char *text, struct span *parts)
{
    size_t count = 0;
    parts[count++] = (struct span){text, 0};
    for (; *text != '\0'; text++)
        if (is_delimiter(macro, *text) && count < PARTS_MAX)
            parts[count++] = (struct span){text + 1, 0};
        else
            parts[count - 1].length++;
    return count;
}

/* The parts in their order or reversed, the last so many of them, with dots between. */
static void put_value(const struct macro *macro, const char *value, struct buf *out)
{
    struct span parts[PARTS_MAX];
    size_t count = split(macro, value, parts), first = 0;
    if (macro->count > 0 && macro->count < count)
        first = count - macro->count;
    for (size_t i = first; i < count; i++) {
        struct span part = parts[macro->reversed ? count - 1 - i : i];
        buf_puts(out, i > first ? "." : "");
        buf_append(out, part.at, part.length);
    }
}

/* What is too long loses labels from its left (RFC 7208 7.3). */
static const char *fit(const char *name)
{
    while (strlen(name) > HOSTNAME_MAX) {
        const char *dot = strchr(name, '.');
        if (dot == NULL)
            break;
        name = dot + 1;
    }
    return name;
}

static bool put_macro(struct span text, const char *domain, const char *origin,
                      struct buf *out)
{
    struct macro macro;
    if (text.at[1] != '{') {
        buf_puts(out, text.at[1] == '%' ? "%" : text.at[1] == '_' ? " " : "%20");
        return true;
    }
    if (!read_macro(span_skip(text, 2), &macro) ||
        (macro.letter != 'd' && macro.letter != 'o'))
        return false;
    put_value(&macro, macro.letter == 'd' ? domain : origin, out);
    return true;
}

const char *spf_macros_fill(struct span text, const char *domain, const char *origin,
                            struct pool *pool)
{
    struct buf filled;
    bool known = true;
    buf_init(&filled, FILLED_MAX);
    while (text.length > 0 && known) {
        size_t length = text.at[0] == '%' ? escape_length(text) : 1;
        if (text.at[0] == '%')
            known = length > 0 && put_macro(text, domain, origin, &filled);
        else
            buf_append(&filled, text.at, 1);
        text = span_skip(text, length > 0 ? length : 1);
    }
    if (filled.length > 1 && filled.data[filled.length - 1] == '.')
        filled.data[--filled.length] = '\0';
    const char *kept = known ? pool_strdup(pool, fit(buf_text(&filled))) : NULL;
    buf_clear(&filled);
    return kept;
}
