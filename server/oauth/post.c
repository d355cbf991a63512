/* SPDX-License-Identifier: MIT */
#include "oauth/post.h"

#include "oauth/form.h"

#include <string.h>
#include <time.h>

enum {
    FORM_MAX = 192 * 1024,
    CREDENTIAL_MAX = 128 * 1024,
    TELLING_BYTES = 12, /* of a secret: who shows them may show the rest */
};

/* RFC 6749 2.3.1: both parts are percent-encoded before they are put together. */
static void set_basic(struct post *post)
{
    const struct client *client = post->client;
    post->user = secret_new(CREDENTIAL_MAX);
    post->password = secret_new(CREDENTIAL_MAX);
    form_encode(post->user, (struct span){client->id, strlen(client->id)});
    form_encode(post->password, secret_span(client->secret));
    post->secrets[post->secret_count++] = client->secret;
}

static bool add_assertion(struct post *post, struct refusal *refusal)
{
    AUTO(secret) struct secret *assertion = secret_new(CREDENTIAL_MAX);
    struct error error;
    if (!client_assert(post->client, assertion, &error)) {
        refusal_set(refusal, REFUSAL_FINAL, NULL, "%s", error.text);
        return false;
    }
    post_add(post, "client_assertion_type",
             "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form_add_secret(post->form, "client_assertion", assertion);
    return true;
}

bool post_begin(struct post *post, const struct client *client, struct refusal *refusal)
{
    *post = (struct post){.client = client, .form = secret_new(FORM_MAX)};
    if (client->secret != NULL && client->authority->takes_basic) {
        set_basic(post);
        return true;
    }
    post_add(post, "client_id", client->id);
    post_add_secret(post, "client_secret", client->secret);
    return client->key == NULL || add_assertion(post, refusal);
}

void post_clear(struct post *post)
{
    secret_free(post->form);
    secret_free(post->user);
    secret_free(post->password);
    *post = (struct post){.client = NULL};
}

void post_add(struct post *post, const char *name, const char *value)
{
    form_add(post->form, name, value);
}

void post_add_secret(struct post *post, const char *name, const struct secret *value)
{
    form_add_secret(post->form, name, value);
    if (value != NULL)
        post->secrets[post->secret_count++] = value;
}

/* Servers have been seen to repeat what they refuse. */
static void conceal(const struct post *post, struct refusal *refusal)
{
    for (size_t i = 0; i < post->secret_count; i++) {
        struct span secret = secret_span(post->secrets[i]);
        if (secret.length > TELLING_BYTES)
            secret.length = TELLING_BYTES;
        if (secret.length > 0 && memmem(refusal->said, strlen(refusal->said), secret.at,
                                        secret.length) != NULL)
            refusal->said[0] = '\0';
    }
}

static bool fetch(const struct post *post, const char *endpoint,
                  struct fetch_answer *answer, struct refusal *refusal)
{
    struct error error;
    const struct fetch_request request = {
        .url = endpoint,
        .body = post->form,
        .content_type = "application/x-www-form-urlencoded",
        .accept = "application/json",
        .user_agent = "waypost",
        .basic_user = post->user != NULL ? secret_span(post->user).at : NULL,
        .basic_password = post->password,
    };
    if (fetch_run(&request, 1, post->client->fetch, answer, &error))
        return true;
    refusal_set(refusal, REFUSAL_TEMPORARY, NULL, "%s", error.text);
    return false;
}

bool post_send(const struct post *post, const char *endpoint,
               struct fetch_answer *answer, struct refusal *refusal)
{
    if (secret_overflowed(post->form)) {
        *answer = (struct fetch_answer){.status = 0};
        refusal_set(refusal, REFUSAL_FINAL, NULL, "the request is too large");
        return false;
    }
    if (!fetch(post, endpoint, answer, refusal))
        return false;
    if (answer->result == FETCH_ANSWERED && answer->status == 200)
        return true;
    refusal_read(refusal, answer);
    conceal(post, refusal);
    return false;
}

struct grant *post_for_grant(const struct post *post, struct refusal *refusal)
{
    struct fetch_answer answer;
    struct error error;
    struct grant *grant = NULL;
    if (post_send(post, post->client->authority->token_endpoint, &answer, refusal)) {
        grant = grant_read(secret_span(answer.body), time(NULL), &error);
        if (grant == NULL)
            refusal_set(refusal, REFUSAL_FINAL, NULL, "%s", error.text);
    }
    fetch_answer_clear(&answer);
    return grant;
}
