/* SPDX-License-Identifier: MIT */
/* What a section says changes little: a line of services.ini knows which variables it
 * uses, and those that use nothing that was said are not even looked at. */
#include "config/offer.h"

#include "base/buf.h"
#include "config/rule.h"
#include "config/value.h"
#include "mail/expand.h"
#include "mail/records.h"

#include <stdint.h>
#include <string.h>

enum { TEXT_MAX = 4096 };

struct making {
    struct variant *variant;
    const struct decisions *decisions;
    struct pool *pool;
    struct mistakes *mistakes;
    bool failed;
    uint64_t said;                    /* the variables that the section gives a text */
    const char *texts[VARIABLES_MAX]; /* of all variables, as written */
    struct service login;             /* auth and username, where they are said */
    struct buf text;                  /* being expanded */
    struct offer *offer;
};

/* A line of services.ini cannot be used: its own fault when it is tried without a
 * section, else the fault of what the section put into its variables. */
static void refuse_line(struct making *making, const struct line *line,
                        const struct error *error)
{
    const char *file = making->variant->declaration->file;
    const struct section *section = making->decisions->section;
    making->failed = true;
    if (section == NULL)
        mistakes_add(making->mistakes, file, line->number, "%s: %s", line->key,
                     error->text);
    else
        mistakes_add(making->mistakes, section->file, section->line,
                     "[%s]: %s (it goes into `%s` at %s:%u)", section->name,
                     error->text, line->key, file, line->number);
}

static void refuse_said(struct making *making, const struct entry *said,
                        const struct error *error)
{
    making->failed = true;
    if (making->decisions->section != NULL)
        section_refuse(making->decisions->section, said, making->mistakes, error->text);
}

/* Whether what uses these variables differs from the plain offer. */
static bool differs(const struct making *making, uint64_t uses)
{
    return making->variant->plain == NULL || (making->said & uses) != 0;
}

bool decisions_say(const struct decisions *decisions, const struct variant *variant,
                   size_t key)
{
    size_t variables = declaration_variable_keys(variant->declaration);
    if (decisions->said[key] == NULL || (key >= KEY_BUILT_IN_COUNT && key < variables))
        return false;
    bool is_service = key >= KEY_IMAP && key < KEY_BUILT_IN_COUNT;
    return !is_service || variant->chosen[key - KEY_IMAP] == SWITCH_ON;
}

static bool check_said(const char *text, struct error *error)
{
    if (strchr(text, '\t') != NULL)
        return error_set(error, ERROR_INPUT, "holds a tab");
    if (strstr(text, "${") != NULL)
        return error_set(error, ERROR_INPUT,
                         "${variables} stand in a template's services.ini only");
    return true;
}

/* The variables that the section gives a text. */
static void take_own(struct making *making)
{
    const struct entry *const *said =
        making->decisions->said +
        declaration_variable_keys(making->variant->declaration);
    struct own_text own[VARIABLES_MAX];
    struct error error;
    size_t count = 0;
    for (size_t i = 0; i < making->variant->declaration->variable_count; i++) {
        if (said[i] == NULL)
            continue;
        if (!check_said(said[i]->value, &error)) {
            refuse_said(making, said[i], &error);
            continue;
        }
        own[count].text = pool_strdup(making->pool, said[i]->value);
        making->texts[i] = own[count].text;
        own[count++].variable = i;
        making->said |= UINT64_C(1) << i;
    }
    if (count == 0)
        return;
    making->offer->own =
        memcpy(pool_alloc(making->pool, count * sizeof *own), own, count * sizeof *own);
    making->offer->own_count = (uint8_t)count;
}

static void take_login(struct making *making)
{
    const struct entry *auth = making->decisions->said[KEY_AUTH];
    const struct entry *username = making->decisions->said[KEY_USERNAME];
    struct error error;
    if (auth != NULL && !value_parse_auth(auth->value, &making->login, &error))
        refuse_said(making, auth, &error);
    if (username == NULL)
        return;
    making->login.username = pool_strdup(making->pool, username->value);
    if (!value_check_username(username->value, &error))
        refuse_said(making, username, &error);
}

/* Expands into making->text what is the same for all domains. */
static bool expand_text(struct making *making, const char *text, const char **missing,
                        struct error *error)
{
    const struct declaration *declaration = making->variant->declaration;
    struct scope scope = {declaration->variables, making->texts,
                          declaration->variable_count, NULL, NULL};
    struct expansion expansion;
    buf_reset(&making->text);
    bool good = expand(&scope, text, &making->text, &expansion, error);
    *missing = expansion.missing;
    return good;
}

