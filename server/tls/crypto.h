/* SPDX-License-Identifier: MIT */
/* The few cryptographic tools that logins are made of. Those that cannot fail in a
 * working program end it when OpenSSL fails, as running out of memory does. */
#pragma once

#include "base/cleanup.h"
#include "base/secret.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum { SHA256_SIZE = 32 };

/* Fills `out` with `length` bytes that nobody can guess. */
void crypto_random(void *out, size_t length);

/* Writes SHA-256 of `bytes` to `out` (SHA256_SIZE). */
void crypto_sha256(struct span bytes, unsigned char *out);

/* Writes HMAC-SHA-256 (RFC 2104) of `bytes` to `out` (SHA256_SIZE). */
void crypto_hmac_sha256(struct span key, struct span bytes, unsigned char *out);

/* Writes PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2) to `out` (SHA256_SIZE). It is slow
 * by design: a million iterations take a good part of a second. False when OpenSSL
 * refuses the salt or the count, as its FIPS provider may. */
MUST_CHECK bool crypto_pbkdf2_sha256(struct span password, struct span salt,
                                     unsigned iterations, unsigned char *out);

/* Whether two pieces of memory are equal, in a time that does not tell where they
 * differ. */
bool crypto_equal(const void *a, const void *b, size_t length);
