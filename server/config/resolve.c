/* SPDX-License-Identifier: MIT */
/* Everything is worked out in a scratch pool first; resolving_keep makes it last. */
#include "config/resolve.h"

#include "base/buf.h"
#include "config/resolving.h"
#include "config/rule.h"
#include "config/value.h"
#include "config/variables.h"

#include <string.h>

enum { SERVER_MAX = 1024, URL_MAX = 1024 };

/* A line of services.ini cannot be used: its own fault when it is tried alone, else the
 * fault of what the section put into its variables. */
static void refuse(struct resolving *resolving, const struct entry *entry,
                   const struct error *error)
{
    const struct declaration *declaration = resolving->declaration;
    const struct section *section = resolving->decisions->section;
    resolving->failed = true;
    if (resolving->alone)
        mistakes_add(resolving->mistakes, declaration->file, entry->line, "%s: %s",
                     entry->key, error->text);
    else
        mistakes_add(resolving->mistakes, section->file, section->line,
                     "[%s]: %s (it goes into `%s` at %s:%u)", section->name,
                     error->text, entry->key, declaration->file, entry->line);
}

static void refuse_said(struct resolving *resolving, const struct entry *said,
                        const struct error *error)
{
    resolving->failed = true;
    mistakes_add(resolving->mistakes, resolving->decisions->section->file, said->line,
                 "%s: %s", said->key, error->text);
}

static const struct value *find_value(const void *context, struct span name)
{
    const struct resolving *resolving = context;
    size_t index = declaration_find_variable(resolving->declaration, name);
    return index < resolving->declaration->variable_count ? &resolving->values[index]
                                                          : NULL;
}

/* In [records] the hosts of the services can be named, too. */
static const struct value *find_record_value(const void *context, struct span name)
{
    static const char *const names[PROTOCOL_COUNT] = {"imap_host", "pop3_host",
                                                      "smtp_host"};
    const struct resolving *resolving = context;
    for (size_t i = 0; i < PROTOCOL_COUNT; i++)
        if (span_equal(name, names[i]))
            return &resolving->hosts[i];
    return find_value(context, name);
}

/* The last line with this key in the blocks that hold, or NULL. */
static const struct entry *find_line(const struct resolving *resolving,
                                     enum block_kind kind, enum protocol protocol,
                                     const char *key)
{
    const struct entry *found = NULL;
    for (const struct block *block = resolving->declaration->blocks; block != NULL;
         block = block->next) {
        if (block->kind != kind ||
            (kind == BLOCK_SERVICE && block->protocol != protocol) ||
            !declaration_block_holds(block, resolving->decisions->chosen))
            continue;
        for (size_t i = 0; i < block->count; i++)
            if (strcmp(block->entries[i].key, key) == 0)
                found = &block->entries[i];
    }
    return found;
}

/* The line's value with its variables, in the scratch pool; `hole` is set if one of
 * them is empty. */
static const char *expand_line(struct resolving *resolving, const struct entry *line,
                               size_t max, const char **hole, struct error *error)
{
    struct scope scope = {find_value, resolving};
    struct value value;
    struct buf text;
    const char *result = NULL;
    buf_init(&text, max);
    if (expand(line->value, &scope, &text, &value, error)) {
        result = pool_copy(resolving->scratch, buf_text(&text), text.length);
        *hole = value.missing;
        if (text.overflowed || value.per_domain) {
            error_set(error, ERROR_INPUT, "is too long or differs between domains");
            result = NULL;
        }
    }
    buf_clear(&text);
    return result;
}

static bool place_server(struct resolving *resolving, const char *text,
                         struct service *service, struct error *error)
{
    char host[HOSTNAME_SIZE];
    if (!value_parse_server(text, service, host, error))
        return false;
    service->host = pool_strdup(resolving->scratch, host);
    return true;
}

/* The line's value, for which no variable may be empty; NULL with the reason. */
static const char *expand_whole(struct resolving *resolving, const struct entry *line,
                                size_t max, struct error *error)
{
    const char *hole = NULL;
    const char *text = expand_line(resolving, line, max, &hole, error);
    if (text == NULL || hole == NULL)
        return text;
    error_set(error, ERROR_NOT_FOUND, "`%s` must be said", hole);
    return NULL;
}