/* The value of a variable for documents: nothing if what it uses is empty. */
static const char *make_value(struct making *making, size_t variable)
{
    const char *text = making->texts[variable], *missing;
    const struct section *section = making->decisions->section;
    const struct declaration *declaration = making->variant->declaration;
    struct error error;
    if (strstr(text, "${") == NULL)
        return text;
    if (!expand_text(making, text, &missing, &error)) {
        making->failed = true;
        mistakes_add(making->mistakes,
                     section != NULL ? section->file : declaration->file,
                     section != NULL ? section->line : 0, "%s: %s",
                     declaration->variables[variable], error.text);
    }
    return missing != NULL ? "" : pool_strdup(making->pool, buf_text(&making->text));
}

static const char *const *keep(const struct making *making, const char *const *values,
                               size_t count)
{
    return memcpy(pool_alloc(making->pool, count * sizeof *values), values,
                  count * sizeof *values);
}

static void make_values(struct making *making)
{
    const struct declaration *declaration = making->variant->declaration;
    const struct offer *plain = making->variant->plain;
    const char *values[VARIABLES_MAX], *values_xml[VARIABLES_MAX];
    size_t count = declaration->template.variable_count;
    bool changed = false, escaped = false;
    for (size_t i = 0; i < count; i++) {
        size_t variable = declaration->visible[i];
        if (differs(making, declaration->uses[variable])) {
            values[i] = make_value(making, variable);
            values_xml[i] = value_escape(values[i], making->pool);
            changed = true;
        } else {
            values[i] = plain->values[i];
            values_xml[i] = plain->values_xml[i];
        }
        escaped |= values_xml[i] != values[i];
    }
    if (!changed)
        return;
    making->offer->values = keep(making, values, count);
    making->offer->values_xml =
        escaped ? keep(making, values_xml, count) : making->offer->values;
}

/* Expands a line that cannot do without any of its variables, or refuses it. Without a
 * section nothing is said about them, and that is no mistake. */
static bool expand_line(struct making *making, const struct line *line,
                        struct error *error)
{
    const char *missing;
    if (!expand_text(making, line->value, &missing, error)) {
        refuse_line(making, line, error);
        return false;
    }
    if (missing == NULL)
        return true;
    error_set(error, ERROR_INPUT, "`%s` must be said", missing);
    if (making->decisions->section != NULL)
        refuse_line(making, line, error);
    else
        making->variant->is_complete = false;
    return false;
}

static bool is_own_server(const struct entry *said)
{
    return said != NULL && strcmp(said->value, "on") != 0;
}

/* Sets the service's place; false if it has none. */
static bool make_server(struct making *making, struct service *service, char *host)
{
    const struct entry *said = making->decisions->said[KEY_IMAP + service->protocol];
    const struct line *line = making->variant->server[service->protocol];
    struct error error;
    if (is_own_server(said)) {
        if (value_parse_server(said->value, service, host, &error))
            return true;
        refuse_said(making, said, &error);
    } else if (line != NULL) {
        if (!expand_line(making, line, &error))
            return false;
        if (value_parse_server(buf_text(&making->text), service, host, &error))
            return true;
        refuse_line(making, line, &error);
    } else if (said != NULL && making->decisions->section != NULL) {
        error_set(&error, ERROR_INPUT,
                  "the template has no server of its own; expected "
                  "HOST[:PORT] [tls|starttls|none]");
        refuse_said(making, said, &error);
    }
    return false;
}

static void make_login(struct making *making, struct service *service)
{
    const struct line *auth = making->variant->auth[service->protocol];
    const struct line *username = making->variant->username[service->protocol];
    const struct service *said = &making->login;
    struct error error;
    service->auth_count = 1; /* password */
    if (making->decisions->said[KEY_AUTH] != NULL) {
        memcpy(service->auth, said->auth, sizeof said->auth);
        service->auth_count = said->auth_count;
    } else if (auth != NULL && !value_parse_auth(auth->value, service, &error)) {
        refuse_line(making, auth, &error);
    }
    service->username = username != NULL ? username->value : "%EMAILADDRESS%";
    if (said->username != NULL)
        service->username = said->username;
    else if (username != NULL && !value_check_username(username->value, &error))
        refuse_line(making, username, &error);
}

/* Services of one section often share a host. */
static const char *keep_host(const struct making *making, const char *host,
                             const struct service *services, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(services[i].host, host) == 0)
            return services[i].host;
    return pool_strdup(making->pool, host);
}

