/* SPDX-License-Identifier: MIT */
#include "tls/crypto.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdlib.h>

/* An all-zero nonce or hash must never go out in the place of a real one. */
static void or_die(bool worked)
{
    if (!worked)
        abort();
}

void crypto_random(void *out, size_t length)
{
    or_die(length <= INT_MAX && RAND_bytes(out, (int)length) == 1);
}

void crypto_sha256(struct span bytes, unsigned char *out)
{
    or_die(EVP_Digest(bytes.at, bytes.length, out, NULL, EVP_sha256(), NULL) == 1);
}

void crypto_hmac_sha256(struct span key, struct span bytes, unsigned char *out)
{
    or_die(key.length <= INT_MAX &&
           HMAC(EVP_sha256(), key.at, (int)key.length, (const unsigned char *)bytes.at,
                bytes.length, out, NULL) != NULL);
}

bool crypto_pbkdf2_sha256(struct span password, struct span salt, unsigned iterations,
                          unsigned char *out)
{
    return password.length <= INT_MAX && salt.length <= INT_MAX &&
           iterations <= INT_MAX &&
           PKCS5_PBKDF2_HMAC(password.at, (int)password.length,
                             (const unsigned char *)salt.at, (int)salt.length,
                             (int)iterations, EVP_sha256(), SHA256_SIZE, out) == 1;
}

bool crypto_equal(const void *a, const void *b, size_t length)
{
    return CRYPTO_memcmp(a, b, length) == 0;
}
