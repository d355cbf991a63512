/* SPDX-License-Identifier: MIT */
#include "probe/redact.h"

#include "base/base64.h"

#include <string.h>

/* How many bytes two pieces of text have in common from their beginning. */
static size_t common_length(struct span a, struct span b)
{
    size_t length = 0;
    while (length < a.length && length < b.length && a.at[length] == b.at[length])
        length++;
    return length;
}

/* How much of the text's beginning is a piece of the secret that counts, or 0. */
static size_t match(struct span text, struct span secret)
{
    size_t window = secret.length < REDACT_PIECE ? secret.length : REDACT_PIECE;
    size_t longest = 0;
    if (window < REDACT_WHOLE || text.length < window)
        return 0;
    for (const char *at = secret.at, *end = secret.at + secret.length; at < end; at++) {
        at = memmem(at, (size_t)(end - at), text.at, window);
        if (at == NULL)
            break;
        size_t length = common_length((struct span){at, (size_t)(end - at)}, text);
        longest = length > longest ? length : longest;
        if (length == text.length || length == secret.length)
            break; /* no other can be longer */
    }
    return longest;
}

static size_t match_any(struct span text, const struct secret *const *secrets,
                        size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = secrets[i] != NULL ? match(text, secret_span(secrets[i])) : 0;
        longest = length > longest ? length : longest;
    }
    return longest;
}

void redact_disguise(struct span secret, size_t later, struct secret *out)
{
    enum { GROUP = 3 };
    if (secret.length < later + REDACT_DISGUISED)
        return;
    size_t whole = (secret.length - later) / GROUP * GROUP;
    base64_append(out, (struct span){secret.at + later, whole});
}

void redact(struct span text, const struct secret *const *secrets, size_t count,
            struct buf *out)
{
    while (text.length > 0) {
        size_t length = match_any(text, secrets, count);
        if (length > 0)
            buf_printf(out, "<secret, %zu bytes>", length);
        else
            buf_append(out, text.at, 1);
        size_t used = length > 0 ? length : 1;
        text = (struct span){text.at + used, text.length - used};
    }
}
