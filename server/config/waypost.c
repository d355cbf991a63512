/* SPDX-License-Identifier: MIT */
/* The [waypost] section: a table of its keys. */
#include "config/loading.h"

#include "base/memory.h"
#include "base/text.h"
#include "config/value.h"
#include "mail/network.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum {
    IDLE_TIMEOUT_DEFAULT = 10,
    IDLE_TIMEOUT_MAX = 3600,
    ADDRESSES_MAX = 64,
    PROXIES_MAX = 256,
};

static bool add_address(struct loading *loading, const char *const **list,
                        size_t *count, const struct entry *entry, struct error *error)
{
    const char **addresses =
        *count > 0 ? (const char **)*list
                   : pool_alloc(loading->pool, ADDRESSES_MAX * sizeof **list);
    for (size_t i = 0; i < *count; i++)
        if (strcmp(addresses[i], entry->value) == 0)
            return error_set(error, ERROR_INPUT, "%s stands twice", entry->value);
    if (*count == ADDRESSES_MAX)
        return error_set(error, ERROR_INPUT, "%d addresses are enough", ADDRESSES_MAX);
    addresses[(*count)++] = pool_strdup(loading->pool, entry->value);
    *list = addresses;
    return value_check_listen(entry->value, error);
}

static bool take_listen(struct loading *loading, const struct entry *entry,
                        struct error *error)
{
    struct config *config = loading->config;
    return add_address(loading, &config->listen, &config->listen_count, entry, error);
}

static bool take_admin_listen(struct loading *loading, const struct entry *entry,
                              struct error *error)
{
    struct config *config = loading->config;
    return add_address(loading, &config->admin_listen, &config->admin_listen_count,
                       entry, error);
}

static bool take_host(struct loading *loading, const struct entry *entry,
                      struct error *error)
{
    char host[HOSTNAME_SIZE];
    if (!value_parse_host(entry->value, strlen(entry->value), host, error))
        return false;
    catalog_site(loading->config->catalog)->host = pool_strdup(loading->pool, host);
    return true;
}

static bool add_network(struct site *site, struct span word, struct network *networks,
                        struct error *error)
{
    if (site->trusted_proxy_count == PROXIES_MAX)
        return error_set(error, ERROR_INPUT, "%d networks are enough", PROXIES_MAX);
    if (!network_parse(word.at, word.length, &networks[site->trusted_proxy_count]))
        return error_set(error, ERROR_INPUT,
                         "`%.*s` is no network; expected 192.0.2.0/24, 2001:db8::/32 "
                         "or one address, without bits behind the prefix",
                         (int)word.length, word.at);
    site->trusted_proxy_count++;
    return true;
}

static bool take_trusted_proxies(struct loading *loading, const struct entry *entry,
                                 struct error *error)
{
    struct site *site = catalog_site(loading->config->catalog);
    struct span rest = {entry->value, strlen(entry->value)}, word;
    if (loading->proxies == NULL)
        loading->proxies =
            pool_alloc(loading->pool, PROXIES_MAX * sizeof *loading->proxies);
    site->trusted_proxies = loading->proxies;
    while (span_next_word(&rest, &word))
        if (!add_network(site, word, loading->proxies, error))
            return false;
    return true;
}

static bool take_templates(struct loading *loading, const struct entry *entry,
                           struct error *error)
{
    const char *path = loading_join(loading, loading->path, entry->value);
    loading->config->templates = path;
    if (loading->folder != NULL)
        return error_set(error, ERROR_INPUT,
                         "must stand before the first domain, which needs it");
    if (access(path, R_OK | X_OK) != 0)
        return error_set(error, ERROR_INPUT, "there is no folder %s", path);
    return true;
}

static bool take_include(struct loading *loading, const struct entry *entry,
                         struct error *error)
{
    if (entry->value[0] == '\0')
        return error_set(error, ERROR_INPUT, "expected files, such as domains.d/*.ini");
    loading->include =
        memory_grow(loading->include, loading->include_count,
                    &loading->include_capacity, sizeof *loading->include);
    loading->include[loading->include_count++] = (struct entry){
        "include", pool_strdup(loading->pool, entry->value), entry->line};
    return true;
}

static bool take_idle_timeout(struct loading *loading, const struct entry *entry,
                              struct error *error)
{
    unsigned long seconds;
    if (!text_parse_uint(entry->value, 1, IDLE_TIMEOUT_MAX, &seconds))
        return error_set(error, ERROR_INPUT,
                         "`%s` is no number of seconds from 1 to %d", entry->value,
                         IDLE_TIMEOUT_MAX);
    loading->config->idle_timeout = (unsigned)seconds;
    return true;
}

static bool take_request_log(struct loading *loading, const struct entry *entry,
                             struct error *error)
{
    static const char *const words[] = {"off", "on"};
    size_t index = value_find_word(entry->value, words, 2, error);
    loading->config->request_log = index == 1;
    return index < 2;
}

static const struct {
    const char *name;
    bool may_repeat;
    bool (*take)(struct loading *loading, const struct entry *entry,
                 struct error *error);
} keys[] = {
    {"listen", true, take_listen},
    {"admin_listen", true, take_admin_listen},
    {"host", false, take_host},
    {"trusted_proxies", true, take_trusted_proxies},
    {"templates", false, take_templates},
    {"include", true, take_include},
    {"idle_timeout", false, take_idle_timeout},
    {"request_log", false, take_request_log},
};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

static void take_key(struct loading *loading, const struct section *section,
                     const struct entry *entry, unsigned *seen)
{
    const char *names[KEY_COUNT];
    struct error error;
    for (size_t i = 0; i < KEY_COUNT; i++)
        names[i] = keys[i].name;
    size_t key = value_find_key(entry->key, names, KEY_COUNT, &error);
    if (key == KEY_COUNT) {
        mistakes_add(loading->mistakes, section->file, entry->line, "%s", error.text);
        return;
    }
    if (seen[key] > 0 && !keys[key].may_repeat) {
        section_refuse_again(section, entry, loading->mistakes, seen[key]);
        return;
    }
    seen[key] = entry->line;
    if (!keys[key].take(loading, entry, &error))
        section_refuse(section, entry, loading->mistakes, error.text);
}

void loading_take_waypost(struct loading *loading, const struct section *section)
{
    unsigned seen[KEY_COUNT] = {0};
    if (loading->file != loading->path) {
        mistakes_add(loading->mistakes, section->file, section->line,
                     "[waypost]: belongs into %s, not into an included file",
                     loading->path);
        return;
    }
    if (loading->waypost_line > 0) {
        mistakes_add(loading->mistakes, section->file, section->line,
                     "[waypost]: stands twice, first in line %u",
                     loading->waypost_line);
        return;
    }
    loading->waypost_line = section->line;
    for (size_t i = 0; i < section->count; i++)
        take_key(loading, section, &section->entries[i], seen);
}

static void trust_loopback(struct loading *loading)
{
    static const struct entry loopback = {.value = "127.0.0.1/32 ::1/128"};
    struct error error;
    if (!take_trusted_proxies(loading, &loopback, &error))
        mistakes_add(loading->mistakes, loading->path, 0, "%s", error.text);
}

void loading_set_defaults(struct loading *loading)
{
    static const char *const listen[] = {"127.0.0.1:8080"};
    struct config *config = loading->config;
    if (config->listen_count == 0) {
        config->listen = listen;
        config->listen_count = 1;
    }
    if (config->idle_timeout == 0)
        config->idle_timeout = IDLE_TIMEOUT_DEFAULT;
    if (catalog_get_site(config->catalog)->trusted_proxies == NULL)
        trust_loopback(loading);
}
