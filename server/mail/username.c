/* SPDX-License-Identifier: MIT */
#include "mail/username.h"

#include <string.h>

static bool starts_with(const char *text, struct span prefix)
{
    return strncmp(text, prefix.at, prefix.length) == 0;
}

/* Reads the placeholder at `text`: what it stands for, and its length; 0: there is
 * none. */
static size_t read_placeholder(const char *text, struct span address, struct span *out)
{
    static const struct span whole = {"%EMAILADDRESS%", 14};
    static const struct span local_part = {"%EMAILLOCALPART%", 16};
    static const struct span domain = {"%EMAILDOMAIN%", 13};
    const char *at = memrchr(address.at, '@', address.length);
    size_t local = at != NULL ? (size_t)(at - address.at) : address.length;
    *out = address;
    if (starts_with(text, whole))
        return whole.length;
    out->length = local;
    if (starts_with(text, local_part))
        return local_part.length;
    *out = at != NULL ? span_skip(address, local + 1) : (struct span){"", 0};
    return starts_with(text, domain) ? domain.length : 0;
}

void username_fill(const char *form, struct span address, username_append *append,
                   struct buf *out)
{
    while (*form != '\0') {
        struct span part;
        size_t step = read_placeholder(form, address, &part);
        if (step == 0) {
            step = 1 + strcspn(form + 1, "%");
            part = (struct span){form, step};
        }
        append(out, part.at, part.length);
        form += step;
    }
}
