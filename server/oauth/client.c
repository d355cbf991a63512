/* SPDX-License-Identifier: MIT */
#include "oauth/client.h"

#include "base/base64.h"
#include "oauth/members.h"
#include "tls/crypto.h"

#include <time.h>

enum { CLAIMS_MAX = 8 * 1024, ASSERTION_SECONDS = 300, NONCE_BYTES = 16 };

/* RFC 7523 3: who says it, to whom, and until when; never the same twice. */
static void append_claims(const struct client *client, struct secret *out)
{
    AUTO(members) struct members *claims = members_new();
    char bytes[NONCE_BYTES], nonce[2 * NONCE_BYTES];
    long long now = time(NULL);
    crypto_random(bytes, sizeof bytes);
    nonce[base64url_encode((struct span){bytes, sizeof bytes}, nonce)] = '\0';
    members_set_string(claims, "aud", client->authority->token_endpoint);
    members_set_string(claims, "iss", client->id);
    members_set_string(claims, "sub", client->id);
    members_set_string(claims, "jti", nonce);
    members_set_integer(claims, "iat", now);
    members_set_integer(claims, "nbf", now);
    members_set_integer(claims, "exp", now + ASSERTION_SECONDS);
    members_write(claims, out);
}

bool client_assert(const struct client *client, struct secret *out, struct error *error)
{
    AUTO(secret) struct secret *claims = secret_new(CLAIMS_MAX);
    append_claims(client, claims);
    return jwt_sign(client->key, client->authority->takes_rs256 ? JWT_RS256 : JWT_PS256,
                    secret_span(claims), out, error);
}
