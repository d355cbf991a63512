/* SPDX-License-Identifier: MIT */
/* Domains stand in an array in the order of the file, found by a hash table of their
 * indices with open addressing: 12 bytes and 16 bytes a domain besides the name. */
#include "mail/catalog.h"

#include "base/memory.h"
#include "mail/hostname.h"

#include <stdint.h>
#include <string.h>

struct entry {
    const char *name;
    const struct settings *settings;
};

struct catalog {
    struct pool *pool;
    struct site site;
    struct entry *entries;
    size_t count, capacity;
    uint32_t *slots; /* index + 1 of an entry; 0: empty */
    size_t slot_count;
    bool has_patterns; /* "*.suffix" or "*" among the names */
    struct template **templates;
    size_t template_count, template_capacity;
};

struct catalog *catalog_new(void)
{
    struct catalog *catalog = memory_new(sizeof *catalog);
    catalog->pool = pool_new();
    return catalog;
}

void catalog_free(struct catalog *catalog)
{
    if (catalog == NULL)
        return;
    pool_free(catalog->pool);
    memory_free(catalog->entries);
    memory_free(catalog->slots);
    memory_free(catalog->templates);
    memory_free(catalog);
}

struct pool *catalog_pool(struct catalog *catalog)
{
    return catalog->pool;
}

struct site *catalog_site(struct catalog *catalog)
{
    return &catalog->site;
}

const struct site *catalog_get_site(const struct catalog *catalog)
{
    return &catalog->site;
}

/* FNV-1a with a final mix, since the low bits choose the slot. Names come from files of
 * the administrator, so nobody can choose colliding ones. */
static uint32_t hash(const char *name)
{
    uint32_t value = 2166136261U;
    for (; *name != '\0'; name++)
        value = (value ^ (unsigned char)*name) * 16777619U;
    return value ^ (value >> 15);
}

/* The slot that holds `name`, or the empty one where it belongs. */
static uint32_t *find_slot(const struct catalog *catalog, const char *name)
{
    size_t mask = catalog->slot_count - 1;
    size_t at = hash(name) & mask;
    while (catalog->slots[at] != 0 &&
           strcmp(catalog->entries[catalog->slots[at] - 1].name, name) != 0)
        at = (at + 1) & mask;
    return &catalog->slots[at];
}

static void grow_slots(struct catalog *catalog)
{
    size_t wanted = catalog->slot_count > 0 ? catalog->slot_count * 2 : 16;
    memory_free(catalog->slots);
    catalog->slots = memory_new(wanted * sizeof *catalog->slots);
    catalog->slot_count = wanted;
    for (size_t i = 0; i < catalog->count; i++)
        *find_slot(catalog, catalog->entries[i].name) = (uint32_t)i + 1;
}

const struct settings *catalog_add(struct catalog *catalog, const char *name,
                                   const struct settings *settings)
{
    if ((catalog->count + 1) * 3 > catalog->slot_count * 2)
        grow_slots(catalog);
    uint32_t *slot = find_slot(catalog, name);
    if (*slot != 0)
        return catalog->entries[*slot - 1].settings;
    catalog->entries = memory_grow(catalog->entries, catalog->count, &catalog->capacity,
                                   sizeof *catalog->entries);
    catalog->entries[catalog->count++] =
        (struct entry){pool_strdup(catalog->pool, name), settings};
    *slot = (uint32_t)catalog->count;
    catalog->has_patterns |= name[0] == '*';
    return NULL;
}

static const struct settings *find_exact(const struct catalog *catalog,
                                         const char *name)
{
    uint32_t slot = catalog->slot_count > 0 ? *find_slot(catalog, name) : 0;
    return slot > 0 ? catalog->entries[slot - 1].settings : NULL;
}

/* Tries "*.b.c" for "a.b.c", then "*.c". */
static const struct settings *find_suffix(const struct catalog *catalog,
                                          const char *domain)
{
    char pattern[HOSTNAME_SIZE + 1] = "*";
    const struct settings *settings = NULL;
    for (const char *dot = strchr(domain, '.'); dot != NULL && settings == NULL;
         dot = strchr(dot + 1, '.')) {
        size_t length = strlen(dot);
        if (length > HOSTNAME_MAX)
            return NULL;
        memcpy(pattern + 1, dot, length + 1);
        settings = find_exact(catalog, pattern);
    }
    return settings;
}

static const struct settings *find_named(const struct catalog *catalog,
                                         const char *domain)
{
    const struct settings *settings = find_exact(catalog, domain);
    if (settings == NULL && catalog->has_patterns)
        settings = find_suffix(catalog, domain);
    return settings;
}

const struct settings *catalog_find(const struct catalog *catalog, const char *domain)
{
    const struct settings *settings = find_named(catalog, domain);
    if (settings == NULL && catalog->has_patterns)
        settings = find_exact(catalog, "*");
    return settings;
}

bool catalog_names(const struct catalog *catalog, const char *domain)
{
    return find_named(catalog, domain) != NULL;
}

size_t catalog_count(const struct catalog *catalog)
{
    return catalog->count;
}

const char *catalog_get(const struct catalog *catalog, size_t index,
                        const struct settings **settings)
{
    *settings = catalog->entries[index].settings;
    return catalog->entries[index].name;
}

void catalog_add_template(struct catalog *catalog, struct template *template)
{
    catalog->templates =
        memory_grow(catalog->templates, catalog->template_count,
                    &catalog->template_capacity, sizeof(struct template *));
    catalog->templates[catalog->template_count++] = template;
}

size_t catalog_template_count(const struct catalog *catalog)
{
    return catalog->template_count;
}

struct template *catalog_template(const struct catalog *catalog, size_t index)
{
    return catalog->templates[index];
}
