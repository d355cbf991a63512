/* SPDX-License-Identifier: MIT */
/* A section of domains.ini about one domain or a group of them. */
#include "config/loading.h"

#include "base/text.h"
#include "config/value.h"

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

/* Lists may go on in another line. */
static bool may_repeat(size_t key)
{
    return key == KEY_DOMAINS || key == KEY_DOMAINS_FILE || key == KEY_CHECK_IGNORE;
}

static void sort_key(struct judging *judging, const struct entry *entry)
{
    const struct declaration *declaration = judging->declaration;
    const struct section *section = judging->section;
    struct mistakes *mistakes = judging->loading->mistakes;
    const char *const *keys =
        declaration != NULL ? declaration->keys : declaration_built_in_keys();
    size_t count = declaration != NULL ? declaration->key_count : KEY_BUILT_IN_COUNT;
    struct error error;
    size_t key = value_find_key(entry->key, keys, count, &error);
    if (key == count) {
        mistakes_add(mistakes, section->file, entry->line, "%s", error.text);
        return;
    }
    const struct entry *before = judging->decisions.said[key];
    if (before != NULL && !may_repeat(key)) {
        section_refuse_again(section, entry, mistakes, before->line);
        return;
    }
    if (declaration == NULL && key >= KEY_AUTH)
        section_refuse(section, entry, mistakes,
                       "has no meaning beside `template = none`");
    judging->decisions.said[key] = entry;
    judging->decisions.decides |= key >= KEY_AUTH;
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
        section_refuse(judging->section, said, judging->loading->mistakes, error.text);
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
        settings->name_xml = value_escape(settings->name, pool);
    if (short_name != NULL)
        settings->short_name_xml = value_escape(short_name, pool);
    else if (settings->name != NULL &&
             value_fits(settings->name, SHORT_NAME_CHARACTERS_MAX))
        settings->short_name_xml = settings->name_xml;
}

static void add_ignored(const struct judging *judging, const struct entry *entry,
                        const char **ignore)
{
    struct loading *loading = judging->loading;
    struct span rest = {entry->value, strlen(entry->value)}, word;
    struct error error;
    if (!value_check_patterns(entry->value, &error)) {
        section_refuse(judging->section, entry, loading->mistakes, error.text);
        return;
    }
    while (span_next_word(&rest, &word))
        *ignore = pool_printf(loading->pool, "%s%s%.*s", *ignore != NULL ? *ignore : "",
                              *ignore != NULL ? " " : "", (int)word.length, word.at);
}

/* The patterns of all lines, NULL if there are none. */
static const char *take_ignore(const struct judging *judging)
{
    const struct section *section = judging->section;
    const char *ignore = NULL;
    if (judging->decisions.said[KEY_CHECK_IGNORE] == NULL)
        return NULL;
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->entries[i].key, "check.ignore") == 0)
            add_ignored(judging, &section->entries[i], &ignore);
    return ignore;
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

static void judge(struct judging *judging, struct settings *settings)
{
    struct loading *loading = judging->loading;
    const struct section *section = judging->section;
    for (size_t i = 0; i < section->count; i++)
        sort_key(judging, &section->entries[i]);
    settings->ignore = take_ignore(judging);
    take_names(judging, settings);
    if (judging->declaration != NULL)
        settings->offer = offers_get(loading->offers, judging->declaration,
                                     &judging->decisions, loading->mistakes);
    check_services(judging, settings->offer);
}

/* The names count even if nothing else holds: they may stand twice, or be none. */
void loading_take_domains(struct loading *loading, const struct section *section)
{
    struct judging judging = {.loading = loading, .section = section};
    struct settings *settings = pool_alloc(loading->pool, sizeof *settings);
    settings->file = loading->file;
    settings->line = section->line;
    judging.decisions.section = section;
    if (find_template(&judging))
        judge(&judging, settings);
    loading_add_names(loading, section, settings);
}
