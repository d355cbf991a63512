/* SPDX-License-Identifier: MIT */
#include "config/folder.h"

#include "base/memory.h"
#include "config/offers.h"
#include "config/value.h"

#include <errno.h>
#include <glob.h>
#include <string.h>

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
    struct found found[FOUND_MAX];
    size_t count;
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
    memory_free(folder);
}

static const char *services_path(const struct folder *folder, const char *name)
{
    return pool_printf(folder->pool, "%s/%s/services.ini", folder->path, name);
}

static const char *list_templates(struct folder *folder, const glob_t *found)
{
    const char *list = "none";
    for (size_t i = 0; i < found->gl_pathc && i < LISTED_MAX; i++) {
        const char *path = found->gl_pathv[i], *end = strrchr(path, '/');
        const char *slash = memrchr(path, '/', (size_t)(end - path));
        folder->listed[i] =
            pool_copy(folder->pool, slash + 1, (size_t)(end - slash) - 1);
        list = i == 0 ? folder->listed[0]
                      : pool_printf(folder->pool, "%s, %s", list, folder->listed[i]);
        folder->listed_count = i + 1;
    }
    return list;
}

const char *folder_list(struct folder *folder)
{
    glob_t found;
    if (folder->list == NULL) {
        glob(services_path(folder, "*"), 0, NULL, &found);
        folder->list = list_templates(folder, &found);
        globfree(&found);
    }
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

static void read_template(struct folder *folder, struct found *found,
                          struct mistakes *mistakes)
{
    size_t before = mistakes_count(mistakes);
    const char *path = services_path(folder, found->name);
    struct declaration *declaration = NULL;
    errno = ENOENT;
    if (is_template_name(found->name))
        declaration = declaration_read(path, found->name, folder->pool, mistakes);
    int reason = errno;
    if (declaration != NULL)
        offers_try(declaration, mistakes);
    if (mistakes_count(mistakes) > before)
        return;
    if (declaration != NULL) {
        found->declaration = declaration;
        catalog_add_template(folder->catalog, &declaration->template);
    } else if (reason == ENOENT) {
        found->complaint = complain(folder, found->name);
    } else {
        found->complaint =
            pool_printf(folder->pool, "%s cannot be read: %s", path, strerror(reason));
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
        folder->found[folder->count++].name = pool_strdup(folder->pool, name);
        read_template(folder, &folder->found[i], mistakes);
    }
    *complaint = folder->found[i].complaint;
    return folder->found[i].declaration;
}