/* A hole in a template that is tried alone is for domains to fill. */
static void refuse_line(struct resolving *resolving, const struct entry *line,
                        const struct error *error)
{
    if (!resolving->alone || error->kind != ERROR_NOT_FOUND)
        refuse(resolving, line, error);
}

static bool use_template_server(struct resolving *resolving, struct service *service)
{
    struct error error;
    const struct entry *line =
        find_line(resolving, BLOCK_SERVICE, service->protocol, "server");
    const char *text = expand_whole(resolving, line, SERVER_MAX, &error);
    if (text != NULL && place_server(resolving, text, service, &error))
        return true;
    refuse_line(resolving, line, &error);
    return false;
}

static bool use_server(struct resolving *resolving, struct service *service)
{
    const struct entry *said = resolving->decisions->said[KEY_IMAP + service->protocol];
    struct error error;
    bool own = said != NULL && strcmp(said->value, "on") != 0;
    if (own && place_server(resolving, said->value, service, &error))
        return true;
    if (!own &&
        find_line(resolving, BLOCK_SERVICE, service->protocol, "server") != NULL)
        return use_template_server(resolving, service);
    if (!own)
        error_set(&error, ERROR_INPUT,
                  "the template has no server of its own; expected "
                  "HOST[:PORT] [tls|starttls|none]");
    if (!resolving->alone && said != NULL)
        refuse_said(resolving, said, &error);
    return false;
}

static void use_auth(struct resolving *resolving, struct service *service)
{
    const struct entry *said = resolving->decisions->said[KEY_AUTH];
    const struct entry *line =
        find_line(resolving, BLOCK_SERVICE, service->protocol, "auth");
    struct error error;
    service->auth_count = 1; /* password */
    if (said != NULL) {
        if (!value_parse_auth(said->value, service, &error) && !resolving->auth_told)
            refuse_said(resolving, said, &error);
        resolving->auth_told = true;
    } else if (line != NULL && !value_parse_auth(line->value, service, &error)) {
        refuse(resolving, line, &error);
    }
}

static void use_username(struct resolving *resolving, struct service *service)
{
    const struct entry *said = resolving->decisions->said[KEY_USERNAME];
    const struct entry *line =
        find_line(resolving, BLOCK_SERVICE, service->protocol, "username");
    struct error error;
    service->username = "%EMAILADDRESS%";
    if (said != NULL) {
        service->username = said->value;
        if (!value_check_username(said->value, &error) && !resolving->username_told)
            refuse_said(resolving, said, &error);
        resolving->username_told = true;
    } else if (line != NULL) {
        service->username = line->value;
        if (!value_check_username(line->value, &error))
            refuse(resolving, line, &error);
    }
}

static void resolve_service(struct resolving *resolving, enum protocol protocol)
{
    struct service service = {.protocol = (uint8_t)protocol};
    resolving->hosts[protocol] =
        (struct value){.text = "<host>", .missing = protocol_name(protocol)};
    if (resolving->decisions->chosen[protocol] == SWITCH_OFF)
        return;
    bool placed = use_server(resolving, &service);
    use_auth(resolving, &service);
    use_username(resolving, &service);
    if (!placed)
        return;
    resolving->hosts[protocol] = (struct value){.text = service.host};
    resolving->services[resolving->service_count++] = service;
}

static const char *resolve_url(struct resolving *resolving, const struct entry *line)
{
    struct error error;
    const char *url = expand_whole(resolving, line, URL_MAX, &error);
    if (url == NULL || !value_check_url(url, &error))
        refuse_line(resolving, line, &error);
    return url;
}

