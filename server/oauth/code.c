/* SPDX-License-Identifier: MIT */
#include "oauth/code.h"

#include "base/base64.h"
#include "oauth/form.h"
#include "oauth/post.h"
#include "tls/crypto.h"

#include <string.h>

enum { RANDOM_BYTES = 32, URL_MAX = 16 * 1024 };

/* 43 characters of base64url (RFC 7636 4.1). */
static void make_random(char *out)
{
    char bytes[RANDOM_BYTES];
    crypto_random(bytes, sizeof bytes);
    out[base64url_encode((struct span){bytes, sizeof bytes}, out)] = '\0';
    secret_wipe(bytes, sizeof bytes);
}

static void make_challenge(const struct secret *verifier, char *out)
{
    unsigned char hash[SHA256_SIZE];
    crypto_sha256(secret_span(verifier), hash);
    out[base64url_encode((struct span){(const char *)hash, sizeof hash}, out)] = '\0';
}

/* A lasting login has to be consented to each time (OpenID Connect Core 11). */
static bool wants_consent(const char *scope)
{
    struct span rest = {scope, scope != NULL ? strlen(scope) : 0}, word;
    while (span_next_word(&rest, &word))
        if (span_equal(word, "offline_access"))
            return true;
    return false;
}

static void append_query(const struct client *client, const struct code_login *login,
                         struct secret *out)
{
    char challenge[CODE_RANDOM_SIZE];
    make_challenge(login->verifier, challenge);
    form_add(out, "client_id", client->id);
    form_add(out, "response_type", "code");
    form_add(out, "redirect_uri", login->redirect);
    form_add(out, "scope", client->scope);
    form_add(out, "state", login->state);
    form_add(out, "code_challenge", challenge);
    form_add(out, "code_challenge_method", "S256");
    form_add(out, "login_hint", client->user);
    if (wants_consent(client->scope) && client->authority->asks_for_consent)
        form_add(out, "prompt", "consent");
}

bool code_begin(const struct client *client, const char *redirect, struct pool *pool,
                struct code_login *out, struct refusal *refusal)
{
    const char *endpoint = client->authority->authorization_endpoint;
    char verifier[CODE_RANDOM_SIZE];
    *out = (struct code_login){.redirect = redirect,
                               .verifier = secret_new(CODE_RANDOM_SIZE)};
    if (endpoint == NULL) {
        refusal_set(refusal, REFUSAL_FINAL, "Use oauth = device.",
                    "the issuer has no authorization code flow");
        return false;
    }
    make_random(out->state);
    make_random(verifier);
    secret_puts(out->verifier, verifier);
    secret_wipe(verifier, sizeof verifier);
    AUTO(secret) struct secret *query = secret_new(URL_MAX);
    append_query(client, out, query);
    out->url = pool_join(pool, endpoint, strchr(endpoint, '?') != NULL ? "&" : "?",
                         secret_span(query).at, NULL);
    return true;
}

void code_clear(struct code_login *login)
{
    secret_free(login->verifier);
    *login = (struct code_login){.url = NULL};
}

struct grant *code_finish(const struct client *client, const struct code_login *login,
                          const struct secret *code, struct refusal *refusal)
{
    struct post post;
    struct grant *grant = NULL;
    if (post_begin(&post, client, refusal)) {
        post_add(&post, "grant_type", "authorization_code");
        post_add_secret(&post, "code", code);
        post_add(&post, "redirect_uri", login->redirect);
        post_add_secret(&post, "code_verifier", login->verifier);
        grant = post_for_grant(&post, refusal);
    }
    post_clear(&post);
    return grant;
}
