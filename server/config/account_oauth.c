/* SPDX-License-Identifier: MIT */
#include "config/account_oauth.h"

#include "config/value.h"

#include <string.h>

const char *const oauth_keys[OAUTH_KEY_COUNT] = {
    [OAUTH_FLOW] = "oauth",
    [OAUTH_TENANT] = "tenant",
    [OAUTH_ISSUER] = "issuer",
    [OAUTH_CLOUD] = "cloud",
    [OAUTH_CLIENT_ID] = "client_id",
    [OAUTH_SCOPE] = "scope",
    [OAUTH_CERTIFICATE] = "certificate",
    [OAUTH_KEY] = "key",
    [OAUTH_SECRET_FILE] = "client_secret_file",
    [OAUTH_SECRET_ENV] = "client_secret_env",
    [OAUTH_SECRET_COMMAND] = "client_secret_command",
    [OAUTH_STORE_KEY_FILE] = "store_key_file",
    [OAUTH_STORE_KEY_ENV] = "store_key_env",
    [OAUTH_STORE_KEY_COMMAND] = "store_key_command",
};

static const char *const flows[] = {"client-credentials", "device", "code", "password"};
static const char *const clouds[] = {"worldwide", "gcc-high", "dod", "china"};

/* Tenants that stand for many. */
static const char *const crowds[] = {"common", "organizations", "consumers"};

enum {
    FLOW_COUNT = sizeof flows / sizeof *flows,
    CLOUD_COUNT = sizeof clouds / sizeof *clouds,
    CROWD_COUNT = sizeof crowds / sizeof *crowds,
};

bool oauth_key_is_path(enum oauth_key key)
{
    return key == OAUTH_CERTIFICATE || key == OAUTH_KEY || key == OAUTH_SECRET_FILE ||
           key == OAUTH_STORE_KEY_FILE;
}

static bool take_word(const char **out, const char *value, const char *const *words,
                      size_t count, struct error *error)
{
    size_t index = value_find_word(value, words, count, error);
    if (index < count)
        *out = words[index];
    return index < count;
}

static bool take_flow(struct account_oauth *oauth, const char *value,
                      struct error *error)
{
    size_t index = value_find_word(value, flows, FLOW_COUNT, error);
    if (index < FLOW_COUNT)
        oauth->flow = FLOW_CLIENT_CREDENTIALS + index;
    return index < FLOW_COUNT;
}

