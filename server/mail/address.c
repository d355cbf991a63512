/* SPDX-License-Identifier: MIT */
#include "mail/address.h"

#include <string.h>

static bool is_forbidden(unsigned char c)
{
    switch (c) {
    case '<':
    case '>':
    case '"':
    case '(':
    case ')':
    case ',':
    case ':':
    case ';':
    case '[':
    case ']':
    case '\\':
    case '@':
        return true;
    default:
        return c <= 0x20 || c == 0x7F;
    }
}

static bool local_part_is_legal(struct span local)
{
    if (local.length == 0 || local.length > LOCAL_PART_MAX)
        return false;
    for (size_t i = 0; i < local.length; i++)
        if (is_forbidden((unsigned char)local.at[i]))
            return false;
    return text_is_utf8(local.at, local.length);
}

bool address_parse(const char *text, size_t length, struct address *out)
{
    const char *at = length <= ADDRESS_MAX ? memrchr(text, '@', length) : NULL;
    if (at == NULL)
        return false;
    out->text = (struct span){text, length};
    out->local = (struct span){text, (size_t)(at - text)};
    size_t domain = length - out->local.length - 1;
    return local_part_is_legal(out->local) &&
           hostname_normalise(at + 1, domain, out->domain) &&
           hostname_is_qualified(out->domain);
}
