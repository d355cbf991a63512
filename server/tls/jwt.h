/* SPDX-License-Identifier: MIT */
/* Signed statements in the compact form of JWS (RFC 7515), as an authorization server
 * takes them from a client with a certificate (RFC 7523): header with the certificate's
 * x5t#S256, the claims as they are given, and an RSA signature. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/text.h"

#include <stdbool.h>

enum jwt_algorithm {
    JWT_PS256, /* RSASSA-PSS: what Microsoft's documentation asks for */
    JWT_RS256, /* RSASSA-PKCS1-v1_5: what everybody understands */
};

struct jwt_key;

/* A private RSA key and the certificate that goes with it, both PEM, to be given to
 * jwt_key_free. NULL with ERROR_INPUT when one cannot be read, the key is encrypted,
 * is not RSA or has less than 2048 bits, or does not belong to the certificate. */
MUST_CHECK struct jwt_key *jwt_key_read(struct span key, struct span certificate,
                                        struct error *error);

/* Frees and overwrites the key; NULL is fine. */
void jwt_key_free(struct jwt_key *key);
DEFINE_AUTO(jwt_key)

/* Appends header.claims.signature to `out`, which a server takes for a password as
 * long as it is fresh. `claims` is a JSON object. False with ERROR_SYSTEM when it
 * cannot be signed or does not fit. */
MUST_CHECK bool jwt_sign(const struct jwt_key *key, enum jwt_algorithm algorithm,
                         struct span claims, struct secret *out, struct error *error);
