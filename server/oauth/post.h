/* SPDX-License-Identifier: MIT */
/* A question to an authorization server: a form that is posted, and proves by itself
 * who asks. */
#pragma once

#include "base/cleanup.h"
#include "base/secret.h"
#include "fetch/fetch.h"
#include "oauth/client.h"
#include "oauth/grant.h"
#include "oauth/refusal.h"

#include <stdbool.h>
#include <stddef.h>

enum { POST_SECRETS_MAX = 4 };

struct post {
    const struct client *client;
    struct secret *form;
    struct secret *assertion;                       /* the client's; or NULL */
    struct secret *user, *password;                 /* of HTTP Basic; or NULL */
    const struct secret *secrets[POST_SECRETS_MAX]; /* in the form; not to be shown */
    size_t secret_count;
};

/* Begins a question of a client, which is borrowed; to be given to post_clear whatever
 * is returned. False when the client's statement cannot be signed. */
MUST_CHECK bool post_begin(struct post *post, const struct client *client,
                           struct refusal *refusal);

/* Overwrites and frees. */
void post_clear(struct post *post);

/* Adds a value; nothing when it is NULL. */
void post_add(struct post *post, const char *name, const char *value);

/* The same with a secret, which lives as long as the question. */
void post_add_secret(struct post *post, const char *name, const struct secret *value);

/* Asks an endpoint and fills `answer`, to be given to fetch_answer_clear whatever is
 * returned. False when the server's answer is not a yes; a secret that was sent is not
 * in the refusal. */
MUST_CHECK bool post_send(const struct post *post, const char *endpoint,
                          struct fetch_answer *answer, struct refusal *refusal);

/* Asks the token endpoint. NULL when there is no token. */
MUST_CHECK struct grant *post_for_grant(const struct post *post,
                                        struct refusal *refusal);