/* All four or none: an Autodiscover question may come in each of the forms. */
static void resolve_handover(struct resolving *resolving)
{
    static const char *const keys[] = {"autodiscover", "soap", "activesync", "ews"};
    enum { COUNT = sizeof keys / sizeof *keys };
    const char *urls[COUNT] = {0};
    const struct entry *lines[COUNT], *some = NULL;
    size_t count = 0;
    for (size_t i = 0; i < COUNT; i++) {
        lines[i] = find_line(resolving, BLOCK_HANDOVER, 0, keys[i]);
        some = lines[i] != NULL ? lines[i] : some;
        count += lines[i] != NULL;
    }
    for (size_t i = 0; i < COUNT && count == COUNT; i++)
        urls[i] = resolve_url(resolving, lines[i]);
    resolving->handover = (struct handover){urls[0], urls[1], urls[2], urls[3]};
    struct error error;
    if (count > 0 && count < COUNT) {
        error_set(&error, ERROR_INPUT,
                  "a hand-over needs autodiscover, soap, activesync and ews");
        refuse(resolving, some, &error);
    }
}

static void resolve_rule(struct resolving *resolving, const struct entry *entry)
{
    struct scope scope = {find_record_value, resolving};
    struct error error;
    if (resolving->rule_count == RULES_MAX)
        error_set(&error, ERROR_INPUT, "is a record too many; %d at most", RULES_MAX);
    else if (rule_resolve(entry, &scope, resolving->scratch,
                          &resolving->rules[resolving->rule_count], &error)) {
        resolving->rule_count++;
        return;
    }
    refuse(resolving, entry, &error);
}

static void resolve_rules(struct resolving *resolving)
{
    for (const struct block *block = resolving->declaration->blocks; block != NULL;
         block = block->next) {
        if (block->kind != BLOCK_RECORDS ||
            !declaration_block_holds(block, resolving->decisions->chosen))
            continue;
        for (size_t i = 0; i < block->count; i++)
            resolve_rule(resolving, &block->entries[i]);
    }
}

static void resolve(struct resolving *resolving)
{
    if (!variables_resolve(resolving->declaration, resolving->decisions,
                           resolving->scratch, resolving->values,
                           resolving->mistakes)) {
        resolving->failed = true;
        return;
    }
    for (enum protocol i = 0; i < PROTOCOL_COUNT; i++)
        resolve_service(resolving, i);
    resolve_handover(resolving);
    resolve_rules(resolving);
}

const struct offer *resolve_offer(struct declaration *declaration,
                                  const struct decisions *decisions, struct pool *pool,
                                  struct mistakes *mistakes)
{
    AUTO(pool) struct pool *scratch = pool_new();
    struct resolving resolving = {.declaration = declaration,
                                  .decisions = decisions,
                                  .mistakes = mistakes,
                                  .scratch = scratch};
    resolve(&resolving);
    if (resolving.failed)
        return NULL;
    return declaration->last = resolving_keep(&resolving, pool);
}

static void try_alone(const struct declaration *declaration, size_t choice, size_t word,
                      struct mistakes *mistakes)
{
    AUTO(pool) struct pool *scratch = pool_new();
    struct section section = {.file = declaration->file, .name = ""};
    struct entry said = {.value = declaration->choices[choice].words[word]};
    struct decisions decisions = {.section = &section};
    decisions.said[declaration_choice_key(declaration, choice)] = &said;
    struct resolving resolving = {.declaration = declaration,
                                  .decisions = &decisions,
                                  .mistakes = mistakes,
                                  .scratch = scratch,
                                  .alone = true};
    if (decisions_choose(&decisions, declaration, mistakes))
        resolve(&resolving);
}

/* A line that several words share tells its mistake once. */
static void add_new(struct mistakes *mistakes, const struct mistake *mistake)
{
    const struct mistake *known;
    for (size_t i = 0; (known = mistakes_get(mistakes, i)) != NULL; i++)
        if (known->line == mistake->line && strcmp(known->file, mistake->file) == 0 &&
            strcmp(known->text, mistake->text) == 0)
            return;
    mistakes_add(mistakes, mistake->file, mistake->line, "%s", mistake->text);
}

void resolve_alone(struct declaration *declaration, struct mistakes *mistakes)
{
    AUTO(mistakes) struct mistakes *found = mistakes_new();
    for (size_t i = 0; i < declaration->choice_count; i++)
        for (size_t j = 0; j < declaration->choices[i].count; j++)
            try_alone(declaration, i, j, found);
    const struct mistake *mistake;
    for (size_t i = 0; (mistake = mistakes_get(found, i)) != NULL; i++)
        add_new(mistakes, mistake);
}
