/* SPDX-License-Identifier: MIT */
/* Which domains a section is about. */
#include "config/loading.h"

#include "base/text.h"
#include "config/lines.h"
#include "mail/hostname.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Even a name in UTF-8 that comes to 253 bytes is shorter. */
enum { NAME_LINE_MAX = 1024, SHOWN_SIZE = 80 };

/* Where a name stands, for messages. */
struct spot {
    const char *file;
    unsigned line;
    const char *prefix; /* the key, with its colon */
    bool is_title;      /* the name is the section's */
};

/* Writes the canonical form of a domain, "*.suffix" or "*". */
static const char *judge_name(struct span name, char *out)
{
    bool pattern = name.length > 0 && name.at[0] == '*';
    if (span_equal(name, "*")) {
        memcpy(out, "*", 2);
        return NULL;
    }
    if (pattern && (name.length < 3 || name.at[1] != '.'))
        return "is no pattern; expected *.example.com or *";
    size_t skipped = pattern ? 2 : 0;
    memcpy(out, "*.", skipped);
    if (!hostname_normalise(name.at + skipped, name.length - skipped, out + skipped))
        return "is no domain name";
    if (!pattern && !hostname_is_qualified(out))
        return "is no mail domain: it has one label only";
    return NULL;
}

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
    char canonical[HOSTNAME_SIZE + 2];
    const char *wrong = judge_name(name, canonical);
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

/* A line of a domains_file without its comment. */
static struct span without_comment(struct span line)
{
    const char *comment = memchr(line.at, '#', line.length);
    if (comment != NULL)
        line.length = (size_t)(comment - line.at);
    return span_trim(line);
}

static void read_names(struct loading *loading, FILE *stream, const char *path,
                       const struct settings *settings)
{
    struct lines lines;
    struct span line;
    lines_init(&lines, stream);
    while (lines_next(&lines, &line)) {
        struct spot spot = {path, lines.number, "", false};
        struct span name = without_comment(line);
        if (line.length > NAME_LINE_MAX)
            mistakes_add(loading->mistakes, path, lines.number,
                         "the line is longer than %d bytes; expected one domain a line",
                         NAME_LINE_MAX);
        else if (name.length > 0)
            add_name(loading, name, &spot, settings);
    }
    if (ferror(stream))
        mistakes_add(loading->mistakes, path, 0, "cannot be read: %s", strerror(errno));
}

static void add_file(struct loading *loading, const struct section *section,
                     const struct entry *entry, const struct settings *settings)
{
    const char *path = loading_join(loading, section->file, entry->value);
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        mistakes_add(loading->mistakes, section->file, entry->line,
                     "domains_file: %s cannot be read: %s", path, strerror(errno));
        return;
    }
    read_names(loading, stream, path, settings);
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
