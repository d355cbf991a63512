/* SPDX-License-Identifier: MIT */
/* Judges what can be judged without a domain: names, conditions, keys, and what values
 * use. What they come to is judged by making offers. */
#include "config/declaration.h"

#include "base/buf.h"
#include "base/text.h"
#include "config/section.h"
#include "config/value.h"
#include "mail/expand.h"

#include <stdio.h>
#include <string.h>

enum { EXPANDED_MAX = 16 * 1024 };

/* The documents of default/ use these, so every template has them, if only empty. They
 * come last: a template that says what they are may use its own variables for it. */
static const char *const common[] = {"documentation", "oauth_issuer", "oauth_scope",
                                     "oauth_auth_url", "oauth_token_url"};
enum {
    COMMON_COUNT = sizeof common / sizeof *common,
    OWN_VARIABLES_MAX = VARIABLES_MAX - COMMON_COUNT,
};

static const char *const built_in[KEY_BUILT_IN_COUNT] = {
    [KEY_TEMPLATE] = "template",
    [KEY_NAME] = "name",
    [KEY_SHORT_NAME] = "short_name",
    [KEY_DOMAINS] = "domains",
    [KEY_DOMAINS_FILE] = "domains_file",
    [KEY_CHECK_IGNORE] = "check.ignore",
    [KEY_AUTH] = "auth",
    [KEY_USERNAME] = "username",
    [KEY_IMAP] = "imap",
    [KEY_POP3] = "pop3",
    [KEY_SMTP] = "smtp",
};

struct parsing {
    struct declaration *declaration;
    const struct section *section;
    struct line **last;
    struct pool *pool;
    struct mistakes *mistakes;
};

const char *const *declaration_built_in_keys(void)
{
    return built_in;
}

size_t declaration_variable_keys(const struct declaration *declaration)
{
    return KEY_IMAP + declaration->choice_count;
}

bool line_holds(const struct line *line, const uint8_t *chosen)
{
    for (size_t i = 0; i < line->condition_count; i++)
        if (chosen[line->conditions[i].choice] != line->conditions[i].word)
            return false;
    return true;
}

static size_t find_choice(const struct declaration *declaration, struct span name)
{
    size_t i = 0;
    while (i < declaration->choice_count &&
           !span_equal(name, declaration->choices[i].name))
        i++;
    return i;
}

