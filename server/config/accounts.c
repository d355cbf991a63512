/* SPDX-License-Identifier: MIT */
#include "config/accounts.h"

#include "base/memory.h"
#include "base/pool.h"
#include "base/text.h"
#include "config/account_oauth.h"
#include "config/section.h"
#include "config/value.h"
#include "mail/address.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct accounts {
    struct pool *pool;
    const char *path;
    const char *credentials; /* or NULL */
    struct mistakes *mistakes;
    struct account *list;
    size_t count, capacity;
};

static const char *const own_keys[] = {
    "address",          "username",   "auth",      "password_file", "password_env",
    "password_command", "token_file", "token_env", "token_command",
};
enum {
    KEY_ADDRESS,
    KEY_USERNAME,
    KEY_AUTH,
    KEY_SOURCES,
    KEY_OAUTH = sizeof own_keys / sizeof *own_keys,
    KEY_COUNT = KEY_OAUTH + OAUTH_KEY_COUNT,
};

/* Where the keys from KEY_SOURCES on say that the secret is. */
static const struct {
    enum account_source source;
    bool is_token;
} sources[] = {
    {ACCOUNT_FILE, false}, {ACCOUNT_ENVIRONMENT, false}, {ACCOUNT_COMMAND, false},
    {ACCOUNT_FILE, true},  {ACCOUNT_ENVIRONMENT, true},  {ACCOUNT_COMMAND, true},
};

static const char *const auths[] = {"plain", "login", "scram-sha-256", "xoauth2",
                                    "oauthbearer"};
enum { AUTHS_COUNT = sizeof auths / sizeof *auths, AUTHS_TOKEN = 3 };

/* A path is seen from the folder of accounts.ini, unless it is a credential's name. */
static const char *join(const struct accounts *accounts, const char *name)
{
    const char *slash = strrchr(accounts->path, '/');
    if (name[0] == '/')
        return pool_strdup(accounts->pool, name);
    if (accounts->credentials != NULL) {
        const char *path =
            pool_join(accounts->pool, accounts->credentials, "/", name, NULL);
        if (access(path, F_OK) == 0)
            return path;
    }
    if (slash == NULL)
        return pool_strdup(accounts->pool, name);
    return pool_printf(accounts->pool, "%.*s%s", (int)(slash + 1 - accounts->path),
                       accounts->path, name);
}

static bool take_source(const struct accounts *accounts, struct account *account,
                        size_t index, const char *value, struct error *error)
{
    if (account->secret.source != ACCOUNT_NOWHERE)
        return error_set(error, ERROR_INPUT,
                         "there is a password or token already; one is enough");
    account->is_token = sources[index].is_token;
    account->secret.source = sources[index].source;
    account->secret.place = sources[index].source == ACCOUNT_FILE
                                ? join(accounts, value)
                                : pool_strdup(accounts->pool, value);
    return true;
}

static bool take_oauth(const struct accounts *accounts, struct account *account,
                       enum oauth_key key, const char *value, struct error *error)
{
    const char *kept = oauth_key_is_path(key) ? join(accounts, value)
                                              : pool_strdup(accounts->pool, value);
    return account_oauth_take(&account->oauth, key, kept, error);
}

/* The number of a key, or KEY_COUNT. */
static size_t find_key(const char *name, struct error *error)
{
    const char *keys[KEY_COUNT];
    memcpy(keys, own_keys, sizeof own_keys);
    memcpy(keys + KEY_OAUTH, oauth_keys, sizeof oauth_keys);
    return value_find_key(name, keys, KEY_COUNT, error);
}

static bool take_auth(struct account *account, const char *value, struct error *error)
{
    size_t index = value_find_word(value, auths, AUTHS_COUNT, error);
    if (index < AUTHS_COUNT)
        account->auth = auths[index];
    return index < AUTHS_COUNT;
}

static bool take_value(const struct accounts *accounts, struct account *account,
                       size_t key, const char *value, struct error *error)
{
    if (value[0] == '\0')
        return error_set(error, ERROR_INPUT, "there is nothing behind the `=`");
    if (key >= KEY_OAUTH)
        return take_oauth(accounts, account, key - KEY_OAUTH, value, error);
    if (key >= KEY_SOURCES)
        return take_source(accounts, account, key - KEY_SOURCES, value, error);
    if (key == KEY_AUTH)
        return take_auth(account, value, error);
    if (key == KEY_USERNAME)
        account->username = pool_strdup(accounts->pool, value);
    return true; /* the address was taken before */
}

/* `seen` has the line of each key so far, or 0. */
static void take_entry(const struct accounts *accounts, struct account *account,
                       const struct section *section, const struct entry *entry,
                       unsigned *seen)
{
    struct error error;
    size_t key = find_key(entry->key, &error);
    if (key == KEY_COUNT) {
        mistakes_add(accounts->mistakes, section->file, entry->line, "%s", error.text);
        return;
    }
    if (seen[key] > 0) {
        section_refuse_again(section, entry, accounts->mistakes, seen[key]);
        return;
    }
    seen[key] = entry->line;
    if (!take_value(accounts, account, key, entry->value, &error))
        section_refuse(section, entry, accounts->mistakes, error.text);
}

