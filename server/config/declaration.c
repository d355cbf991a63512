/* SPDX-License-Identifier: MIT */
/* Judges what can be judged without a domain: names, conditions, keys. What values come
 * to is judged by resolving the template once for each of its choices. */
#include "config/declaration.h"

#include "config/value.h"

#include <stdio.h>
#include <string.h>

struct parsing {
    struct declaration *declaration;
    struct block **last;
    struct pool *pool;
    struct mistakes *mistakes;
};

static const char *const built_in[KEY_BUILT_IN_COUNT] = {
    [KEY_TEMPLATE] = "template",
    [KEY_NAME] = "name",
    [KEY_SHORT_NAME] = "short_name",
    [KEY_DOMAINS] = "domains",
    [KEY_AUTH] = "auth",
    [KEY_DOMAINS_FILE] = "domains_file",
    [KEY_USERNAME] = "username",
    [KEY_IMAP] = "imap",
    [KEY_POP3] = "pop3",
    [KEY_SMTP] = "smtp",
};

const char *const *declaration_built_in_keys(void)
{
    return built_in;
}

size_t declaration_choice_key(const struct declaration *declaration, size_t choice)
{
    (void)declaration;
    return choice < PROTOCOL_COUNT ? KEY_IMAP + choice
                                   : KEY_BUILT_IN_COUNT + choice - PROTOCOL_COUNT;
}

size_t declaration_variable_key(const struct declaration *declaration, size_t variable)
{
    return KEY_BUILT_IN_COUNT + declaration->choice_count - PROTOCOL_COUNT + variable;
}

size_t declaration_find_variable(const struct declaration *declaration,
                                 struct span name)
{
    size_t i = 0;
    while (i < declaration->variable_count &&
           !span_equal(name, declaration->variables[i]))
        i++;
    return i;
}