/* It becomes a part of a URL. */
static bool take_tenant(struct account_oauth *oauth, const char *value,
                        struct error *error)
{
    static const char fit[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "0123456789.-";
    if (value[strspn(value, fit)] != '\0')
        return error_set(error, ERROR_INPUT,
                         "`%s` is neither an id nor a domain of a tenant", value);
    oauth->tenant = value;
    return true;
}

static bool take_issuer(struct account_oauth *oauth, const char *value,
                        struct error *error)
{
    oauth->issuer = value;
    if (!value_check_url(value, error))
        return false;
    return strpbrk(value, "?#") == NULL ||
           error_set(error, ERROR_INPUT, "an issuer has neither ? nor # (RFC 8414)");
}

/* RFC 6749, appendix A: blanks and what can be seen of ASCII. */
static bool take_text(const char **out, const char *value, struct error *error)
{
    *out = value;
    for (; *value != '\0'; value++)
        if (*value < ' ' || *value > '~')
            return error_set(error, ERROR_INPUT, "only printable ASCII is allowed");
    return true;
}

static bool take_secret(struct account_secret *secret, enum account_source source,
                        const char *value, struct error *error)
{
    if (secret->source != ACCOUNT_NOWHERE)
        return error_set(error, ERROR_INPUT, "there is one already; one is enough");
    *secret = (struct account_secret){source, value};
    return true;
}

bool account_oauth_take(struct account_oauth *oauth, enum oauth_key key,
                        const char *value, struct error *error)
{
    switch (key) {
    case OAUTH_FLOW:
        return take_flow(oauth, value, error);
    case OAUTH_TENANT:
        return take_tenant(oauth, value, error);
    case OAUTH_ISSUER:
        return take_issuer(oauth, value, error);
    case OAUTH_CLOUD:
        return take_word(&oauth->cloud, value, clouds, CLOUD_COUNT, error);
    case OAUTH_CLIENT_ID:
        return take_text(&oauth->client_id, value, error);
    case OAUTH_SCOPE:
        return take_text(&oauth->scope, value, error);
    case OAUTH_CERTIFICATE:
        oauth->certificate = value;
        return true;
    case OAUTH_KEY:
        oauth->key = value;
        return true;
    case OAUTH_SECRET_FILE:
    case OAUTH_SECRET_ENV:
    case OAUTH_SECRET_COMMAND:
        return take_secret(&oauth->client_secret,
                           ACCOUNT_FILE + (key - OAUTH_SECRET_FILE), value, error);
    default:
        return take_secret(&oauth->store_key,
                           ACCOUNT_FILE + (key - OAUTH_STORE_KEY_FILE), value, error);
    }
}

static bool is_empty(const struct account_oauth *oauth)
{
    return oauth->tenant == NULL && oauth->issuer == NULL && oauth->cloud == NULL &&
           oauth->client_id == NULL && oauth->scope == NULL &&
           oauth->certificate == NULL && oauth->key == NULL &&
           oauth->client_secret.source == ACCOUNT_NOWHERE &&
           oauth->store_key.source == ACCOUNT_NOWHERE;
}

static const char *judge_authority(const struct account_oauth *oauth)
{
    struct error ignored;
    if (oauth->client_id == NULL)
        return "client_id is missing: the id of the application that you registered";
    if (oauth->tenant == NULL && oauth->issuer == NULL)
        return "one of tenant (at Microsoft) and issuer is missing";
    if (oauth->issuer != NULL && (oauth->tenant != NULL || oauth->cloud != NULL))
        return "tenant and cloud are Microsoft's; issuer goes without them";
    bool takes_all =
        oauth->tenant != NULL &&
        value_find_word(oauth->tenant, crowds, CROWD_COUNT, &ignored) < CROWD_COUNT;
    if (oauth->flow == FLOW_CLIENT_CREDENTIALS && takes_all)
        return "an application asks at one tenant: give its id or domain";
    if (oauth->flow == FLOW_PASSWORD && takes_all &&
        strcmp(oauth->tenant, "organizations") != 0)
        return "with oauth = password, give the tenant's id or domain";
    return NULL;
}

static const char *judge_client(const struct account_oauth *oauth)
{
    bool has_secret = oauth->client_secret.source != ACCOUNT_NOWHERE;
    if ((oauth->certificate == NULL) != (oauth->key == NULL))
        return "certificate and key go together";
    if (has_secret && oauth->key != NULL)
        return "there is a client secret and a certificate; one is enough";
    if (oauth->flow == FLOW_CLIENT_CREDENTIALS && !has_secret && oauth->key == NULL)
        return "one of client_secret_file, client_secret_env, client_secret_command "
               "and "
               "certificate is missing";
    return NULL;
}

const char *account_oauth_judge(const struct account *account)
{
    const struct account_oauth *oauth = &account->oauth;
    bool has_secret = account->secret.source != ACCOUNT_NOWHERE;
    if (oauth->flow == FLOW_NONE)
        return is_empty(oauth) ? NULL
                               : "there are keys that go with oauth, and no oauth";
    if (oauth->flow == FLOW_PASSWORD && (!has_secret || account->is_token))
        return "oauth = password needs one of password_file, password_env and "
               "password_command";
    if (oauth->flow != FLOW_PASSWORD && has_secret)
        return "a token is asked for by oauth; there is no need for a password or "
               "another token";
    const char *wrong = judge_authority(oauth);
    return wrong != NULL ? wrong : judge_client(oauth);
}
