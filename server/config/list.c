/* SPDX-License-Identifier: MIT */
/* Domains listed apart from domains.ini: looked up in it, or given a template. */
#include "config/config.h"

#include "config/folder.h"
#include "config/name.h"
#include "config/offers.h"

#include <string.h>

static const char command_line[] = "command line";

struct listing {
    const struct config_list *list;
    const struct catalog *known;   /* of domains.ini */
    struct catalog *listed;        /* being made */
    const struct settings *wanted; /* of the template; NULL: none is named */
    struct mistakes *mistakes;
};

static void refuse(const struct listing *listing, struct span name, unsigned line,
                   const char *wrong)
{
    enum { SHOWN_MAX = 80 };
    size_t length = name.length < SHOWN_MAX ? name.length : SHOWN_MAX;
    mistakes_add(listing->mistakes, line > 0 ? listing->list->file : command_line, line,
                 "`%.*s` %s", (int)length, name.at, wrong);
}

/* The template's settings, and where the domain stands. */
static const struct settings *place_settings(const struct listing *listing,
                                             unsigned line)
{
    if (line == 0 || listing->list->place == NULL)
        return listing->wanted;
    struct settings *settings =
        pool_alloc(catalog_pool(listing->listed), sizeof *settings);
    *settings = *listing->wanted;
    settings->file = listing->list->place;
    settings->line = line;
    return settings;
}

/* Adds a domain; `line` is 0 on the command line. Only one that is new takes memory. */
static void add_name(void *context, struct span name, unsigned line)
{
    struct listing *listing = context;
    char domain[NAME_SIZE];
    const char *wrong = name_judge(name, domain);
    if (wrong == NULL && domain[0] == '*')
        wrong = "is a pattern; expected a domain";
    const struct settings *settings = wrong == NULL && listing->wanted == NULL
                                          ? catalog_find(listing->known, domain)
                                          : listing->wanted;
    if (wrong == NULL && settings == NULL)
        wrong = "is not in domains.ini, and no --template says what it should be like";
    if (wrong != NULL)
        refuse(listing, name, line, wrong);
    else if (listing->wanted == NULL)
        catalog_add(listing->listed, domain, settings);
    else if (catalog_find(listing->listed, domain) == NULL)
        catalog_add(listing->listed, domain, place_settings(listing, line));
}

static void add_names(struct listing *listing)
{
    const struct config_list *list = listing->list;
    for (size_t i = 0; i < list->name_count; i++)
        add_name(listing, (struct span){list->names[i], strlen(list->names[i])}, 0);
    if (list->stream != NULL)
        name_read_list(list->stream, list->file, listing->mistakes, add_name, listing);
}

/* What a section with this template and nothing else would be offered. */
static const struct offer *make_offer(struct folder *folder, struct offers *offers,
                                      const char *template, struct mistakes *mistakes)
{
    const struct section section = {.file = command_line, .name = template};
    const struct decisions nothing = {.section = &section};
    const char *complaint = NULL;
    struct declaration *declaration =
        folder_find(folder, template, &complaint, mistakes);
    if (complaint != NULL)
        mistakes_add(mistakes, command_line, 0, "%s", complaint);
    if (declaration == NULL)
        return NULL;
    const struct offer *offer = offers_get(offers, declaration, &nothing, mistakes);
    if (offer != NULL && offer->service_count == 0 && offer->record_count == 0)
        mistakes_add(mistakes, command_line, 0,
                     "the template `%s` knows no server by itself; put the domain into "
                     "domains.ini, which names them",
                     template);
    return offer;
}

/* False if mistakes were added. */
static bool take_template(struct listing *listing, const char *templates,
                          struct settings *settings)
{
    size_t before = mistakes_count(listing->mistakes);
    AUTO(folder) struct folder *folder = folder_new(templates, listing->listed);
    AUTO(offers) struct offers *offers = offers_new(catalog_pool(listing->listed));
    settings->offer =
        make_offer(folder, offers, listing->list->template, listing->mistakes);
    listing->wanted = settings;
    return mistakes_count(listing->mistakes) == before;
}

struct catalog *config_list(const struct config *config, const struct config_list *list,
                            struct mistakes *mistakes)
{
    struct catalog *listed = catalog_new();
    struct settings *settings = pool_alloc(catalog_pool(listed), sizeof *settings);
    struct listing listing = {
        .list = list, .known = config->catalog, .listed = listed, .mistakes = mistakes};
    if (list->template == NULL || take_template(&listing, config->templates, settings))
        add_names(&listing);
    return listed;
}
