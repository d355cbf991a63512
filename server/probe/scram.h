/* SPDX-License-Identifier: MIT */
/* SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677), message by message, not
 * yet in base64. User name and password go as they are: SASLprep would change nothing
 * in ASCII, and beyond it servers differ. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/text.h"
#include "probe/sasl.h"

#include <stdbool.h>

enum {
    /* Fewer would let a false server guess the password from the proof (RFC 7677, 4).
     * Nothing else goes on meanwhile, so more would let one server hold up the probes
     * of all others: these take a tenth of a second. */
    SCRAM_ITERATIONS_MIN = 4096,
    SCRAM_ITERATIONS_MAX = 100000,
    SCRAM_SALT_MAX = 1024,
    SCRAM_NONCE_MAX = 1024, /* the server's share and ours */
};

struct scram;

/* A new exchange, to be given to scram_free. `password` is borrowed until then.
 * `nonce` is for tests; NULL: a random one. */
struct scram *scram_new(const char *user, const struct secret *password,
                        const char *nonce);

/* Frees and overwrites; NULL is fine. */
void scram_free(struct scram *scram);
DEFINE_AUTO(scram)

/* Appends the client-first-message. */
void scram_first(struct scram *scram, struct secret *out);

/* Appends the client-final-message that answers the server-first-message; SASL_FINE
 * or what is wrong, with a sentence. */
enum sasl_trouble scram_final(struct scram *scram, struct span challenge,
                              struct secret *out, struct error *error);

/* Looks at the server-final-message: SASL_FINE when the server knows the password. */
enum sasl_trouble scram_verify(const struct scram *scram, struct span message,
                               struct error *error);
