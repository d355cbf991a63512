/* SPDX-License-Identifier: MIT */
/* Which domains a section is about. */
#include "config/loading.h"

#include "base/text.h"
#include "config/name.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_SIZE = 80 };

/* Where a name stands, for messages. */
struct spot {
    const char *file;
    unsigned line;
    const char *prefix; /* the key, with its colon */
    bool is_title;      /* the name is the section's */
};

static void refuse_name(const struct loading *loading, struct span name,
                        const struct spot *spot, const char *wrong)
{
    char shown[SHOWN_SIZE];
    text_sanitise(name.at, name.length, shown, sizeof shown);
    mistakes_add(loading->mistakes, spot->file, spot->line, "%s`%s` %s%s", spot->prefix,
                 shown, wrong,
                 spot->is_title ? "; a group of domains needs `domains =` or "
                                  "`domains_file =`"
                                : "");
}

static void add_name(struct loading *loading, struct span name, const struct spot *spot,
                     const struct settings *settings)
{
    char canonical[NAME_SIZE];
    const char *wrong = name_judge(name, canonical);
    if (wrong != NULL) {
        refuse_name(loading, name, spot, wrong);
        return;
    }
    const struct settings *there =
        catalog_add(loading->config->catalog, canonical, settings);
    if (there != NULL)
        mistakes_add(loading->mistakes, spot->file, spot->line,
                     "%s%s stands twice: it was first declared at %s:%u", spot->prefix,
                     canonical, there->file, there->line);
}

static void add_list(struct loading *loading, const struct section *section,
                     const struct entry *entry, const struct settings *settings)
{
    struct spot spot = {section->file, entry->line, "domains: ", false};
    struct span rest = {entry->value, strlen(entry->value)}, name;
    if (!span_next_word(&rest, &name)) {
        mistakes_add(loading->mistakes, spot.file, spot.line,
                     "domains: expected names, such as example.com example.net");
        return;
    }
    do
        add_name(loading, name, &spot, settings);
    while (span_next_word(&rest, &name));
}

/* A domains_file while it is read. */
struct listing {
    struct loading *loading;
    const char *path;
    const struct settings *settings;
};

static void add_listed(void *context, struct span name, unsigned line)
{
    const struct listing *listing = context;
    struct spot spot = {listing->path, line, "", false};
    add_name(listing->loading, name, &spot, listing->settings);
}

static void add_file(struct loading *loading, const struct section *section,
                     const struct entry *entry, const struct settings *settings)
{
    const char *path = loading_join(loading, section->file, entry->value);
    struct listing listing = {loading, path, settings};
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        mistakes_add(loading->mistakes, section->file, entry->line,
                     "domains_file: %s cannot be read: %s", path, strerror(errno));
        return;
    }
    name_read_list(stream, path, loading->mistakes, add_listed, &listing);
    fclose(stream);
}

void loading_add_names(struct loading *loading, const struct section *section,
                       const struct settings *settings)
{
    bool group = false;
    for (size_t i = 0; i < section->count; i++) {
        const struct entry *entry = &section->entries[i];
        bool list = strcmp(entry->key, "domains") == 0;
        bool file = strcmp(entry->key, "domains_file") == 0;
        if (list)
            add_list(loading, section, entry, settings);
        else if (file)
            add_file(loading, section, entry, settings);
        group |= list || file;
    }
    struct spot spot = {section->file, section->line, "", true};
    if (!group)
        add_name(loading, (struct span){section->name, strlen(section->name)}, &spot,
                 settings);
}
