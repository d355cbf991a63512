/* SPDX-License-Identifier: MIT */
#include "base/secret.h"

#include "base/memory.h"

#include <string.h>

enum { FIRST_CAPACITY = 256 };

struct secret {
    char *bytes; /* with room for a NUL behind the last one */
    size_t length, capacity, limit;
    bool overflowed;
};

struct secret *secret_new(size_t limit)
{
    struct secret *secret = memory_new(sizeof *secret);
    secret->limit = limit;
    secret->capacity = FIRST_CAPACITY;
    secret->bytes = memory_new(secret->capacity);
    return secret;
}

void secret_free(struct secret *secret)
{
    if (secret == NULL)
        return;
    secret_wipe(secret->bytes, secret->capacity);
    memory_free(secret->bytes);
    memory_free(secret);
}

void secret_reset(struct secret *secret)
{
    secret_wipe(secret->bytes, secret->capacity);
    secret->length = 0;
    secret->overflowed = false;
}

/* Not by memory_resize: realloc leaves the old bytes where they were. */
static void grow(struct secret *secret, size_t needed)
{
    size_t capacity = secret->capacity;
    while (capacity < needed)
        capacity *= 2;
    char *bytes = memory_new(capacity);
    memcpy(bytes, secret->bytes, secret->length);
    secret_wipe(secret->bytes, secret->capacity);
    memory_free(secret->bytes);
    secret->bytes = bytes;
    secret->capacity = capacity;
}

char *secret_extend(struct secret *secret, size_t length)
{
    if (length > secret->limit - secret->length) {
        secret->overflowed = true;
        return NULL;
    }
    if (secret->length + length + 1 > secret->capacity)
        grow(secret, secret->length + length + 1);
    char *end = secret->bytes + secret->length;
    secret->length += length;
    secret->bytes[secret->length] = '\0';
    return end;
}

void secret_append(struct secret *secret, const char *bytes, size_t length)
{
    char *end = secret_extend(secret, length);
    if (end != NULL && length > 0)
        memcpy(end, bytes, length);
}

void secret_puts(struct secret *secret, const char *text)
{
    secret_append(secret, text, strlen(text));
}

void secret_drop(struct secret *secret, size_t length)
{
    if (length > secret->length)
        length = secret->length;
    memmove(secret->bytes, secret->bytes + length, secret->length - length);
    secret_truncate(secret, secret->length - length);
}

void secret_truncate(struct secret *secret, size_t length)
{
    if (length >= secret->length)
        return;
    secret_wipe(secret->bytes + length, secret->length - length);
    secret->length = length;
}

struct span secret_span(const struct secret *secret)
{
    return (struct span){secret->bytes, secret->length};
}

bool secret_overflowed(const struct secret *secret)
{
    return secret->overflowed;
}

void secret_wipe(void *bytes, size_t length)
{
    if (length > 0)
        explicit_bzero(bytes, length);
}
