/* SPDX-License-Identifier: MIT */
#include "check/tags.h"

#include <stdio.h>
#include <string.h>

enum { TAGS_MAX = 64, SHOWN_SIZE = 64, VERSION_SIZE = 32 };

bool tags_next_value(struct span *rest, char mark, struct span *value)
{
    if (rest->length == 0)
        return false;
    const char *end = memchr(rest->at, mark, rest->length);
    size_t length = end != NULL ? (size_t)(end - rest->at) : rest->length;
    size_t used = length + (end != NULL);
    *value = span_trim((struct span){rest->at, length});
    *rest = (struct span){rest->at + used, rest->length - used};
    return true;
}

bool tags_next(struct span *rest, struct tag *tag)
{
    struct span text;
    *rest = span_trim(*rest);
    if (!tags_next_value(rest, ';', &text))
        return false;
    const char *equals = text.length > 0 ? memchr(text.at, '=', text.length) : NULL;
    *tag = (struct tag){.name = text};
    if (equals == NULL)
        return true;
    size_t length = (size_t)(equals - text.at);
    tag->name = span_trim((struct span){text.at, length});
    tag->value = span_trim((struct span){equals + 1, text.length - length - 1});
    return true;
}

bool tags_find(struct span list, const char *name, struct span *value)
{
    struct tag tag;
    while (tags_next(&list, &tag))
        if (tag.value.at != NULL && span_equal_nocase(tag.name, name)) {
            *value = tag.value;
            return true;
        }
    return false;
}

bool tags_is_version(struct span list, const char *version)
{
    struct tag tag;
    return list.length > 0 && text_lower(list.at[0]) == 'v' && tags_next(&list, &tag) &&
           tag.value.at != NULL && span_equal_nocase(tag.name, "v") &&
           span_equal(tag.value, version);
}

static bool is_name_char(char c)
{
    char lower = text_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

/* Only the letters and digits at the beginning of the text tell what was meant:
 * " \"V = dmarc1, p=none" was a "v=DMARC1". */
bool tags_is_spoiled_version(struct span list, const char *version)
{
    char wanted[VERSION_SIZE], seen[VERSION_SIZE];
    size_t length = 0;
    int size = snprintf(wanted, sizeof wanted, "v%s", version);
    if (tags_is_version(list, version))
        return false;
    for (size_t i = 0; i < list.length && length < (size_t)size; i++)
        if (is_name_char(list.at[i]) && list.at[i] != '-')
            seen[length++] = list.at[i];
    struct span whole = {seen, length};
    return span_begins_nocase(whole, wanted) || span_begins_nocase(whole, wanted + 1);
}

/* The text for a message, cut and made fit to be shown. */
static const char *shown(struct span text, char *out)
{
    return text_sanitise(text.at, text.length, out, SHOWN_SIZE);
}

bool tags_check_one(const struct tag *tag, struct error *error)
{
    char text[SHOWN_SIZE];
    bool named = tag->name.length > 0;
    if (!named && tag->value.at == NULL)
        return error_set(error, ERROR_INPUT, "there are two semicolons in a row");
    if (tag->value.at == NULL)
        return error_set(error, ERROR_INPUT, "\"%s\" is no NAME=VALUE",
                         shown(tag->name, text));
    for (size_t i = 0; i < tag->name.length; i++)
        named &= is_name_char(tag->name.at[i]);
    if (!named)
        return error_set(error, ERROR_INPUT, "\"%s\" is no name of a tag",
                         shown(tag->name, text));
    for (size_t i = 0; i < tag->value.length; i++)
        if (tag->value.at[i] < 0x20 || tag->value.at[i] > 0x7E)
            return error_set(error, ERROR_INPUT, "%s= holds a character beyond ASCII",
                             shown(tag->name, text));
    return true;
}

static bool are_equal(struct span a, struct span b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

bool tags_check(struct span list, struct error *error)
{
    struct tag tags[TAGS_MAX];
    char text[SHOWN_SIZE];
    size_t count = 0;
    while (count < TAGS_MAX && tags_next(&list, &tags[count])) {
        if (!tags_check_one(&tags[count], error))
            return false;
        for (size_t i = 0; i < count; i++)
            if (are_equal(tags[i].name, tags[count].name))
                return error_set(error, ERROR_INPUT, "%s= stands there twice",
                                 shown(tags[i].name, text));
        count++;
    }
    return count < TAGS_MAX ||
           error_set(error, ERROR_INPUT, "there are more than %d tags", TAGS_MAX - 1);
}
