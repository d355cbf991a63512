/* SPDX-License-Identifier: MIT */
#include "config/folder.h"

#include "base/memory.h"
#include "config/resolve.h"
#include "config/value.h"
#include "config/variables.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LISTED_MAX = 64, FOUND_MAX = 256 };

struct found {
    const char *name;
    struct declaration *declaration; /* NULL: cannot be used */
    const char *complaint;
};

struct folder {
    const char *path;
    struct catalog *catalog;
    struct pool *pool; /* of the catalog */
    struct found *found;
    size_t count, capacity;
    const char *listed[LISTED_MAX]; /* the templates that exist, sorted */
    size_t listed_count;
    const char *list; /* the same as a text; NULL: not looked yet */
};

struct folder *folder_new(const char *path, struct catalog *catalog)
{
    struct folder *folder = memory_new(sizeof *folder);
    folder->path = path;
    folder->catalog = catalog;
    folder->pool = catalog_pool(catalog);
    return folder;
}

void folder_free(struct folder *folder)
{
    if (folder == NULL)
        return;
    memory_free(folder->found);
    memory_free(folder);
}

static const char *services_path(const struct folder *folder, const char *name)
{
    return pool_printf(folder->pool, "%s/%s/services.ini", folder->path, name);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void look(struct folder *folder, DIR *directory)
{
    const struct dirent *entry;
    while (folder->listed_count < LISTED_MAX && (entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.' ||
            access(services_path(folder, entry->d_name), F_OK) != 0)
            continue;
        folder->listed[folder->listed_count++] =
            pool_strdup(folder->pool, entry->d_name);
    }
    qsort(folder->listed, folder->listed_count, sizeof *folder->listed, compare);
}

const char *folder_list(struct folder *folder)
{
    if (folder->list != NULL)
        return folder->list;
    DIR *directory = opendir(folder->path);
    if (directory != NULL) {
        look(folder, directory);
        closedir(directory);
    }
    folder->list = "none";
    for (size_t i = 0; i < folder->listed_count; i++)
        folder->list = i == 0 ? folder->listed[0]
                              : pool_printf(folder->pool, "%s, %s", folder->list,
                                            folder->listed[i]);
    return folder->list;
}

static const char *complain(struct folder *folder, const char *name)
{
    const char *list = folder_list(folder);
    char suggestion[SUGGESTION_SIZE];
    value_suggest(name, folder->listed, folder->listed_count, suggestion);
    return pool_printf(folder->pool, "there is no template `%s` in %s (there: %s)%s",
                       name, folder->path, list, suggestion);
}

/* A name that stays within the folder. */
static bool is_template_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

static bool judge(struct declaration *declaration, struct pool *pool,
                  struct mistakes *mistakes)
{
    size_t before = mistakes_count(mistakes);
    variables_check(declaration, pool, mistakes);
    if (mistakes_count(mistakes) == before)
        resolve_alone(declaration, mistakes);
    return mistakes_count(mistakes) == before;
}

static void read_template(struct folder *folder, struct found *found,
                          struct mistakes *mistakes)
{
    size_t before = mistakes_count(mistakes);
    const char *path = services_path(folder, found->name);
    struct declaration *declaration = NULL;
    errno = ENOENT;
    if (is_template_name(found->name))
        declaration = declaration_read(path, found->name, folder->pool, mistakes);
    if (declaration != NULL && judge(declaration, folder->pool, mistakes)) {
        found->declaration = declaration;
        catalog_add_template(folder->catalog, &declaration->template);
    } else if (mistakes_count(mistakes) == before && errno == ENOENT) {
        found->complaint = complain(folder, found->name);
    } else if (mistakes_count(mistakes) == before) {
        found->complaint =
            pool_printf(folder->pool, "%s cannot be read: %s", path, strerror(errno));
    }
}

struct declaration *folder_find(struct folder *folder, const char *name,
                                const char **complaint, struct mistakes *mistakes)
{
    size_t i = 0;
    while (i < folder->count && strcmp(folder->found[i].name, name) != 0)
        i++;
    if (i == FOUND_MAX) {
        *complaint = "so many different templates cannot be";
        return NULL;
    }
    if (i == folder->count) {
        folder->found = memory_grow(folder->found, folder->count, &folder->capacity,
                                    sizeof *folder->found);
        folder->found[folder->count++] =
            (struct found){.name = pool_strdup(folder->pool, name)};
        read_template(folder, &folder->found[i], mistakes);
    }
    *complaint = folder->found[i].complaint;
    return folder->found[i].declaration;
}
