/* SPDX-License-Identifier: MIT */
#include "tls/seal.h"

#include "tls/crypto.h"

#include <limits.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* mark, nonce, the encrypted bytes, tag */
enum {
    MARK_SIZE = 4,
    NONCE_SIZE = 12,
    TAG_SIZE = 16,
    HEAD_SIZE = MARK_SIZE + NONCE_SIZE,
};
_Static_assert(HEAD_SIZE + TAG_SIZE == SEAL_BYTES, "all that is added");

static const char mark[MARK_SIZE] = {'W', 'P', 'S', '1'};

bool seal_is(struct span bytes)
{
    return bytes.length >= MARK_SIZE && memcmp(bytes.at, mark, MARK_SIZE) == 0;
}

static EVP_CIPHER_CTX *new_cipher(struct span key, const char *nonce, bool encrypts)
{
    unsigned char digest[SHA256_SIZE];
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    crypto_sha256(key, digest);
    if (cipher == NULL ||
        EVP_CipherInit_ex(cipher, EVP_aes_256_gcm(), NULL, digest,
                          (const unsigned char *)nonce, encrypts) != 1)
        abort();
    secret_wipe(digest, sizeof digest);
    return cipher;
}

/* The mode is a stream: as many bytes come out as go in. */
static bool run(EVP_CIPHER_CTX *cipher, struct span in, char *out)
{
    int length;
    return in.length <= INT_MAX &&
           EVP_CipherUpdate(cipher, (unsigned char *)out, &length,
                            (const unsigned char *)in.at, (int)in.length) == 1;
}

void seal_close(struct span key, struct span plain, struct secret *out)
{
    char *at = secret_extend(out, plain.length + SEAL_BYTES);
    int length;
    if (at == NULL)
        return;
    memcpy(at, mark, MARK_SIZE);
    crypto_random(at + MARK_SIZE, NONCE_SIZE);
    char *tag = at + HEAD_SIZE + plain.length;
    EVP_CIPHER_CTX *cipher = new_cipher(key, at + MARK_SIZE, true);
    if (!run(cipher, plain, at + HEAD_SIZE) ||
        EVP_CipherFinal_ex(cipher, (unsigned char *)tag, &length) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, tag) != 1)
        abort();
    EVP_CIPHER_CTX_free(cipher);
}

bool seal_open(struct span key, struct span sealed, struct secret *out)
{
    char tag[TAG_SIZE];
    unsigned char nothing[1];
    int length;
    size_t before = secret_span(out).length;
    if (sealed.length < SEAL_BYTES || !seal_is(sealed))
        return false;
    const struct span inner = {sealed.at + HEAD_SIZE, sealed.length - SEAL_BYTES};
    char *at = secret_extend(out, inner.length);
    if (at == NULL)
        return false;
    memcpy(tag, inner.at + inner.length, TAG_SIZE);
    EVP_CIPHER_CTX *cipher = new_cipher(key, sealed.at + MARK_SIZE, false);
    bool opened =
        run(cipher, inner, at) &&
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) == 1 &&
        EVP_CipherFinal_ex(cipher, nothing, &length) == 1;
    EVP_CIPHER_CTX_free(cipher);
    if (!opened)
        secret_truncate(out, before);
    return opened;
}
