/* SPDX-License-Identifier: MIT */
#include "oauth/authority.h"

#include "base/text.h"
#include "oauth/members.h"

#include <stdio.h>
#include <string.h>

enum { URL_MAX = 1024, METHODS_MAX = 64 };

static const char *clean(const char *text, char *out, size_t size)
{
    return text_sanitise(text, strlen(text), out, size);
}

static bool is_fit(const char *url)
{
    size_t length = strlen(url);
    for (size_t i = 0; i < length; i++)
        if (url[i] <= ' ' || url[i] > '~')
            return false;
    return length < URL_MAX && strncmp(url, "https://", 8) == 0;
}

/* An endpoint that is there has to be https, and fit to be shown and stored. */
static bool read_endpoint(const struct members *members, const char *key,
                          struct pool *pool, const char **out, struct error *error)
{
    char shown[128];
    const char *url = members_string(members, key);
    *out = NULL;
    if (url != NULL && !is_fit(url))
        return error_set(error, ERROR_INPUT, "%s is no https URL: %s", key,
                         clean(url, shown, sizeof shown));
    *out = pool_strdup(pool, url);
    return true;
}

/* Whether a list of the metadata holds a word; a list that is not there holds what is
 * meant by default. */
static bool lists(const struct members *members, const char *key, const char *word,
                  bool otherwise)
{
    const char *item;
    if (!members_has(members, key))
        return otherwise;
    for (size_t i = 0; i < METHODS_MAX; i++) {
        item = members_item(members, key, i);
        if (item == NULL || strcmp(item, word) == 0)
            return item != NULL;
    }
    return false;
}

static bool is_issuer(const struct members *members, const char *issuer,
                      struct error *error)
{
    char shown[256];
    const char *found = members_string(members, "issuer");
    if (found == NULL)
        return error_set(error, ERROR_INPUT, "the metadata names no issuer");
    return strcmp(found, issuer) == 0 ||
           error_set(error, ERROR_INPUT,
                     "the metadata is of another issuer; if you mean it, write: issuer "
                     "= %s",
                     clean(found, shown, sizeof shown));
}

bool authority_read(struct span json, const char *issuer, struct pool *pool,
                    struct authority *out, struct error *error)
{
    static const char auth[] = "token_endpoint_auth_methods_supported";
    static const char signing[] = "token_endpoint_auth_signing_alg_values_supported";
    AUTO(members) struct members *members = members_read(json, error);
    *out = (struct authority){
        .issuer = issuer, .redirect_host = "127.0.0.1", .asks_for_consent = true};
    if (members == NULL || !is_issuer(members, issuer, error) ||
        !read_endpoint(members, "token_endpoint", pool, &out->token_endpoint, error) ||
        !read_endpoint(members, "device_authorization_endpoint", pool,
                       &out->device_endpoint, error) ||
        !read_endpoint(members, "authorization_endpoint", pool,
                       &out->authorization_endpoint, error))
        return false;
    if (out->token_endpoint == NULL)
        return error_set(error, ERROR_INPUT, "the metadata names no token_endpoint");
    out->takes_basic = lists(members, auth, "client_secret_basic", true);
    out->takes_rs256 = !lists(members, signing, "PS256", false);
    return true;
}

/* RFC 8414 3.1 puts the name between host and path, OpenID Connect behind the path. */
static void make_urls(const char *issuer, struct pool *pool, const char **urls)
{
    const char *host = strstr(issuer, "://") + 3;
    size_t front = (size_t)(host - issuer) + strcspn(host, "/");
    const char *path = issuer + front;
    size_t length = strlen(path);
    if (length > 0 && path[length - 1] == '/')
        length--;
    urls[0] = pool_printf(pool, "%.*s/.well-known/oauth-authorization-server%.*s",
                          (int)front, issuer, (int)length, path);
    urls[1] = pool_printf(pool, "%.*s%.*s/.well-known/openid-configuration", (int)front,
                          issuer, (int)length, path);
}

static bool is_there(const struct fetch_answer *answer)
{
    return answer->result == FETCH_ANSWERED && answer->status == 200;
}

/* Of an answer that is none: whether another time there may be one. */
static bool is_passing(const struct fetch_answer *answer, struct refusal *refusal)
{
    if (is_there(answer))
        return false;
    refusal_read(refusal, answer);
    return refusal->kind == REFUSAL_TEMPORARY;
}

/* The better of what two documents came to: one that holds; else, if there may be one
 * yet, why there is none; else why the first one that is there does not hold. */
static bool take_answers(const struct fetch_answer *answers, const char *issuer,
                         struct pool *pool, struct authority *out,
                         struct refusal *refusal)
{
    struct error error;
    struct refusal passing;
    bool found = false;
    for (size_t i = 0; i < 2; i++) {
        if (!is_there(&answers[i]))
            continue;
        if (authority_read(secret_span(answers[i].body), issuer, pool, out, &error))
            return true;
        if (!found)
            refusal_set(refusal, REFUSAL_FINAL, "Correct issuer.", "%s", error.text);
        found = true;
    }
    if (is_passing(&answers[0], &passing) || is_passing(&answers[1], &passing))
        *refusal = passing;
    else if (!found)
        refusal_read(refusal, &answers[1]);
    return false;
}

bool authority_discover(const char *issuer, const struct fetch_options *options,
                        struct pool *pool, struct authority *out,
                        struct refusal *refusal)
{
    struct fetch_request requests[2];
    struct fetch_answer answers[2];
    struct error error;
    const char *urls[2];
    make_urls(issuer, pool, urls);
    for (size_t i = 0; i < 2; i++)
        requests[i] = (struct fetch_request){
            .url = urls[i], .accept = "application/json", .follows = true};
    bool done = fetch_run(requests, 2, options, answers, &error);
    if (done)
        done = take_answers(answers, issuer, pool, out, refusal);
    else
        refusal_set(refusal, REFUSAL_TEMPORARY, NULL, "%s", error.text);
    fetch_answer_clear(&answers[0]);
    fetch_answer_clear(&answers[1]);
    return done;
}
