/* SPDX-License-Identifier: MIT */
#include "cli/logins.h"

#include "base/memory.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/secrets.h"
#include "mail/address.h"
#include "mail/username.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, USERNAME_MAX = 1024 };

struct logins {
    struct pool *pool;
    struct accounts *accounts; /* or NULL */
    struct user *users;        /* by domain, and by their place in the file */
    size_t count;
};

static void user_clear(struct user *user)
{
    secret_free(user->client_secret);
    secret_free(user->store_key);
    if (user->giver != NULL)
        return;
    secret_free(user->secret);
    memory_free(user->refusal);
}

void logins_free(struct logins *logins)
{
    if (logins == NULL)
        return;
    for (size_t i = 0; i < logins->count; i++)
        user_clear(&logins->users[i]);
    memory_free(logins->users);
    accounts_free(logins->accounts);
    pool_free(logins->pool);
    memory_free(logins);
}

/* The file to read, or NULL when none is given and none is where it may be. */
static const char *path_of(const struct options *options, char *path)
{
    const char *config = load_default_path(options->config);
    const char *slash = strrchr(config, '/');
    if (options->accounts != NULL)
        return options->accounts;
    snprintf(path, PATH_SIZE, "%.*saccounts.ini",
             slash != NULL ? (int)(slash + 1 - config) : 0, config);
    if (access(path, F_OK) != 0)
        snprintf(path, PATH_SIZE, "/etc/waypost/accounts.ini");
    return access(path, F_OK) == 0 ? path : NULL;
}

static int compare_users(const void *left, const void *right)
{
    const struct user *a = left, *b = right;
    int order = strcmp(a->domain, b->domain);
    if (order != 0)
        return order;
    return a->account->line < b->account->line ? -1 : 1;
}

/* Every account has an address; accounts_read has seen to that. */
static void list_users(struct logins *logins)
{
    size_t count = accounts_count(logins->accounts);
    logins->users = memory_new((count + 1) * sizeof *logins->users);
    for (size_t i = 0; i < count; i++) {
        const struct account *account = accounts_get(logins->accounts, i);
        struct address address;
        if (!address_parse(account->address, strlen(account->address), &address))
            continue;
        logins->users[logins->count++] =
            (struct user){.address = account->address,
                          .domain = pool_strdup(logins->pool, address.domain),
                          .account = account};
    }
    qsort(logins->users, logins->count, sizeof *logins->users, compare_users);
}

struct logins *logins_read(const struct options *options)
{
    AUTO(logins) struct logins *logins = memory_new(sizeof *logins);
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    char path[PATH_SIZE];
    const char *given = options->no_login ? NULL : path_of(options, path);
    logins->pool = pool_new();
    if (given == NULL)
        return TAKE(logins);
    logins->accounts = accounts_read(given, getenv("CREDENTIALS_DIRECTORY"), mistakes);
    load_print_mistakes(mistakes);
    if (logins->accounts == NULL)
        return NULL;
    list_users(logins);
    return TAKE(logins);
}

struct user *logins_find(const struct logins *logins, const char *address)
{
    for (size_t i = 0; i < logins->count; i++)
        if (text_equal_nocase(logins->users[i].address, address))
            return &logins->users[i];
    return NULL;
}

