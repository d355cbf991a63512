/* SPDX-License-Identifier: MIT */
#include "base/base64.h"
#include "expect.h"
#include "oauth/code.h"
#include "tls/crypto.h"

#include <string.h>

static const struct authority authority = {
    .issuer = "https://login.example.com",
    .token_endpoint = "https://login.example.com/token",
    .authorization_endpoint = "https://login.example.com/auth?tenant=1",
    .asks_for_consent = true,
};

static bool begin(const struct client *client, struct pool *pool,
                  struct code_login *login)
{
    struct refusal refusal;
    return code_begin(client, "http://127.0.0.1:5", pool, login, &refusal);
}

static void the_url(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    const struct client client = {.authority = &authority,
                                  .id = "id 1",
                                  .user = "ann@example.com",
                                  .scope = "openid offline_access"};
    struct code_login login;
    unsigned char hash[SHA256_SIZE];
    char challenge[CODE_RANDOM_SIZE];
    EXPECT(begin(&client, pool, &login));
    EXPECT_UINT(strlen(login.state), 43);
    EXPECT_UINT(secret_span(login.verifier).length, 43);
    crypto_sha256(secret_span(login.verifier), hash);
    challenge[base64url_encode((struct span){(const char *)hash, sizeof hash},
                               challenge)] = '\0';
    EXPECT_TEXT(login.url,
                pool_join(pool,
                          "https://login.example.com/auth?tenant=1&client_id=id%201&"
                          "response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A5&"
                          "scope=openid%20offline_access&state=",
                          login.state, "&code_challenge=", challenge,
                          "&code_challenge_method=S256&login_hint=ann%40example.com&"
                          "prompt=consent",
                          NULL));
    EXPECT(strstr(login.url, secret_span(login.verifier).at) == NULL);
    code_clear(&login);
}

static void nothing_is_said_twice(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    const struct client client = {.authority = &authority, .id = "1"};
    struct code_login first, second;
    bool both = begin(&client, pool, &first);
    both = begin(&client, pool, &second) && both;
    EXPECT(both);
    EXPECT(strcmp(first.state, second.state) != 0);
    EXPECT(strcmp(secret_span(first.verifier).at, secret_span(second.verifier).at) !=
           0);
    EXPECT(strstr(first.url, "prompt=") == NULL && strstr(first.url, "scope=") == NULL);
    code_clear(&first);
    code_clear(&second);
}

static void an_issuer_without_it(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    static const struct authority none = {.token_endpoint = "https://x"};
    const struct client client = {.authority = &none, .id = "1"};
    struct code_login login;
    EXPECT(!begin(&client, pool, &login));
    code_clear(&login);
}

int main(void)
{
    RUN(the_url);
    RUN(nothing_is_said_twice);
    RUN(an_issuer_without_it);
    return expect_report();
}