bool declaration_block_holds(const struct block *block, const size_t *chosen)
{
    for (size_t i = 0; i < block->condition_count; i++)
        if (chosen[block->conditions[i].choice] != block->conditions[i].word)
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

/* Names that mean something of their own in domains.ini, documents or records. */
static bool is_reserved(const char *name)
{
    static const char *const reserved[] = {
        "domain",     "domain_dashed", "address",  "error_code", "error_message",
        "mobilesync", "type",          "TYPE",     "host",       "port",
        "socketType", "encryption",    "login",    "password",   "oauth2",
        "services",   "incoming",      "outgoing", "not",        "imap_host",
        "pop3_host",  "smtp_host",
    };
    for (size_t i = 0; i < KEY_BUILT_IN_COUNT; i++)
        if (strcmp(name, built_in[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(name, reserved[i]) == 0)
            return true;
    return false;
}

static bool is_name(const char *name)
{
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(name);
}

/* NULL, or why a choice or variable may not be called so. */
static const char *judge_name(const struct declaration *declaration, const char *name)
{
    struct span span = {name, strlen(name)};
    if (!is_name(name))
        return "a name is made of a to z, 0 to 9, _ and -";
    if (is_reserved(name))
        return "the name has a meaning already";
    if (find_choice(declaration, span) < declaration->choice_count)
        return "is a choice already";
    return NULL;
}

static void complain(const struct parsing *parsing, const struct entry *entry,
                     const char *text)
{
    mistakes_add(parsing->mistakes, parsing->declaration->file, entry->line, "%s: %s",
                 entry->key, text);
}

static void add_choice(struct parsing *parsing, const struct entry *entry)
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
    choice->name = entry->key;
    while (span_next_word(&rest, &word) && choice->count < CHOICE_WORDS_MAX)
        choice->words[choice->count++] = pool_copy(parsing->pool, word.at, word.length);
    if (choice->count == 0 || word.length > 0)
        complain(parsing, entry, "expected 1 to 16 words to choose from");
}

static void add_variable(struct parsing *parsing, const struct entry *entry)
{
    struct declaration *declaration = parsing->declaration;
    struct span name = {entry->key, strlen(entry->key)};
    if (declaration_find_variable(declaration, name) < declaration->variable_count)
        return;
    const char *wrong = judge_name(declaration, entry->key);
    if (wrong == NULL && declaration->variable_count == OWN_VARIABLES_MAX)
        wrong = "is a variable too many";
    if (wrong != NULL)
        complain(parsing, entry, wrong);
    else
        declaration->variables[declaration->variable_count++] = entry->key;
}

static void check_key(const struct parsing *parsing, const struct entry *entry,
                      const char *const *keys, size_t count)
{
    struct error error;
    if (value_find_word(entry->key, keys, count, &error) == count)
        mistakes_add(parsing->mistakes, parsing->declaration->file, entry->line, "%s",
                     error.text);
}

static void check_service_key(struct parsing *parsing, const struct entry *entry)
{
    static const char *const keys[] = {"server", "auth", "username"};
    check_key(parsing, entry, keys, 3);
}

static void check_handover_key(struct parsing *parsing, const struct entry *entry)
{
    static const char *const keys[] = {"autodiscover", "soap", "activesync", "ews"};
    check_key(parsing, entry, keys, 4);
}

/* Records are judged when they are resolved: their owners may repeat. */
static void check_record(struct parsing *parsing, const struct entry *entry)
{
    (void)parsing;
    (void)entry;
}

typedef void take_entry(struct parsing *parsing, const struct entry *entry);

static take_entry *const take_entries[BLOCK_KIND_COUNT] = {
    [BLOCK_CHOICES] = add_choice,        [BLOCK_VARIABLES] = add_variable,
    [BLOCK_SERVICE] = check_service_key, [BLOCK_HANDOVER] = check_handover_key,
    [BLOCK_RECORDS] = check_record,
};

static bool find_kind(struct block *block, const char *word, struct error *error)
{
    static const char *const words[] = {"imap",      "pop3",     "smtp",   "choices",
                                        "variables", "handover", "records"};
    static const uint8_t kinds[] = {BLOCK_SERVICE, BLOCK_SERVICE,   BLOCK_SERVICE,
                                    BLOCK_CHOICES, BLOCK_VARIABLES, BLOCK_HANDOVER,
                                    BLOCK_RECORDS};
    enum { COUNT = sizeof kinds };
    size_t index = value_find_word(word, words, COUNT, error);
    if (index == COUNT)
        return error_prefix(error, "section");
    block->kind = kinds[index];
    block->protocol = (uint8_t)index;
    return true;
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

/* Whether a service is offered depends on its own block, so that cannot depend on it.
 */
static bool condition_is_fit(const struct block *block, struct condition condition)
{
    return block->kind != BLOCK_SERVICE || condition.choice >= PROTOCOL_COUNT;
}

static bool add_condition(const struct declaration *declaration, struct block *block,
                          struct span word, struct error *error)
{
    struct condition condition = {0};
    if (block->kind == BLOCK_CHOICES || block->condition_count == CONDITIONS_MAX)
        return error_set(error, ERROR_INPUT, "`%.*s`: a condition too many",
                         (int)word.length, word.at);
    if (!find_condition(declaration, word, &condition, error))
        return false;
    if (!condition_is_fit(block, condition))
        return error_set(error, ERROR_INPUT,
                         "`%.*s`: a service cannot depend on a service",
                         (int)word.length, word.at);
    block->conditions[block->condition_count++] = condition;
    return true;
}

/* Reads "variables cloud=china". */
static bool parse_title(const struct declaration *declaration, const char *title,
                        struct block *block, struct error *error)
{
    struct span rest = {title, strlen(title)}, word;
    char kind[64];
    span_next_word(&rest, &word);
    snprintf(kind, sizeof kind, "%.*s", (int)word.length, word.at);
    if (!find_kind(block, kind, error))
        return false;
    while (span_next_word(&rest, &word))
        if (!add_condition(declaration, block, word, error))
            return false;
    return true;
}

static const struct entry *copy_entries(const struct section *section,
                                        struct pool *pool)
{
    struct entry *entries = pool_alloc(pool, section->count * sizeof *section->entries);
    for (size_t i = 0; i < section->count; i++)
        entries[i] = (struct entry){pool_strdup(pool, section->entries[i].key),
                                    pool_strdup(pool, section->entries[i].value),
                                    section->entries[i].line};
    return entries;
}

static const size_t *index_variables(const struct declaration *declaration,
                                     const struct block *block, struct pool *pool)
{
    size_t *indices = pool_alloc(pool, block->count * sizeof *indices);
    for (size_t i = 0; i < block->count; i++) {
        const char *key = block->entries[i].key;
        indices[i] =
            declaration_find_variable(declaration, (struct span){key, strlen(key)});
    }
    return indices;
}

static bool has_server(const struct block *block)
{
    for (size_t i = 0; i < block->count; i++)
        if (block->kind == BLOCK_SERVICE &&
            strcmp(block->entries[i].key, "server") == 0)
            return true;
    return false;
}

static void check_repeats(const struct parsing *parsing, const struct block *block)
{
    for (size_t i = 0; i < block->count && block->kind != BLOCK_RECORDS; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(block->entries[i].key, block->entries[j].key) == 0)
                complain(parsing, &block->entries[i], "stands twice in this section");
}

static void take_section(void *context, const struct section *section)
{
    struct parsing *parsing = context;
    struct block *block = pool_alloc(parsing->pool, sizeof *block);
    struct error error;
    if (!parse_title(parsing->declaration, section->name, block, &error)) {
        mistakes_add(parsing->mistakes, section->file, section->line, "%s", error.text);
        return;
    }
    block->line = section->line;
    block->entries = copy_entries(section, parsing->pool);
    block->count = section->count;
    block->has_server = has_server(block);
    check_repeats(parsing, block);
    for (size_t i = 0; i < block->count; i++)
        take_entries[block->kind](parsing, &block->entries[i]);
    if (block->kind == BLOCK_VARIABLES)
        block->variables = index_variables(parsing->declaration, block, parsing->pool);
    *parsing->last = block;
    parsing->last = &block->next;
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

/* The documents of default/ use these, so every template has them, if only empty. They
 * come last: a template that says what they are may use its own variables for it. */
static void add_common_variables(struct declaration *declaration)
{
    static const char *const names[] = {"documentation", "oauth_issuer", "oauth_scope",
                                        "oauth_auth_url", "oauth_token_url"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct span name = {names[i], strlen(names[i])};
        if (declaration_find_variable(declaration, name) == declaration->variable_count)
            declaration->variables[declaration->variable_count++] = names[i];
    }
}

static void list_keys(struct declaration *declaration, struct pool *pool)
{
    for (size_t i = 0; i < KEY_BUILT_IN_COUNT; i++)
        declaration->keys[i] = built_in[i];
    for (size_t i = PROTOCOL_COUNT; i < declaration->choice_count; i++)
        declaration->keys[declaration_choice_key(declaration, i)] =
            declaration->choices[i].name;
    for (size_t i = 0; i < declaration->variable_count; i++) {
        const char *name = declaration->variables[i];
        declaration->keys[declaration_variable_key(declaration, i)] = name;
        declaration->holes[i] = pool_printf(pool, "<%s>", name);
    }
    declaration->key_count =
        declaration_variable_key(declaration, declaration->variable_count);
}

struct declaration *declaration_read(const char *path, const char *name,
                                     struct pool *pool, struct mistakes *mistakes)
{
    struct declaration *declaration = pool_alloc(pool, sizeof *declaration);
    struct parsing parsing = {declaration, &declaration->blocks, pool, mistakes};
    size_t before = mistakes_count(mistakes);
    declaration->template.name = pool_strdup(pool, name);
    declaration->file = pool_strdup(pool, path);
    add_switches(declaration);
    if (!section_read_file(declaration->file, mistakes, take_section, &parsing) ||
        mistakes_count(mistakes) > before)
        return NULL;
    add_common_variables(declaration);
    list_keys(declaration, pool);
    return declaration;
}
