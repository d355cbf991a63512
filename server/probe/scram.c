/* SPDX-License-Identifier: MIT */
#include "probe/scram.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/memory.h"
#include "tls/crypto.h"

#include <stdio.h>
#include <string.h>

enum { NONCE_BYTES = 18, MESSAGE_MAX = 8 * 1024 };

struct scram {
    const struct secret *password;
    struct buf first; /* client-first-message-bare, as the signatures cover it */
    char nonce[NONCE_BYTES * 2];
    unsigned char server_signature[SHA256_SIZE];
};

/* The attributes of a server-first-message. */
struct terms {
    struct span nonce, salt;
    unsigned long iterations;
};

/* RFC 5802, 5.1: saslname has no "," and no "=". */
static void append_user(struct buf *out, const char *user)
{
    for (; *user != '\0'; user++) {
        if (*user == '=')
            buf_puts(out, "=3D");
        else if (*user == ',')
            buf_puts(out, "=2C");
        else
            buf_append(out, user, 1);
    }
}

static void make_nonce(char *out)
{
    char bytes[NONCE_BYTES];
    crypto_random(bytes, sizeof bytes);
    out[base64_encode((struct span){bytes, sizeof bytes}, out)] = '\0';
}

struct scram *scram_new(const char *user, const struct secret *password,
                        const char *nonce)
{
    struct scram *scram = memory_new(sizeof *scram);
    scram->password = password;
    make_nonce(scram->nonce);
    buf_init(&scram->first, MESSAGE_MAX);
    buf_puts(&scram->first, "n=");
    append_user(&scram->first, user);
    buf_printf(&scram->first, ",r=%s", nonce != NULL ? nonce : scram->nonce);
    return scram;
}

void scram_free(struct scram *scram)
{
    if (scram == NULL)
        return;
    buf_clear(&scram->first);
    secret_wipe(scram, sizeof *scram);
    memory_free(scram);
}

void scram_first(struct scram *scram, struct secret *out)
{
    secret_puts(out, "n,,");
    secret_append(out, scram->first.data, scram->first.length);
}

/* Takes "x=value" off the front, and the comma behind it. */
static bool take_attribute(struct span *rest, char name, struct span *value)
{
    if (rest->length < 2 || rest->at[0] != name || rest->at[1] != '=')
        return false;
    const char *end = memchr(rest->at, ',', rest->length);
    size_t length = end != NULL ? (size_t)(end - rest->at) : rest->length;
    *value = (struct span){rest->at + 2, length - 2};
    size_t used = length + (end != NULL);
    *rest = (struct span){rest->at + used, rest->length - used};
    return true;
}

static bool parse_iterations(struct span text, unsigned long *iterations)
{
    char digits[16];
    if (text.length == 0 || text.length >= sizeof digits)
        return false;
    memcpy(digits, text.at, text.length);
    digits[text.length] = '\0';
    return text_parse_uint(digits, 1, 4000000000UL, iterations);
}

/* What may follow is for extensions that nobody has defined, and to be ignored; one
 * that must be understood stands in front, as "m=", and ends here. */
static bool parse_terms(struct span message, struct terms *terms)
{
    struct span iterations;
    return take_attribute(&message, 'r', &terms->nonce) &&
           take_attribute(&message, 's', &terms->salt) &&
           take_attribute(&message, 'i', &iterations) &&
           parse_iterations(iterations, &terms->iterations);
}

static struct span own_nonce(const struct scram *scram)
{
    const char *text = buf_text(&scram->first);
    const char *at = strrchr(text, ',');
    return (struct span){at + 3, strlen(at + 3)};
}

static bool continues_ours(const struct scram *scram, struct span nonce)
{
    struct span own = own_nonce(scram);
    return nonce.length > own.length && nonce.length <= SCRAM_NONCE_MAX &&
           memcmp(nonce.at, own.at, own.length) == 0;
}

/* SaltedPassword of RFC 5802, 3. */
static bool salt_password(const struct scram *scram, const struct terms *terms,
                          unsigned char *out)
{
    char salt[SCRAM_SALT_MAX];
    size_t length = 0;
    return base64_decoded_size(terms->salt.length) <= sizeof salt &&
           base64_decode(terms->salt, salt, &length) && length > 0 &&
           crypto_pbkdf2_sha256(secret_span(scram->password),
                                (struct span){salt, length},
                                (unsigned)terms->iterations, out);
}

static struct span hash_span(const unsigned char *hash)
{
    return (struct span){(const char *)hash, SHA256_SIZE};
}

static void sign(const unsigned char *salted, const char *label, unsigned char *out)
{
    crypto_hmac_sha256(hash_span(salted), (struct span){label, strlen(label)}, out);
}

