/* SPDX-License-Identifier: MIT */
#include "config/variables.h"

#include <string.h>

enum { VALUE_MAX = 2048 };

/* The variables above one variable, with what they come to. */
struct above {
    const struct declaration *declaration;
    const struct value *values;
    size_t count;
};

static const struct value *find_above(const void *context, struct span name)
{
    const struct above *above = context;
    size_t index = declaration_find_variable(above->declaration, name);
    return index < above->count ? &above->values[index] : NULL;
}

static bool expand_above(const char *text, const struct above *above, struct buf *out,
                         struct value *value, struct error *error)
{
    struct scope scope = {find_above, above};
    buf_reset(out);
    if (!expand(text, &scope, out, value, error))
        return false;
    if (out->overflowed)
        return error_set(error, ERROR_INPUT, "comes to more than %d bytes", VALUE_MAX);
    return true;
}

static void check_definition(const struct entry *entry, struct above *above,
                             struct value *value, struct mistakes *mistakes)
{
    struct buf text;
    struct error error;
    struct value now = {0};
    buf_init(&text, VALUE_MAX);
    if (!expand_above(entry->value, above, &text, &now, &error))
        mistakes_add(mistakes, above->declaration->file, entry->line, "%s: %s",
                     entry->key, error.text);
    value->per_domain |= now.per_domain;
    buf_clear(&text);
}

/* Checks all lines that define one variable. */
static void check_variable(const struct declaration *declaration, size_t index,
                           struct value *values, struct mistakes *mistakes)
{
    struct above above = {declaration, values, index};
    values[index] = (struct value){.text = ""};
    for (const struct block *block = declaration->blocks; block != NULL;
         block = block->next)
        for (size_t i = 0; i < block->count && block->kind == BLOCK_VARIABLES; i++)
            if (block->variables[i] == index)
                check_definition(&block->entries[i], &above, &values[index], mistakes);
}

void variables_check(struct declaration *declaration, struct pool *pool,
                     struct mistakes *mistakes)
{
    struct value values[VARIABLES_MAX];
    const char **names = pool_alloc(pool, declaration->variable_count * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < declaration->variable_count; i++) {
        check_variable(declaration, i, values, mistakes);
        declaration->per_domain[i] = values[i].per_domain;
        if (!values[i].per_domain)
            names[count++] = declaration->variables[i];
    }
    declaration->template.variables = names;
    declaration->template.variable_count = count;
}

/* Finds what each variable is defined as for these choices: the last line wins. */
static void find_definitions(const struct declaration *declaration,
                             const size_t *chosen, const char **definitions)
{
    for (size_t i = 0; i < VARIABLES_MAX; i++)
        definitions[i] = "";
    for (const struct block *block = declaration->blocks; block != NULL;
         block = block->next) {
        if (block->kind != BLOCK_VARIABLES || !declaration_block_holds(block, chosen))
            continue;
        for (size_t i = 0; i < block->count; i++)
            definitions[block->variables[i]] = block->entries[i].value;
    }
}

static bool check_said(const struct entry *said, struct error *error)
{
    if (strchr(said->value, '\t') != NULL)
        return error_set(error, ERROR_INPUT, "holds a tab");
    if (strstr(said->value, "${") != NULL)
        return error_set(error, ERROR_INPUT,
                         "${variables} stand in a template's services.ini only");
    return true;
}

static bool use_said(const struct entry *said, struct buf *text, struct error *error)
{
    buf_reset(text);
    buf_puts(text, said->value);
    return check_said(said, error);
}

/* An empty variable leaves a visible hole wherever it is used. */
static void keep_value(const struct declaration *declaration, size_t index,
                       const struct buf *text, struct pool *pool, struct value *value)
{
    value->text = declaration->holes[index];
    if (text->length == 0)
        value->missing = declaration->variables[index];
    else
        value->text = pool_copy(pool, text->data, text->length);
    if (declaration->per_domain[index] &&
        strstr(value->text, "${domain_dashed}") != NULL)
        value->dashed = declaration->variables[index];
}

static void refuse(const struct decisions *decisions, const struct entry *said,
                   const char *name, const struct error *error,
                   struct mistakes *mistakes)
{
    mistakes_add(mistakes, decisions->section->file,
                 said != NULL ? said->line : decisions->section->line, "%s: %s", name,
                 error->text);
}

bool variables_resolve(const struct declaration *declaration,
                       const struct decisions *decisions, struct pool *pool,
                       struct value *values, struct mistakes *mistakes)
{
    const char *definitions[VARIABLES_MAX];
    size_t first = declaration_variable_key(declaration, 0);
    struct buf text;
    bool good, all_good = true;
    buf_init(&text, VALUE_MAX);
    find_definitions(declaration, decisions->chosen, definitions);
    for (size_t i = 0; i < declaration->variable_count; i++) {
        struct above above = {declaration, values, i};
        struct error error;
        const struct entry *said = decisions->said[first + i];
        values[i] = (struct value){0};
        good = said != NULL
                   ? use_said(said, &text, &error)
                   : expand_above(definitions[i], &above, &text, &values[i], &error);
        if (!good) {
            refuse(decisions, said, declaration->variables[i], &error, mistakes);
            all_good = false;
        }
        keep_value(declaration, i, &text, pool, &values[i]);
    }
    buf_clear(&text);
    return all_good;
}
