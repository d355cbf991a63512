/* SPDX-License-Identifier: MIT */
#include "oauth/post.h"

#include "oauth/form.h"

#include <assert.h>
#include <string.h>
#include <time.h>

enum {
    FORM_MAX = 192 * 1024,
    CREDENTIAL_MAX = 128 * 1024,
    TELLING_BYTES = 12, /* of a secret: who shows them may show the rest */
};

static void hide(struct post *post, const struct secret *secret)
{
    assert(post->secret_count < POST_SECRETS_MAX);
    post->secrets[post->secret_count++] = secret;
}

/* RFC 6749 2.3.1: both parts are percent-encoded before they are put together. */
static void set_basic(struct post *post)
{
    const struct client *client = post->client;
    post->user = secret_new(CREDENTIAL_MAX);
    post->password = secret_new(CREDENTIAL_MAX);
    form_encode(post->user, (struct span){client->id, strlen(client->id)});
    form_encode(post->password, secret_span(client->secret));
    hide(post, client->secret);
}

static bool add_assertion(struct post *post, struct refusal *refusal)
{
    struct error error;
    post->assertion = secret_new(CREDENTIAL_MAX);
    if (!client_assert(post->client, post->assertion, &error)) {
        refusal_set(refusal, REFUSAL_FINAL, NULL, "%s", error.text);
        return false;
    }
    post_add(post, "client_assertion_type",
             "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    post_add_secret(post, "client_assertion", post->assertion);
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
    secret_free(post->assertion);
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
        hide(post, value);
}

/* Empties a text that has the beginning of a secret in it. */
static void conceal_in(char *text, struct span secret)
{
    size_t length = secret.length < TELLING_BYTES ? secret.length : TELLING_BYTES;
    if (length > 0 && memmem(text, strlen(text), secret.at, length) != NULL)
        text[0] = '\0';
}

/* Servers have been seen to repeat what they refuse, as it was sent or as it is. */
static void conceal(const struct post *post, struct refusal *refusal)
{
    for (size_t i = 0; i < post->secret_count; i++) {
        AUTO(secret) struct secret *encoded = secret_new(FORM_MAX);
        form_encode(encoded, secret_span(post->secrets[i]));
        conceal_in(refusal->said, secret_span(post->secrets[i]));
        conceal_in(refusal->said, secret_span(encoded));
        conceal_in(refusal->code, secret_span(post->secrets[i]));
        conceal_in(refusal->code, secret_span(encoded));
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
