/* SPDX-License-Identifier: MIT */
#include "config/decisions.h"

#include "config/value.h"

#include <string.h>

static bool choose_word(struct decisions *decisions, size_t index,
                        const struct declaration *declaration,
                        struct mistakes *mistakes)
{
    const struct choice *choice = &declaration->choices[index];
    const struct entry *said =
        decisions->said[declaration_choice_key(declaration, index)];
    struct error error;
    decisions->chosen[index] = 0;
    if (said == NULL)
        return true;
    size_t word = value_find_word(said->value, choice->words, choice->count, &error);
    if (word < choice->count) {
        decisions->chosen[index] = word;
        return true;
    }
    mistakes_add(mistakes, decisions->section->file, said->line, "%s: %s", said->key,
                 error.text);
    return false;
}

/* Whether the template has a server of its own for this protocol. */
static bool template_offers(const struct declaration *declaration,
                            const struct decisions *decisions, enum protocol protocol)
{
    for (const struct block *block = declaration->blocks; block != NULL;
         block = block->next)
        if (block->has_server && block->protocol == protocol &&
            declaration_block_holds(block, decisions->chosen))
            return true;
    return false;
}

static void switch_service(struct decisions *decisions, enum protocol protocol,
                           const struct declaration *declaration)
{
    const struct entry *said = decisions->said[KEY_IMAP + protocol];
    bool on = said != NULL ? strcmp(said->value, "off") != 0
                           : template_offers(declaration, decisions, protocol);
    decisions->chosen[protocol] = on ? SWITCH_ON : SWITCH_OFF;
}

bool decisions_choose(struct decisions *decisions,
                      const struct declaration *declaration, struct mistakes *mistakes)
{
    bool good = true;
    for (size_t i = PROTOCOL_COUNT; i < declaration->choice_count; i++)
        good &= choose_word(decisions, i, declaration, mistakes);
    for (enum protocol i = 0; i < PROTOCOL_COUNT; i++)
        switch_service(decisions, i, declaration);
    return good;
}

static void write_key(struct buf *out, size_t key, const char *separator)
{
    buf_append(out, "\n", 1);
    buf_append_uint(out, key);
    buf_append(out, separator, 1);
}

/* Values hold no control characters but tabs, so newlines keep them apart. */
void decisions_write(const struct decisions *decisions,
                     const struct declaration *declaration, struct buf *out)
{
    size_t variables = declaration_variable_key(declaration, 0);
    buf_puts(out, declaration->template.name);
    for (size_t i = PROTOCOL_COUNT; i < declaration->choice_count; i++)
        if (decisions->chosen[i] != 0) {
            write_key(out, declaration_choice_key(declaration, i), ":");
            buf_append_uint(out, decisions->chosen[i]);
        }
    for (size_t i = KEY_AUTH; i < declaration->key_count; i++) {
        bool is_choice = i >= KEY_BUILT_IN_COUNT && i < variables;
        if (decisions->said[i] == NULL || is_choice)
            continue;
        write_key(out, i, "=");
        buf_puts(out, decisions->said[i]->value);
    }
}