/* The first place that is not before the domain. */
static size_t find_domain(const struct logins *logins, const char *domain)
{
    size_t low = 0, high = logins->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(logins->users[middle].domain, domain) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t logins_of(const struct logins *logins, const char *domain, struct user **first)
{
    size_t from = domain != NULL ? find_domain(logins, domain) : 0, to = from;
    *first = logins->users + from;
    while (to < logins->count &&
           (domain == NULL || strcmp(logins->users[to].domain, domain) == 0))
        to++;
    return to - from;
}

/* Reads a secret that there is, if it is its turn. */
static bool read_secret(const struct logins *logins, const struct user *user,
                        const struct account_secret *from, bool from_environment,
                        struct secret **out)
{
    struct error error;
    if (from->source == ACCOUNT_NOWHERE || *out != NULL ||
        (from->source == ACCOUNT_ENVIRONMENT) != from_environment)
        return true;
    *out = secrets_read(from, &error);
    if (*out == NULL)
        output_complain("%s:%u: %s", accounts_path(logins->accounts),
                        user->account->line, error.text);
    return *out != NULL;
}

static bool read_secrets_of(const struct logins *logins, struct user *user,
                            bool from_environment)
{
    const struct account *account = user->account;
    return read_secret(logins, user, &account->secret, from_environment,
                       &user->secret) &&
           read_secret(logins, user, &account->oauth.client_secret, from_environment,
                       &user->client_secret) &&
           read_secret(logins, user, &account->oauth.store_key, from_environment,
                       &user->store_key);
}

static bool read_secrets(struct logins *logins, bool from_environment)
{
    for (size_t i = 0; i < logins->count; i++)
        if (logins->users[i].is_wanted &&
            !read_secrets_of(logins, &logins->users[i], from_environment))
            return false;
    return true;
}

bool logins_open(struct logins *logins)
{
    if (!read_secrets(logins, true))
        return false;
    if (logins->accounts != NULL)
        secrets_forget(logins->accounts);
    return read_secrets(logins, false);
}

/* What a password or token is shown with when nothing is said: as mail programs do over
 * TLS, the plain ones first. */
static void set_mechanisms(struct probe_login *login, const struct account *account)
{
    static const enum sasl_mechanism passwords[] = {SASL_PLAIN, SASL_LOGIN,
                                                    SASL_SCRAM_SHA_256};
    static const enum sasl_mechanism tokens[] = {SASL_XOAUTH2, SASL_OAUTHBEARER};
    const char *auth = account->auth;
    if (auth != NULL &&
        sasl_find((struct span){auth, strlen(auth)}, &login->mechanisms[0])) {
        login->mechanism_count = 1;
        return;
    }
    size_t size = account->is_token ? sizeof tokens : sizeof passwords;
    memcpy(login->mechanisms, account->is_token ? tokens : passwords, size);
    login->mechanism_count = size / sizeof *tokens;
}

/* An account that says nothing of a username has its address there. */
static const char *choose_username(const struct user *user,
                                   const struct service *service, struct pool *pool)
{
    const struct account *account = user->account;
    struct buf name;
    if (account->username != account->address || service->username == NULL)
        return account->username;
    buf_init(&name, USERNAME_MAX);
    username_fill(service->username,
                  (struct span){user->address, strlen(user->address)}, buf_append,
                  &name);
    const char *copy = pool_strdup(pool, buf_text(&name));
    buf_clear(&name);
    return copy;
}

/* An account that names a mechanism is taken at its word. */
static bool is_advertised(const struct account *account, const struct service *service)
{
    return account->auth != NULL || service->auth_count == 0 ||
           service_takes(service, account->is_token ? AUTH_OAUTH2 : AUTH_PASSWORD);
}

static struct probe_login *make(const struct user *user, const struct service *service,
                                struct pool *pool)
{
    struct probe_login *login = pool_alloc(pool, sizeof *login);
    login->user = choose_username(user, service, pool);
    login->secret = user->secret;
    login->tenant = user->account->oauth.tenant;
    return login;
}

const struct probe_login *logins_make(const struct user *user,
                                      const struct service *service, struct pool *pool,
                                      const char **reason)
{
    *reason = NULL;
    if (!is_advertised(user->account, service)) {
        *reason = user->account->is_token
                      ? "the account has a token, and only a password is advertised"
                      : "the account has a password, and only oauth2 is advertised";
        return NULL;
    }
    struct probe_login *login = make(user, service, pool);
    set_mechanisms(login, user->account);
    return login;
}

bool logins_is_basic(const struct user *user)
{
    const char *auth = user->account->auth;
    return !user->account->is_token &&
           (auth == NULL || strcmp(auth, "plain") == 0 || strcmp(auth, "login") == 0);
}

const struct probe_login *logins_make_basic(const struct user *user,
                                            const struct service *service,
                                            struct pool *pool)
{
    struct probe_login *login = make(user, service, pool);
    login->mechanisms[0] = SASL_PLAIN;
    login->mechanisms[1] = SASL_LOGIN;
    login->mechanism_count = 2;
    return login;
}
