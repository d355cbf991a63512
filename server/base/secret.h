/* SPDX-License-Identifier: MIT */
/* Passwords, tokens and whatever holds one. A secret grows like a buf up to a limit
 * given at birth, but its bytes are never left behind: what it outgrows and what it
 * frees is overwritten first. Code that has a secret in hand passes the secret on, not
 * a copy of its bytes. */
#pragma once

#include "base/cleanup.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct secret;

/* An empty secret that will hold `limit` bytes at most, to be given to secret_free. */
struct secret *secret_new(size_t limit);

/* Overwrites and frees; NULL is fine. */
void secret_free(struct secret *secret);
DEFINE_AUTO(secret)

/* Empties and overwrites, keeping the memory for the next use. */
void secret_reset(struct secret *secret);

/* Appends bytes; none of them when they do not fit, and secret_overflowed is true from
 * then on until a reset. */
void secret_append(struct secret *secret, const char *bytes, size_t length);

/* Appends a NUL-terminated string. */
void secret_puts(struct secret *secret, const char *text);

/* Takes `length` bytes off the front (all, when there are fewer), as they are sent. */
void secret_drop(struct secret *secret, size_t length);

/* Cuts what stands behind the first `length` bytes. */
void secret_truncate(struct secret *secret, size_t length);

/* Makes room for `length` bytes behind the end and counts them as held; the caller
 * writes them. NULL when they do not fit. */
char *secret_extend(struct secret *secret, size_t length);

/* The bytes, with a NUL behind; valid until the next change. Borrow, do not copy. */
struct span secret_span(const struct secret *secret);

/* Whether something was left out because it did not fit. */
bool secret_overflowed(const struct secret *secret);

/* Overwrites bytes on the stack or elsewhere that held a part of a secret. */
void secret_wipe(void *bytes, size_t length);
