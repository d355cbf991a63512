/* SPDX-License-Identifier: MIT */
/* Base64 and its form for URLs (RFC 4648, 4 and 5), into memory that the caller has
 * measured with the two sizes below: what is encoded is a secret as often as not, and
 * then stays in a secret. */
#pragma once

#include "base/cleanup.h"
#include "base/secret.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* How many characters `length` bytes become, with padding. */
size_t base64_encoded_size(size_t length);

/* How many bytes `length` characters become at most. */
size_t base64_decoded_size(size_t length);

/* Writes base64 with padding to `out` and returns the length; no NUL. */
size_t base64_encode(struct span bytes, char *out);

/* Writes base64url without padding to `out` and returns the length; no NUL. */
size_t base64url_encode(struct span bytes, char *out);

/* Appends base64 with padding. */
void base64_append(struct secret *out, struct span bytes);

/* Appends base64url without padding. */
void base64url_append(struct secret *out, struct span bytes);

/* Decodes base64, padded as it has to be and without blanks. False if it is none. */
MUST_CHECK bool base64_decode(struct span text, char *out, size_t *length);

/* Decodes base64url, with or without padding. False if it is none. */
MUST_CHECK bool base64url_decode(struct span text, char *out, size_t *length);
