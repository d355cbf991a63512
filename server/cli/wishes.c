/* SPDX-License-Identifier: MIT */
#include "cli/wishes.h"

#include "base/memory.h"
#include "cli/output.h"
#include "mail/address.h"

#include <string.h>

void wishes_init(struct wishes *wishes)
{
    *wishes = (struct wishes){.pool = pool_new()};
}

void wishes_clear(struct wishes *wishes)
{
    memory_free(wishes->list);
    pool_free(wishes->pool);
}

static void add(struct wishes *wishes, const struct wish *wish)
{
    wishes->list = memory_grow(wishes->list, wishes->count, &wishes->capacity,
                               sizeof *wishes->list);
    wishes->list[wishes->count++] = *wish;
}

void wishes_add_domain(struct wishes *wishes, const struct logins *logins,
                       const char *domain, const struct settings *settings)
{
    struct user *users;
    size_t count = logins_of(logins, domain, &users);
    struct wish wish = {.domain = domain, .settings = settings};
    for (size_t i = 0; i < count; i++) {
        wish.user = &users[i];
        wish.address = users[i].address;
        add(wishes, &wish);
    }
    if (count == 0)
        add(wishes, &wish);
}

static bool add_address(struct wishes *wishes, const struct logins *logins,
                        const char *text)
{
    struct address address;
    if (!address_parse(text, strlen(text), &address)) {
        output_complain("probe: %s is no mail address", text);
        return false;
    }
    add(wishes, &(struct wish){.domain = pool_strdup(wishes->pool, address.domain),
                               .address = text,
                               .user = logins_find(logins, text)});
    return true;
}

bool wishes_add_operands(struct wishes *wishes, const struct logins *logins,
                         const struct options *options)
{
    for (size_t i = 0; i < options->operand_count; i++) {
        const char *text = options->operands[i];
        char domain[HOSTNAME_SIZE];
        if (strchr(text, '@') != NULL) {
            if (!add_address(wishes, logins, text))
                return false;
        } else if (!hostname_normalise(text, strlen(text), domain)) {
            output_complain("probe: %s is no mail address and no domain", text);
            return false;
        } else {
            wishes_add_domain(wishes, logins, pool_strdup(wishes->pool, domain), NULL);
        }
    }
    return true;
}

void wishes_add_nobody(struct wishes *wishes)
{
    add(wishes, &(struct wish){.domain = NULL});
}

void wishes_add_users(struct wishes *wishes, const struct logins *logins)
{
    struct user *users;
    size_t count = logins_of(logins, NULL, &users);
    for (size_t i = 0; i < count; i++)
        add(wishes, &(struct wish){.domain = users[i].domain,
                                   .address = users[i].address,
                                   .user = &users[i]});
}

void wishes_add_catalog(struct wishes *wishes, const struct logins *logins,
                        const struct catalog *catalog)
{
    const struct settings *settings;
    for (size_t i = 0; i < catalog_count(catalog); i++) {
        const char *domain = catalog_get(catalog, i, &settings);
        if (domain[0] != '*' && settings->offer != NULL)
            wishes_add_domain(wishes, logins, domain, settings);
    }
}

static bool look_up(struct wish *wish, const struct catalog *catalog)
{
    if (wish->settings == NULL)
        wish->settings = catalog_find(catalog, wish->domain);
    if (wish->settings == NULL) {
        output_complain("probe: %s is not in domains.ini; --from net asks for its "
                        "servers as a mail program does, --server names one",
                        wish->domain);
        return false;
    }
    if (wish->settings->offer == NULL) {
        output_complain("probe: %s has template = none, so there is nothing to probe",
                        wish->domain);
        return false;
    }
    wish->services = wish->settings->offer->services;
    wish->service_count = wish->settings->offer->service_count;
    return true;
}

bool wishes_look_up(struct wishes *wishes, const struct catalog *catalog)
{
    for (size_t i = 0; i < wishes->count; i++)
        if (!look_up(&wishes->list[i], catalog))
            return false;
    return true;
}

void wishes_set_services(struct wishes *wishes, const struct service *services,
                         size_t count)
{
    for (size_t i = 0; i < wishes->count; i++) {
        wishes->list[i].services = services;
        wishes->list[i].service_count = count;
    }
}