/* What is wrong with an account as a whole, or NULL. */
static const char *judge(const struct account *account)
{
    bool has_token = account->is_token || account->oauth.flow != FLOW_NONE;
    if (account->secret.source == ACCOUNT_NOWHERE && account->oauth.flow == FLOW_NONE)
        return "one of password_file, password_env, password_command, token_file, "
               "token_env, token_command and oauth is missing";
    if (account->auth == NULL)
        return NULL;
    bool wants_token = strcmp(account->auth, auths[AUTHS_TOKEN]) == 0 ||
                       strcmp(account->auth, auths[AUTHS_TOKEN + 1]) == 0;
    if (wants_token && !has_token)
        return "the mechanism shows a token, and there is a password";
    if (!wants_token && has_token)
        return "the mechanism shows a password, and there is a token";
    return NULL;
}

static void refuse(const struct accounts *accounts, const struct section *section,
                   const char *text)
{
    mistakes_add(accounts->mistakes, section->file, section->line, "[%s]: %s",
                 section->name, text);
}

static void add(struct accounts *accounts, const struct account *account)
{
    accounts->list = memory_grow(accounts->list, accounts->count, &accounts->capacity,
                                 sizeof *accounts->list);
    accounts->list[accounts->count++] = *account;
}

static void take_entries(struct accounts *accounts, struct account *account,
                         const struct section *section)
{
    unsigned seen[KEY_COUNT] = {0};
    size_t before = mistakes_count(accounts->mistakes);
    for (size_t i = 0; i < section->count; i++)
        take_entry(accounts, account, section, &section->entries[i], seen);
    /* What is wrong already may be what is missing. */
    if (!section->is_whole || mistakes_count(accounts->mistakes) > before)
        return;
    const char *wrong = account_oauth_judge(account);
    if (wrong == NULL)
        wrong = judge(account);
    if (wrong != NULL)
        refuse(accounts, section, wrong);
}

/* What its key says, or the section's name. NULL: neither is an address. */
static const char *find_address(const struct accounts *accounts,
                                const struct section *section)
{
    struct address address;
    const struct entry *entry = NULL;
    for (size_t i = 0; i < section->count && entry == NULL; i++)
        if (strcmp(section->entries[i].key, own_keys[KEY_ADDRESS]) == 0)
            entry = &section->entries[i];
    const char *text = entry != NULL ? entry->value : section->name;
    if (address_parse(text, strlen(text), &address))
        return text;
    if (entry != NULL)
        section_refuse(section, entry, accounts->mistakes, "is no mail address");
    else
        refuse(accounts, section,
               "the name is no mail address, and there is no `address =`");
    return NULL;
}

static void take_section(void *context, const struct section *section)
{
    struct accounts *accounts = context;
    const char *name = find_address(accounts, section);
    if (name == NULL)
        return;
    if (accounts_find(accounts, name) != NULL) {
        refuse(accounts, section, "the address has a section already");
        return;
    }
    name = pool_strdup(accounts->pool, name);
    struct account account = {.address = name, .username = name, .line = section->line};
    take_entries(accounts, &account, section);
    account.is_token |= account.oauth.flow != FLOW_NONE;
    add(accounts, &account);
}

/* The open file is looked at, not its name: that may stand for another one by then. */
static bool is_private(FILE *stream, const char *path, struct mistakes *mistakes)
{
    struct stat status;
    if (fstat(fileno(stream), &status) != 0 || !S_ISREG(status.st_mode)) {
        mistakes_add(mistakes, path, 0, "not a regular file");
        return false;
    }
    if (status.st_uid != geteuid() && status.st_uid != 0)
        mistakes_add(mistakes, path, 0, "belongs to somebody else");
    else if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        mistakes_add(mistakes, path, 0,
                     "others may read or write it (mode %04o): chmod 600",
                     (unsigned)status.st_mode & 07777U);
    else
        return true;
    return false;
}

static void read_all(struct accounts *accounts, const char *path)
{
    static const struct section_kind kind = {
        .receive = take_section,
        .long_name = "call the section something short and say `address =` in it",
        .long_line = "shorten it; a long command goes into a file of its own",
    };
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        mistakes_add(accounts->mistakes, path, 0, "cannot be read: %s",
                     strerror(errno));
        return;
    }
    if (is_private(stream, path, accounts->mistakes))
        section_read(stream, path, &kind, accounts->mistakes, accounts);
    fclose(stream);
}

struct accounts *accounts_read(const char *path, const char *credentials,
                               struct mistakes *mistakes)
{
    AUTO(accounts) struct accounts *accounts = memory_new(sizeof *accounts);
    size_t before = mistakes_count(mistakes);
    accounts->pool = pool_new();
    accounts->path = pool_strdup(accounts->pool, path);
    accounts->credentials = credentials;
    accounts->mistakes = mistakes;
    read_all(accounts, path);
    return mistakes_count(mistakes) == before ? TAKE(accounts) : NULL;
}

void accounts_free(struct accounts *accounts)
{
    if (accounts == NULL)
        return;
    pool_free(accounts->pool);
    memory_free(accounts->list);
    memory_free(accounts);
}

const struct account *accounts_find(const struct accounts *accounts,
                                    const char *address)
{
    for (size_t i = 0; i < accounts->count; i++)
        if (text_equal_nocase(accounts->list[i].address, address))
            return &accounts->list[i];
    return NULL;
}

size_t accounts_count(const struct accounts *accounts)
{
    return accounts->count;
}

const struct account *accounts_get(const struct accounts *accounts, size_t index)
{
    return &accounts->list[index];
}

const char *accounts_path(const struct accounts *accounts)
{
    return accounts->path;
}
