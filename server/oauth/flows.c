/* SPDX-License-Identifier: MIT */
#include "oauth/flows.h"

#include "oauth/post.h"

struct grant *flow_client_credentials(const struct client *client,
                                      struct refusal *refusal)
{
    struct post post;
    struct grant *grant = NULL;
    if (post_begin(&post, client, refusal)) {
        post_add(&post, "grant_type", "client_credentials");
        post_add(&post, "scope", client->scope);
        grant = post_for_grant(&post, refusal);
    }
    post_clear(&post);
    return grant;
}

struct grant *flow_password(const struct client *client, const struct secret *password,
                            struct refusal *refusal)
{
    struct post post;
    struct grant *grant = NULL;
    if (post_begin(&post, client, refusal)) {
        post_add(&post, "grant_type", "password");
        post_add(&post, "scope", client->scope);
        post_add(&post, "username", client->user);
        post_add_secret(&post, "password", password);
        grant = post_for_grant(&post, refusal);
    }
    post_clear(&post);
    return grant;
}

struct grant *flow_refresh(const struct client *client, const struct secret *refresh,
                           struct refusal *refusal)
{
    struct post post;
    struct grant *grant = NULL;
    if (post_begin(&post, client, refusal)) {
        post_add(&post, "grant_type", "refresh_token");
        /* Elsewhere it must not have what was not granted (RFC 6749 6), and need not
         * stand there. */
        if (client->authority->renews_by_scope)
            post_add(&post, "scope", client->scope);
        post_add_secret(&post, "refresh_token", refresh);
        grant = post_for_grant(&post, refusal);
    }
    post_clear(&post);
    if (grant != NULL && grant->refresh == NULL) {
        struct span old = secret_span(refresh);
        grant->refresh = secret_new(GRANT_TOKEN_MAX);
        secret_append(grant->refresh, old.at, old.length);
    }
    return grant;
}