/* Whether the section says anything that the services are made of. */
static bool services_differ(const struct making *making)
{
    const struct variant *variant = making->variant;
    for (size_t key = KEY_AUTH; key < KEY_BUILT_IN_COUNT; key++)
        if (decisions_say(making->decisions, variant, key))
            return true;
    for (size_t i = 0; i < PROTOCOL_COUNT; i++)
        if (variant->server[i] != NULL && differs(making, variant->server[i]->uses))
            return true;
    return variant->plain == NULL || !variant->is_complete;
}

static void make_services(struct making *making)
{
    struct service services[PROTOCOL_COUNT] = {0};
    size_t count = 0;
    char host[HOSTNAME_SIZE];
    if (!services_differ(making))
        return;
    for (enum protocol i = 0; i < PROTOCOL_COUNT; i++) {
        struct service *service = &services[count];
        *service = (struct service){.protocol = (uint8_t)i};
        if (making->variant->chosen[i] == SWITCH_OFF)
            continue;
        bool placed = make_server(making, service, host);
        make_login(making, service);
        if (!placed)
            continue;
        service->host = keep_host(making, host, services, count);
        count++;
    }
    making->offer->services = memcpy(pool_alloc(making->pool, count * sizeof *services),
                                     services, count * sizeof *services);
    making->offer->service_count = (uint8_t)count;
}

static const char *make_url(struct making *making, const struct line *line)
{
    struct error error;
    if (!expand_line(making, line, &error))
        return NULL;
    if (!value_check_url(buf_text(&making->text), &error))
        refuse_line(making, line, &error);
    return pool_strdup(making->pool, buf_text(&making->text));
}

/* All four or none: an Autodiscover question may come in each of the forms. */
static void make_handover(struct making *making)
{
    const struct line *const *lines = making->variant->handover, *some = NULL;
    const char *urls[HANDOVER_COUNT];
    struct error error;
    uint64_t uses = 0;
    size_t count = 0;
    for (size_t i = 0; i < HANDOVER_COUNT; i++) {
        if (lines[i] == NULL)
            continue;
        some = lines[i];
        uses |= some->uses;
        count++;
    }
    if (count > 0 && count < HANDOVER_COUNT) {
        error_set(&error, ERROR_INPUT,
                  "a hand-over needs autodiscover, soap, activesync and ews");
        refuse_line(making, some, &error);
    }
    if (count < HANDOVER_COUNT ||
        (making->variant->is_complete && !differs(making, uses)))
        return;
    for (size_t i = 0; i < HANDOVER_COUNT; i++)
        urls[i] = make_url(making, lines[i]);
    struct handover *handover = pool_alloc(making->pool, sizeof *handover);
    *handover = (struct handover){urls[0], urls[1], urls[2], urls[3]};
    making->offer->handover = handover;
}

/* Judges what a rule comes to; any domain will do. What is missing cannot be judged. */
static bool try_rule(struct making *making, const struct record_rule *rule,
                     struct error *error)
{
    const char *missing;
    buf_reset(&making->text);
    if (!records_expand(making->offer, rule, "example.com", &making->text, &missing))
        return error_set(error, ERROR_INPUT, "comes to more than %d bytes", TEXT_MAX);
    return missing != NULL || rule_check(rule, buf_text(&making->text), error);
}

static void make_rules(struct making *making)
{
    struct variant *variant = making->variant;
    struct error error;
    for (size_t i = 0; i < variant->record_count; i++) {
        const struct line *line = variant->records[i];
        struct record_rule *rule = &variant->rules[i];
        if (!differs(making, line->uses))
            continue;
        if ((variant->plain == NULL && !rule_parse(line, making->pool, rule, &error)) ||
            !try_rule(making, rule, &error))
            refuse_line(making, line, &error);
    }
}

const struct offer *offer_make(struct variant *variant,
                               const struct decisions *decisions, struct pool *pool,
                               struct mistakes *mistakes)
{
    struct offer *offer = pool_alloc(pool, sizeof *offer);
    struct making making = {.variant = variant,
                            .decisions = decisions,
                            .pool = pool,
                            .mistakes = mistakes,
                            .offer = offer};
    if (variant->plain != NULL)
        *offer = *variant->plain;
    offer->template = &variant->declaration->template;
    offer->documents = pool_alloc(pool, DOCUMENT_COUNT * sizeof(struct document *));
    offer->records = variant->rules;
    offer->record_count = (uint8_t)variant->record_count;
    offer->variables = &variant->variables;
    memcpy(making.texts, variant->texts, sizeof making.texts);
    buf_init(&making.text, TEXT_MAX);
    take_own(&making);
    take_login(&making);
    make_values(&making);
    make_services(&making);
    make_handover(&making);
    make_rules(&making);
    buf_clear(&making.text);
    return making.failed ? NULL : offer;
}
