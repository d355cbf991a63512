/* SPDX-License-Identifier: MIT */
#include "tls/jwt.h"

#include "base/base64.h"
#include "base/memory.h"
#include "tls/crypto.h"
#include "tls/reason.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdio.h>

enum { RSA_BITS_MIN = 2048, HEADER_SIZE = 160, SIGNATURE_SIZE = 2048 };

struct jwt_key {
    EVP_PKEY *private;
    char thumbprint[SHA256_SIZE * 2]; /* x5t#S256, NUL-terminated */
};

/* OpenSSL would ask the terminal. */
static int give_no_passphrase(char *out, int size, int writing, void *asked)
{
    (void)out;
    (void)size;
    (void)writing;
    *(bool *)asked = true;
    return -1;
}

static bool fill_thumbprint(struct jwt_key *key, const X509 *certificate)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (X509_digest(certificate, EVP_sha256(), hash, &length) != 1)
        return false;
    key->thumbprint[base64url_encode((struct span){(const char *)hash, length},
                                     key->thumbprint)] = '\0';
    return true;
}

static bool read_private(struct jwt_key *key, BIO *bio, struct error *error)
{
    char reason[REASON_SIZE];
    bool is_encrypted = false;
    key->private =
        PEM_read_bio_PrivateKey(bio, NULL, give_no_passphrase, &is_encrypted);
    if (is_encrypted)
        return error_set(error, ERROR_INPUT,
                         "the private key is encrypted; write it "
                         "without a passphrase and keep the file to yourself");
    if (key->private == NULL)
        return error_set(error, ERROR_INPUT, "no private key can be read: %s",
                         reason_take(reason));
    if (EVP_PKEY_get_base_id(key->private) != EVP_PKEY_RSA)
        return error_set(error, ERROR_INPUT, "the private key is not RSA");
    if (EVP_PKEY_get_bits(key->private) < RSA_BITS_MIN)
        return error_set(error, ERROR_INPUT,
                         "the private key has %d bits, fewer than %d",
                         EVP_PKEY_get_bits(key->private), RSA_BITS_MIN);
    return true;
}

static bool read_certificate(struct jwt_key *key, BIO *bio, struct error *error)
{
    char reason[REASON_SIZE];
    X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    if (certificate == NULL)
        return error_set(error, ERROR_INPUT, "no certificate can be read: %s",
                         reason_take(reason));
    bool matches = X509_check_private_key(certificate, key->private) == 1;
    bool done = matches && fill_thumbprint(key, certificate);
    X509_free(certificate);
    return done || error_set(error, ERROR_INPUT,
                             "the private key does not belong to the certificate");
}

static BIO *open_memory(struct span bytes)
{
    if (bytes.length > INT_MAX)
        return NULL;
    return BIO_new_mem_buf(bytes.length > 0 ? bytes.at : "", (int)bytes.length);
}

struct jwt_key *jwt_key_read(struct span key, struct span certificate,
                             struct error *error)
{
    AUTO(jwt_key) struct jwt_key *read = memory_new(sizeof *read);
    BIO *first = open_memory(key), *second = open_memory(certificate);
    reason_clear();
    bool done = false;
    if (first == NULL || second == NULL)
        error_set(error, ERROR_SYSTEM, "OpenSSL has no memory");
    else
        done =
            read_private(read, first, error) && read_certificate(read, second, error);
    BIO_free(first);
    BIO_free(second);
    reason_clear();
    return done ? TAKE(read) : NULL;
}

void jwt_key_free(struct jwt_key *key)
{
    if (key == NULL)
        return;
    EVP_PKEY_free(key->private);
    memory_free(key);
}

static void append_header(struct secret *out, const struct jwt_key *key,
                          enum jwt_algorithm algorithm)
{
    char header[HEADER_SIZE];
    int length = snprintf(header, sizeof header,
                          "{\"alg\":\"%s\",\"typ\":\"JWT\",\"x5t#S256\":\"%s\"}",
                          algorithm == JWT_PS256 ? "PS256" : "RS256", key->thumbprint);
    base64url_append(out, (struct span){header, (size_t)length});
}

static bool set_padding(EVP_PKEY_CTX *context, enum jwt_algorithm algorithm)
{
    if (algorithm == JWT_RS256)
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

static bool append_signature(struct secret *out, const struct jwt_key *key,
                             enum jwt_algorithm algorithm, struct span text)
{
    unsigned char signature[SIGNATURE_SIZE];
    size_t length = sizeof signature;
    EVP_PKEY_CTX *padding;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done =
        context != NULL && EVP_PKEY_get_size(key->private) <= SIGNATURE_SIZE &&
        EVP_DigestSignInit(context, &padding, EVP_sha256(), NULL, key->private) == 1 &&
        set_padding(padding, algorithm) &&
        EVP_DigestSign(context, signature, &length, (const unsigned char *)text.at,
                       text.length) == 1;
    EVP_MD_CTX_free(context);
    if (done) {
        secret_puts(out, ".");
        base64url_append(out, (struct span){(const char *)signature, length});
    }
    return done;
}

bool jwt_sign(const struct jwt_key *key, enum jwt_algorithm algorithm,
              struct span claims, struct secret *out, struct error *error)
{
    char reason[REASON_SIZE];
    size_t start = secret_span(out).length;
    reason_clear();
    append_header(out, key, algorithm);
    secret_puts(out, ".");
    base64url_append(out, claims);
    struct span all = secret_span(out);
    struct span text = {all.at + start, all.length - start};
    if (!append_signature(out, key, algorithm, text))
        return error_set(error, ERROR_SYSTEM, "the assertion cannot be signed: %s",
                         reason_take(reason));
    if (secret_overflowed(out))
        return error_set(error, ERROR_SYSTEM, "the assertion is too large");
    return true;
}
