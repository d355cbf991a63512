/* SPDX-License-Identifier: MIT */
/* Domains stand in an array in the order of the file, found by a hash table with open
 * addressing: 16 bytes and some 17 bytes a domain besides the name. The table has the
 * hashes in it, for names are all over the memory and slow to come by. */
#include "mail/catalog.h"

#include "base/memory.h"
#include "mail/hostname.h"

#include <stdint.h>
#include <string.h>

struct entry {
    const char *name;
    const struct settings *settings;
};

struct slot {
    uint32_t hash, number; /* index + 1 of an entry; 0: empty */
};

struct catalog {
    struct pool *pool;
    struct site site;
    struct entry *entries;
    size_t count, capacity;
    struct slot *slots;
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
static struct slot *find_slot(const struct catalog *catalog, const char *name,
                              uint32_t value)
{
    size_t mask = catalog->slot_count - 1, at = value & mask;
    for (; catalog->slots[at].number != 0; at = (at + 1) & mask)
        if (catalog->slots[at].hash == value &&
            strcmp(catalog->entries[catalog->slots[at].number - 1].name, name) == 0)
            break;
    return &catalog->slots[at];
}

static void grow_slots(struct catalog *catalog)
{
    struct slot *before = catalog->slots;
    size_t count = catalog->slot_count;
    catalog->slot_count = count > 0 ? count * 2 : 16;
    catalog->slots = memory_new(catalog->slot_count * sizeof *catalog->slots);
    for (size_t i = 0, at; i < count; i++) {
        if (before[i].number == 0)
            continue;
        at = before[i].hash & (catalog->slot_count - 1);
        while (catalog->slots[at].number != 0)
            at = (at + 1) & (catalog->slot_count - 1);
        catalog->slots[at] = before[i];
    }
    memory_free(before);
}

const struct settings *catalog_add(struct catalog *catalog, const char *name,
                                   const struct settings *settings)
{
    if ((catalog->count + 1) * 3 > catalog->slot_count * 2)
        grow_slots(catalog);
    uint32_t value = hash(name);
    struct slot *slot = find_slot(catalog, name, value);
    if (slot->number != 0)
        return catalog->entries[slot->number - 1].settings;
    catalog->entries = memory_grow(catalog->entries, catalog->count, &catalog->capacity,
                                   sizeof *catalog->entries);
    catalog->entries[catalog->count++] =
        (struct entry){pool_strdup(catalog->pool, name), settings};
    *slot = (struct slot){value, (uint32_t)catalog->count};
    catalog->has_patterns |= name[0] == '*';
    return NULL;
}

static const struct settings *find_exact(const struct catalog *catalog,
                                         const char *name)
{
    if (catalog->slot_count == 0)
        return NULL;
    uint32_t number = find_slot(catalog, name, hash(name))->number;
    return number > 0 ? catalog->entries[number - 1].settings : NULL;
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