static size_t find_variable(const struct declaration *declaration, const char *name)
{
    size_t i = 0;
    while (i < declaration->variable_count &&
           strcmp(name, declaration->variables[i]) != 0)
        i++;
    return i;
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* NULL, or why a choice or variable may not be called so. Some names mean something of
 * their own in domains.ini, documents or records. */
static const char *judge_name(const struct declaration *declaration, const char *name)
{
    static const char fit[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    static const char *const reserved[] = {
        "domain",     "domain_dashed", "address",  "error_code", "error_message",
        "mobilesync", "type",          "TYPE",     "host",       "port",
        "socketType", "encryption",    "login",    "password",   "oauth2",
        "services",   "incoming",      "outgoing", "not",        "imap_host",
        "pop3_host",  "smtp_host",
    };
    struct span span = {name, strlen(name)};
    if (strspn(name, fit) != span.length)
        return "a name is made of a to z, 0 to 9, _ and -";
    if (is_among(name, built_in, KEY_BUILT_IN_COUNT) ||
        is_among(name, reserved, sizeof reserved / sizeof *reserved))
        return "the name has a meaning already";
    if (find_choice(declaration, span) < declaration->choice_count)
        return "is a choice already";
    return NULL;
}

static void complain(const struct parsing *parsing, const struct entry *entry,
                     const char *text)
{
    section_refuse(parsing->section, entry, parsing->mistakes, text);
}

static void add_choice(struct parsing *parsing, const struct entry *entry,
                       const struct line *line)
{
    struct declaration *declaration = parsing->declaration;
    const char *wrong = judge_name(declaration, entry->key);
    if (wrong == NULL && declaration->choice_count == CHOICES_MAX)
        wrong = "is a choice too many";
    if (wrong != NULL) {
        complain(parsing, entry, wrong);
        return;
    }
    struct choice *choice = &declaration->choices[declaration->choice_count++];
    struct span rest = {entry->value, strlen(entry->value)}, word;
    choice->name = line->key;
    while (span_next_word(&rest, &word) && choice->count < CHOICE_WORDS_MAX)
        choice->words[choice->count++] = pool_copy(parsing->pool, word.at, word.length);
    if (choice->count == 0 || word.length > 0)
        complain(parsing, entry, "expected 1 to 16 words to choose from");
}

static void add_variable(struct parsing *parsing, const struct entry *entry,
                         struct line *line)
{
    struct declaration *declaration = parsing->declaration;
    line->index = (uint8_t)find_variable(declaration, entry->key);
    if (line->index < declaration->variable_count)
        return;
    const char *wrong = judge_name(declaration, entry->key);
    if (wrong == NULL && declaration->variable_count == OWN_VARIABLES_MAX)
        wrong = "is a variable too many";
    if (wrong != NULL)
        complain(parsing, entry, wrong);
    else
        declaration->variables[declaration->variable_count++] = line->key;
}

static void find_key(const struct parsing *parsing, struct line *line,
                     const char *const *keys, size_t count)
{
    struct error error;
    line->index = (uint8_t)value_find_word(line->key, keys, count, &error);
    if (line->index == count)
        mistakes_add(parsing->mistakes, parsing->section->file, line->number, "%s",
                     error.text);
}

static void judge_line(struct parsing *parsing, const struct entry *entry,
                       struct line *line)
{
    static const char *const service[] = {"server", "auth", "username"};
    static const char *const handover[] = {"autodiscover", "soap", "activesync", "ews"};
    if (line->kind < PROTOCOL_COUNT)
        find_key(parsing, line, service, 3);
    else if (line->kind == LINE_CHOICE)
        add_choice(parsing, entry, line);
    else if (line->kind == LINE_VARIABLE)
        add_variable(parsing, entry, line);
    else if (line->kind == LINE_HANDOVER)
        find_key(parsing, line, handover, 4);
    else if (parsing->declaration->record_count++ == RECORDS_MAX)
        complain(parsing, entry, "is a record too many; 128 at most");
}

static bool find_condition(const struct declaration *declaration, struct span word,
                           struct condition *condition, struct error *error)
{
    const char *equals = memchr(word.at, '=', word.length);
    struct span name = {word.at, equals != NULL ? (size_t)(equals - word.at) : 0};
    size_t choice = find_choice(declaration, name);
    if (equals == NULL || choice == declaration->choice_count)
        return error_set(error, ERROR_INPUT,
                         "`%.*s`: expected CHOICE=VALUE with a choice from [choices] "
                         "above, or imap, pop3, smtp",
                         (int)word.length, word.at);
    char text[64];
    size_t length = word.length - name.length - 1;
    snprintf(text, sizeof text, "%.*s", (int)length, equals + 1);
    const struct choice *from = &declaration->choices[choice];
    size_t index = value_find_word(text, from->words, from->count, error);
    if (index == from->count)
        return error_prefix(error, "%s", from->name);
    *condition = (struct condition){(uint8_t)choice, (uint8_t)index};
    return true;
}

/* Whether a service is offered depends on its own lines, so they cannot depend on it.
 */
static bool add_condition(const struct declaration *declaration, struct line *line,
                          struct span word, struct error *error)
{
    struct condition condition = {0};
    if (line->kind == LINE_CHOICE || line->condition_count == CONDITIONS_MAX)
        return error_set(error, ERROR_INPUT, "`%.*s`: a condition too many",
                         (int)word.length, word.at);
    if (!find_condition(declaration, word, &condition, error))
        return false;
    if (line->kind < PROTOCOL_COUNT && condition.choice < PROTOCOL_COUNT)
        return error_set(error, ERROR_INPUT,
                         "`%.*s`: a service cannot depend on a service",
                         (int)word.length, word.at);
    line->conditions[line->condition_count++] = condition;
    return true;
}

/* Reads "variables cloud=china": what the lines below have in common. */
static bool parse_title(const struct declaration *declaration, const char *title,
                        struct line *line, struct error *error)
{
    static const char *const kinds[LINE_KIND_COUNT] = {
        "imap", "pop3", "smtp", "choices", "variables", "handover", "records"};
    struct span rest = {title, strlen(title)}, word;
    char kind[64];
    span_next_word(&rest, &word);
    snprintf(kind, sizeof kind, "%.*s", (int)word.length, word.at);
    line->kind = (uint8_t)value_find_word(kind, kinds, LINE_KIND_COUNT, error);
    if (line->kind == LINE_KIND_COUNT)
        return error_prefix(error, "section");
    while (span_next_word(&rest, &word))
        if (!add_condition(declaration, line, word, error))
            return false;
    return true;
}

/* Of records there may be several at one owner. */
static void check_repeats(const struct parsing *parsing, const struct line *line,
                          const struct entry *entry)
{
    for (const struct entry *before = parsing->section->entries; before < entry;
         before++)
        if (line->kind != LINE_RECORD && strcmp(entry->key, before->key) == 0)
            complain(parsing, entry, "stands twice in this section");
}

static void take_section(void *context, const struct section *section)
{
    struct parsing *parsing = context;
    struct line title = {0};
    struct error error;
    parsing->section = section;
    if (!parse_title(parsing->declaration, section->name, &title, &error)) {
        mistakes_add(parsing->mistakes, section->file, section->line, "%s", error.text);
        return;
    }
    for (size_t i = 0; i < section->count; i++) {
        const struct entry *entry = &section->entries[i];
        struct line *line = pool_alloc(parsing->pool, sizeof *line);
        *line = title;
        line->number = entry->line;
        line->key = pool_strdup(parsing->pool, entry->key);
        line->value = pool_strdup(parsing->pool, entry->value);
        check_repeats(parsing, line, entry);
        judge_line(parsing, entry, line);
        *parsing->last = line;
        parsing->last = &line->next;
    }
}

/* Finds what a line uses; of variables those before `limit` only. */
static void find_uses(const struct parsing *parsing, struct line *line, size_t limit)
{
    static const char *const hosts[PROTOCOL_COUNT] = {NULL};
    const struct declaration *declaration = parsing->declaration;
    const char *empty[VARIABLES_MAX];
    struct scope scope = {declaration->variables, empty, limit, NULL, ""};
    struct expansion found;
    struct error error;
    struct buf text;
    for (size_t i = 0; i < limit; i++)
        empty[i] = "";
    if (line->kind == LINE_RECORD)
        scope.hosts = hosts;
    buf_init(&text, EXPANDED_MAX);
    if (!expand(&scope, line->value, &text, &found, &error))
        mistakes_add(parsing->mistakes, declaration->file, line->number, "%s: %s",
                     line->key, error.text);
    line->uses = found.uses;
    for (size_t i = 0; i < limit; i++)
        if ((found.uses >> i & 1) != 0)
            line->uses |= declaration->uses[i];
    buf_clear(&text);
}

/* A variable that differs from domain to domain is for records only. */
static void judge_variables(const struct parsing *parsing)
{
    struct declaration *declaration = parsing->declaration;
    struct template *template = &declaration->template;
    size_t count = declaration->variable_count;
    const char **names = pool_alloc(parsing->pool, count * sizeof *names);
    for (size_t i = 0; i < count; i++) {
        declaration->uses[i] = UINT64_C(1) << i;
        for (struct line *line = declaration->lines; line != NULL; line = line->next) {
            if (line->kind != LINE_VARIABLE || line->index != i)
                continue;
            find_uses(parsing, line, i);
            declaration->uses[i] |= line->uses;
        }
        if ((declaration->uses[i] & USES_DOMAIN) == 0) {
            declaration->visible[template->variable_count] = (uint8_t)i;
            names[template->variable_count++] = declaration->variables[i];
        }
    }
    template->variables = names;
}

static void judge_uses(const struct parsing *parsing)
{
    struct declaration *declaration = parsing->declaration;
    judge_variables(parsing);
    for (struct line *line = declaration->lines; line != NULL; line = line->next)
        if (line->kind != LINE_VARIABLE && line->kind != LINE_CHOICE)
            find_uses(parsing, line, declaration->variable_count);
}

static void add_switches(struct declaration *declaration)
{
    for (enum protocol i = 0; i < PROTOCOL_COUNT; i++)
        declaration->choices[i] = (struct choice){
            .name = protocol_name(i),
            .words = {[SWITCH_OFF] = "off", [SWITCH_ON] = "on"},
            .count = 2,
        };
    declaration->choice_count = PROTOCOL_COUNT;
}

static void list_keys(struct declaration *declaration)
{
    size_t first = declaration_variable_keys(declaration);
    for (size_t i = 0; i < COMMON_COUNT; i++)
        if (find_variable(declaration, common[i]) == declaration->variable_count)
            declaration->variables[declaration->variable_count++] = common[i];
    for (size_t i = 0; i < KEY_IMAP; i++)
        declaration->keys[i] = built_in[i];
    for (size_t i = 0; i < declaration->choice_count; i++)
        declaration->keys[KEY_IMAP + i] = declaration->choices[i].name;
    for (size_t i = 0; i < declaration->variable_count; i++)
        declaration->keys[first + i] = declaration->variables[i];
    declaration->key_count = first + declaration->variable_count;
}

struct declaration *declaration_read(const char *path, const char *name,
                                     struct pool *pool, struct mistakes *mistakes)
{
    struct declaration *declaration = pool_alloc(pool, sizeof *declaration);
    struct parsing parsing = {.declaration = declaration,
                              .last = &declaration->lines,
                              .pool = pool,
                              .mistakes = mistakes};
    static const struct section_kind kind = {
        .receive = take_section, .long_name = "shorten it", .long_line = "shorten it"};
    size_t before = mistakes_count(mistakes);
    declaration->template.name = pool_strdup(pool, name);
    declaration->file = pool_strdup(pool, path);
    add_switches(declaration);
    if (!section_read_file(declaration->file, &kind, mistakes, &parsing) ||
        mistakes_count(mistakes) > before)
        return NULL;
    list_keys(declaration);
    judge_uses(&parsing);
    return mistakes_count(mistakes) == before ? declaration : NULL;
}
