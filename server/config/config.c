/* SPDX-License-Identifier: MIT */
/* Reads domains.ini, then what it includes. Sections are taken as they come, so that a
 * million of them need no memory but the catalog's. */
#include "config/config.h"

#include "base/memory.h"
#include "config/loading.h"

#include <errno.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

const char *loading_join(const struct loading *loading, const char *path,
                         const char *name)
{
    const char *slash = strrchr(path, '/');
    if (name[0] == '/' || slash == NULL)
        return pool_strdup(loading->pool, name);
    return pool_printf(loading->pool, "%.*s/%s", (int)(slash - path), path, name);
}

/* default/ has what other templates lack; a folder without it is somebody else's. */
static bool holds_templates(const struct loading *loading, const char *folder)
{
    return access(pool_printf(loading->pool, "%s/default", folder), X_OK) == 0;
}

/* The installed templates serve where none stand beside the file. */
static const char *default_templates(const struct loading *loading)
{
    static const char *const installed[] = {"/usr/share/waypost/templates",
                                            "/usr/local/share/waypost/templates"};
    const char *beside = loading_join(loading, loading->path, "templates");
    if (holds_templates(loading, beside))
        return beside;
    for (size_t i = 0; i < sizeof installed / sizeof *installed; i++)
        if (holds_templates(loading, installed[i]))
            return installed[i];
    return beside;
}

static void open_folder(struct loading *loading)
{
    struct config *config = loading->config;
    if (config->templates == NULL)
        config->templates = default_templates(loading);
    if (loading->folder == NULL)
        loading->folder = folder_new(config->templates, config->catalog);
}

static void take_section(void *context, const struct section *section)
{
    struct loading *loading = context;
    if (strcmp(section->name, "waypost") == 0) {
        loading_take_waypost(loading, section);
        return;
    }
    open_folder(loading);
    loading_take_domains(loading, section);
}

/* Reads one file; false with errno when it cannot be opened. */
static bool read_file(struct loading *loading, const char *path)
{
    static const struct section_kind kind = {
        .receive = take_section,
        .long_name = "call the section something short and name the domain in it with "
                     "`domains =`, or in a `domains_file`",
        .long_line = "spread a list over several lines by repeating its key (`domains "
                     "=`), or put long names into a `domains_file`",
    };
    loading->file = path;
    return section_read_file(path, &kind, loading->mistakes, loading);
}

static void read_included(struct loading *loading, const struct entry *entry,
                          const char *path)
{
    const char *kept = pool_strdup(loading->pool, path);
    if (!read_file(loading, kept))
        mistakes_add(loading->mistakes, loading->path, entry->line,
                     "include: %s cannot be read: %s", kept, strerror(errno));
}

/* A folder that cannot be read is not an empty one; one that is not there is. */
static int stop_unless_absent(const char *path, int error)
{
    (void)path;
    return error != ENOENT;
}

/* A pattern may match nothing: the folder is there for files to come. */
static void include(struct loading *loading, const struct entry *entry)
{
    const char *pattern = loading_join(loading, loading->path, entry->value);
    glob_t found;
    int result = glob(pattern, 0, stop_unless_absent, &found);
    if (result == GLOB_NOMATCH && strpbrk(entry->value, "*?[") == NULL)
        read_included(loading, entry, pattern);
    else if (result != 0 && result != GLOB_NOMATCH)
        mistakes_add(loading->mistakes, loading->path, entry->line,
                     "include: %s cannot be looked up", pattern);
    for (size_t i = 0; result == 0 && i < found.gl_pathc; i++)
        read_included(loading, entry, found.gl_pathv[i]);
    globfree(&found);
}

struct config *config_load(const char *path, struct mistakes *mistakes)
{
    struct config *config = memory_new(sizeof *config);
    config->catalog = catalog_new();
    config->request_log = true;
    struct pool *pool = catalog_pool(config->catalog);
    AUTO(offers) struct offers *offers = offers_new(pool);
    struct loading loading = {.config = config,
                              .pool = pool,
                              .mistakes = mistakes,
                              .path = path != NULL ? pool_strdup(pool, path) : "",
                              .offers = offers};
    if (path != NULL && !read_file(&loading, loading.path))
        mistakes_add(mistakes, path, 0, "cannot be read: %s", strerror(errno));
    for (size_t i = 0; i < loading.include_count; i++)
        include(&loading, &loading.include[i]);
    loading_set_defaults(&loading);
    open_folder(&loading);
    folder_free(loading.folder);
    memory_free(loading.include);
    return config;
}

void config_free(struct config *config)
{
    if (config == NULL)
        return;
    catalog_free(config->catalog);
    memory_free(config);
}