/* ClientProof into `proof`, ServerSignature into the exchange. */
static void make_proof(struct scram *scram, const unsigned char *salted,
                       struct span message, unsigned char *proof)
{
    unsigned char key[SHA256_SIZE], stored[SHA256_SIZE];
    sign(salted, "Client Key", key);
    crypto_sha256(hash_span(key), stored);
    crypto_hmac_sha256(hash_span(stored), message, proof);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        proof[i] ^= key[i];
    sign(salted, "Server Key", key);
    crypto_hmac_sha256(hash_span(key), message, scram->server_signature);
    secret_wipe(key, sizeof key);
    secret_wipe(stored, sizeof stored);
}

static void append_final(struct scram *scram, const unsigned char *salted,
                         struct span challenge, struct span nonce, struct secret *out)
{
    unsigned char proof[SHA256_SIZE];
    struct buf bare, message;
    buf_init(&bare, MESSAGE_MAX);
    buf_puts(&bare, "c=biws,r="); /* base64 of "n,," */
    buf_append(&bare, nonce.at, nonce.length);
    buf_init(&message, SASL_LINE_MAX);
    buf_append(&message, scram->first.data, scram->first.length);
    buf_puts(&message, ",");
    buf_append(&message, challenge.at, challenge.length);
    buf_puts(&message, ",");
    buf_append(&message, bare.data, bare.length);
    make_proof(scram, salted, (struct span){message.data, message.length}, proof);
    secret_append(out, bare.data, bare.length);
    secret_puts(out, ",p=");
    base64_append(out, hash_span(proof));
    secret_wipe(proof, sizeof proof);
    buf_clear(&message);
    buf_clear(&bare);
}

static enum sasl_trouble judge_iterations(unsigned long iterations, struct error *error)
{
    if (iterations >= SCRAM_ITERATIONS_MIN && iterations <= SCRAM_ITERATIONS_MAX)
        return SASL_FINE;
    error_set(error, ERROR_TEMPORARY,
              "the server asks for %lu iterations of SCRAM; %d to %d are answered",
              iterations, SCRAM_ITERATIONS_MIN, SCRAM_ITERATIONS_MAX);
    return iterations < SCRAM_ITERATIONS_MIN ? SASL_WEAK : SASL_COSTLY;
}

enum sasl_trouble scram_final(struct scram *scram, struct span challenge,
                              struct secret *out, struct error *error)
{
    struct terms terms;
    unsigned char salted[SHA256_SIZE];
    if (!parse_terms(challenge, &terms)) {
        error_set(error, ERROR_TEMPORARY,
                  "the server's SCRAM challenge cannot be read");
        return SASL_NONSENSE;
    }
    if (!continues_ours(scram, terms.nonce)) {
        error_set(error, ERROR_TEMPORARY,
                  "the server's SCRAM challenge does not answer "
                  "our question");
        return SASL_NONSENSE;
    }
    enum sasl_trouble trouble = judge_iterations(terms.iterations, error);
    if (trouble != SASL_FINE)
        return trouble;
    if (!salt_password(scram, &terms, salted)) {
        error_set(error, ERROR_TEMPORARY,
                  "the salt of the server's SCRAM challenge "
                  "cannot be used");
        return SASL_NONSENSE;
    }
    append_final(scram, salted, challenge, terms.nonce, out);
    secret_wipe(salted, sizeof salted);
    return SASL_FINE;
}

/* The reasons of RFC 5802, 7, are words such as "unknown-user"; nothing else is
 * repeated, for it may be our proof, from which the password can be guessed. */
static enum sasl_trouble complain(struct error *error, struct span reason)
{
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)reason.length, reason.at);
    bool is_word = reason.length > 0 &&
                   strspn(text, "abcdefghijklmnopqrstuvwxyz-") == reason.length;
    error_set(error, ERROR_TEMPORARY, "the server refused the SCRAM login: %s",
              is_word ? text : "it does not say why");
    return SASL_REFUSED;
}

enum sasl_trouble scram_verify(const struct scram *scram, struct span message,
                               struct error *error)
{
    char signature[2 * SHA256_SIZE];
    size_t length = 0;
    struct span value;
    if (take_attribute(&message, 'e', &value))
        return complain(error, value);
    if (!take_attribute(&message, 'v', &value) ||
        base64_decoded_size(value.length) > sizeof signature ||
        !base64_decode(value, signature, &length)) {
        error_set(error, ERROR_TEMPORARY,
                  "the end of the server's SCRAM cannot be read");
        return SASL_NONSENSE;
    }
    if (length != SHA256_SIZE ||
        !crypto_equal(signature, scram->server_signature, SHA256_SIZE)) {
        error_set(error, ERROR_TEMPORARY,
                  "the server does not know the password: its "
                  "SCRAM signature is wrong");
        return SASL_IMPOSTOR;
    }
    return SASL_FINE;
}
