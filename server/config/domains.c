/* SPDX-License-Identifier: MIT */
/* A section of domains.ini about one domain or a group of them. */
#include "config/loading.h"

#include "base/buf.h"
#include "config/decisions.h"
#include "config/value.h"

#include <stdint.h>
#include <string.h>

/* A section while it is judged. */
struct judging {
    struct loading *loading;
    const struct section *section;
    struct declaration *declaration; /* NULL: template = none */
    struct decisions decisions;
};

static const struct entry *find_entry(const struct section *section, const char *key)
{
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->entries[i].key, key) == 0)
            return &section->entries[i];
    return NULL;
}

/* Names a server, which is how a section says that it has its own. */
static bool names_server(const struct section *section, enum protocol protocol)
{
    const struct entry *entry = find_entry(section, protocol_name(protocol));
    return entry != NULL && strcmp(entry->value, "off") != 0 &&
           strcmp(entry->value, "on") != 0;
}

static const char *guess_template(const struct section *section)
{
    for (enum protocol i = 0; i < PROTOCOL_COUNT; i++)
        if (names_server(section, i))
            return "imap";
    return NULL;
}

/* Finds the section's template; false if there is none to use. `template = none` is
 * one, whose declaration is NULL. */
static bool find_template(struct judging *judging)
{
    const struct section *section = judging->section;
    struct loading *loading = judging->loading;
    const struct entry *said = find_entry(section, "template");
    const char *complaint = NULL;
    const char *name = said != NULL ? said->value : guess_template(section);
    if (name == NULL) {
        mistakes_add(loading->mistakes, section->file, section->line,
                     "[%s]: needs `template =` (%s, none), or servers of its own "
                     "(`imap =`, `pop3 =`, `smtp =`)",
                     section->name, folder_list(loading->folder));
        return false;
    }
    if (strcmp(name, "none") == 0)
        return true;
    judging->declaration =
        folder_find(loading->folder, name, &complaint, loading->mistakes);
    if (complaint != NULL)
        mistakes_add(loading->mistakes, section->file,
                     said != NULL ? said->line : section->line, "template: %s",
                     complaint);
    return judging->declaration != NULL;
}

static bool may_repeat(size_t key)
{
    return key == KEY_DOMAINS || key == KEY_DOMAINS_FILE;
}

static void refuse_key(const struct judging *judging, const struct entry *entry,
                       const char *const *keys, size_t count)
{
    char suggestion[SUGGESTION_SIZE];
    value_suggest(entry->key, keys, count, suggestion);
    mistakes_add(judging->loading->mistakes, judging->section->file, entry->line,
                 "unknown key `%s`%s", entry->key, suggestion);
}

static void sort_key(struct judging *judging, const struct entry *entry)
{
    const struct declaration *declaration = judging->declaration;
    const char *const *keys =
        declaration != NULL ? declaration->keys : declaration_built_in_keys();
    size_t count = declaration != NULL ? declaration->key_count : KEY_BUILT_IN_COUNT;
    size_t key = 0;
    while (key < count && strcmp(entry->key, keys[key]) != 0)
        key++;
    if (key == count) {
        refuse_key(judging, entry, keys, count);
        return;
    }
    const struct entry *before = judging->decisions.said[key];
    if (before != NULL && !may_repeat(key)) {
        mistakes_add(judging->loading->mistakes, judging->section->file, entry->line,
                     "%s: stands twice, first in line %u", entry->key, before->line);
        return;
    }
    if (declaration == NULL && key >= KEY_AUTH)
        mistakes_add(judging->loading->mistakes, judging->section->file, entry->line,
                     "%s: has no meaning beside `template = none`", entry->key);
    judging->decisions.said[key] = entry;
    judging->decisions.decides |= key >= KEY_AUTH;
}

static const char *escape(struct pool *pool, const char *text)
{
    struct buf xml;
    if (strpbrk(text, "&<>\"'") == NULL)
        return text;
    buf_init(&xml, SIZE_MAX / 4);
    buf_append_xml(&xml, text, strlen(text));
    const char *escaped = pool_strdup(pool, buf_text(&xml));
    buf_clear(&xml);
    return escaped;
}

/* The value of a name's key in the catalog's pool, or NULL. */
static const char *take_name(const struct judging *judging, enum domain_key key,
                             size_t max)
{
    const struct entry *said = judging->decisions.said[key];
    struct error error;
    if (said == NULL)
        return NULL;
    if (!value_check_name(said->value, max, &error)) {
        mistakes_add(judging->loading->mistakes, judging->section->file, said->line,
                     "%s: %s", said->key, error.text);
        return NULL;
    }
    return pool_strdup(judging->loading->pool, said->value);
}

/* A name that is short enough is its own short name. */
static void take_names(const struct judging *judging, struct settings *settings)
{
    struct pool *pool = judging->loading->pool;
    const char *short_name =
        take_name(judging, KEY_SHORT_NAME, SHORT_NAME_CHARACTERS_MAX);
    settings->name = take_name(judging, KEY_NAME, NAME_CHARACTERS_MAX);
    if (settings->name != NULL)
        settings->name_xml = escape(pool, settings->name);
    if (short_name != NULL)
        settings->short_name_xml = escape(pool, short_name);
    else if (settings->name != NULL &&
             value_fits(settings->name, SHORT_NAME_CHARACTERS_MAX))
        settings->short_name_xml = settings->name_xml;
}

/* A template without servers of its own waits for the section to name some. */
static void check_services(const struct judging *judging, const struct offer *offer)
{
    const struct section *section = judging->section;
    if (offer != NULL && offer->service_count == 0 && offer->record_count == 0)
        mistakes_add(judging->loading->mistakes, section->file, section->line,
                     "[%s]: names no server; the template `%s` wants `imap =` or "
                     "`pop3 =`, and `smtp =`",
                     section->name, offer->template->name);
}

static void judge(struct judging *judging)
{
    struct loading *loading = judging->loading;
    const struct section *section = judging->section;
    struct settings *settings = pool_alloc(loading->pool, sizeof *settings);
    for (size_t i = 0; i < section->count; i++)
        sort_key(judging, &section->entries[i]);
    settings->file = loading->file;
    settings->line = section->line;
    take_names(judging, settings);
    if (judging->declaration != NULL)
        settings->offer = offers_get(loading->offers, judging->declaration,
                                     &judging->decisions, loading->mistakes);
    check_services(judging, settings->offer);
    loading_add_names(loading, section, settings);
}

void loading_take_domains(struct loading *loading, const struct section *section)
{
    struct judging judging = {.loading = loading, .section = section};
    judging.decisions.section = section;
    if (find_template(&judging))
        judge(&judging);
}
