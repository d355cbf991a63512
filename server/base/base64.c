/* SPDX-License-Identifier: MIT */
#include "base/base64.h"

#include <string.h>

static const char standard[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_urls[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

size_t base64_encoded_size(size_t length)
{
    return (length + 2) / 3 * 4;
}

size_t base64_decoded_size(size_t length)
{
    return (length + 3) / 4 * 3;
}

static size_t encode(struct span bytes, const char *alphabet, char *out)
{
    const unsigned char *in = (const unsigned char *)bytes.at;
    unsigned pending = 0, bits = 0;
    size_t used = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        pending = pending << 8 | in[i];
        for (bits += 8; bits >= 6; bits -= 6)
            out[used++] = alphabet[pending >> (bits - 6) & 63];
        pending &= 0xFF;
    }
    if (bits > 0)
        out[used++] = alphabet[pending << (6 - bits) & 63];
    return used;
}

size_t base64_encode(struct span bytes, char *out)
{
    size_t used = encode(bytes, standard, out);
    while (used % 4 != 0)
        out[used++] = '=';
    return used;
}

size_t base64url_encode(struct span bytes, char *out)
{
    return encode(bytes, for_urls, out);
}

static void append(struct secret *out, struct span bytes,
                   size_t (*write)(struct span bytes, char *out))
{
    size_t before = secret_span(out).length;
    char *end = secret_extend(out, base64_encoded_size(bytes.length));
    if (end != NULL)
        secret_truncate(out, before + write(bytes, end));
}

void base64_append(struct secret *out, struct span bytes)
{
    append(out, bytes, base64_encode);
}

void base64url_append(struct secret *out, struct span bytes)
{
    append(out, bytes, base64url_encode);
}

/* Bits that are left over have to be zero, so that every value is written one way. */
static bool decode(struct span text, const char *alphabet, char *out, size_t *length)
{
    unsigned pending = 0, bits = 0;
    size_t used = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *digit = memchr(alphabet, text.at[i], 64);
        if (digit == NULL)
            return false;
        pending = pending << 6 | (unsigned)(digit - alphabet);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out[used++] = (char)(pending >> bits & 0xFF);
        }
        pending &= (1U << bits) - 1;
    }
    *length = used;
    return bits < 6 && pending == 0;
}

static struct span without_padding(struct span text)
{
    for (int i = 0; i < 2 && text.length > 0 && text.at[text.length - 1] == '='; i++)
        text.length--;
    return text;
}

bool base64_decode(struct span text, char *out, size_t *length)
{
    return text.length % 4 == 0 && decode(without_padding(text), standard, out, length);
}

bool base64url_decode(struct span text, char *out, size_t *length)
{
    struct span bare = without_padding(text);
    return (bare.length == text.length || text.length % 4 == 0) &&
           decode(bare, for_urls, out, length);
}
