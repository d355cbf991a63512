/* SPDX-License-Identifier: MIT */
/* Offers are remembered by the text of what was said: the ones made last only, in a
 * table that does not grow, since what says nothing new usually stands close by. */
#include "config/offers.h"

#include "base/buf.h"
#include "base/memory.h"
#include "config/value.h"

#include <stdint.h>
#include <string.h>

enum { SLOT_COUNT = 1024, VARIANTS_MAX = 256 };

struct slot {
    struct buf text;
    const struct offer *offer; /* NULL: empty */
};

struct offers {
    struct pool *pool; /* of the offers, borrowed */
    struct buf text;
    struct slot slots[SLOT_COUNT];
};

struct offers *offers_new(struct pool *pool)
{
    struct offers *offers = memory_new(sizeof *offers);
    offers->pool = pool;
    buf_init(&offers->text, SIZE_MAX / 4);
    for (size_t i = 0; i < SLOT_COUNT; i++)
        buf_init(&offers->slots[i].text, SIZE_MAX / 4);
    return offers;
}

void offers_free(struct offers *offers)
{
    if (offers == NULL)
        return;
    buf_clear(&offers->text);
    for (size_t i = 0; i < SLOT_COUNT; i++)
        buf_clear(&offers->slots[i].text);
    memory_free(offers);
}

static bool choose_word(const struct decisions *decisions, size_t index,
                        const struct declaration *declaration, uint8_t *chosen,
                        struct mistakes *mistakes)
{
    const struct choice *choice = &declaration->choices[index];
    const struct entry *said = decisions->said[KEY_IMAP + index];
    struct error error;
    size_t word = 0;
    if (said != NULL)
        word = value_find_word(said->value, choice->words, choice->count, &error);
    if (word == choice->count) {
        section_refuse(decisions->section, said, mistakes, error.text);
        return false;
    }
    chosen[index] = (uint8_t)word;
    return true;
}

/* Whether the template has a server of its own for this protocol. */
static bool has_server(const struct declaration *declaration, enum protocol protocol,
                       const uint8_t *chosen)
{
    for (const struct line *line = declaration->lines; line != NULL; line = line->next)
        if (line->kind == protocol && strcmp(line->key, "server") == 0 &&
            line_holds(line, chosen))
            return true;
    return false;
}

/* Chooses what is said, or the default, also beside a mistake; services are on where
 * the domain names a server or the template has one for these choices. */
static bool choose(const struct decisions *decisions,
                   const struct declaration *declaration, uint8_t *chosen,
                   struct mistakes *mistakes)
{
    bool good = true;
    memset(chosen, 0, CHOICES_MAX);
    for (size_t i = PROTOCOL_COUNT; i < declaration->choice_count; i++)
        good &= choose_word(decisions, i, declaration, chosen, mistakes);
    for (enum protocol i = 0; i < PROTOCOL_COUNT; i++) {
        const struct entry *said = decisions->said[KEY_IMAP + i];
        bool on = said != NULL ? strcmp(said->value, "off") != 0
                               : has_server(declaration, i, chosen);
        chosen[i] = on ? SWITCH_ON : SWITCH_OFF;
    }
    return good;
}

/* Finds the variant or makes it with its plain offer, whose mistakes, if it has any,
 * will be told for the section. There are as many as combinations of choices in use;
 * of an absurd number of them the last ones are made again and again. */
static struct variant *find_variant(struct offers *offers,
                                    struct declaration *declaration,
                                    const uint8_t *chosen)
{
    struct variant **at = &declaration->variants;
    for (size_t i = 1; *at != NULL && i <= VARIANTS_MAX; i++) {
        if (memcmp((*at)->chosen, chosen, CHOICES_MAX) == 0)
            return *at;
        if (i < VARIANTS_MAX)
            at = &(*at)->next;
    }
    AUTO(mistakes) struct mistakes *unheard = mistakes_new();
    struct variant *variant = pool_alloc(offers->pool, sizeof *variant);
    const struct decisions nothing = {.section = NULL};
    variant_init(variant, declaration, chosen);
    variant->plain = offer_make(variant, &nothing, offers->pool, unheard);
    return *at = variant;
}

/* Writes a text that two sections share if and only if they decide the same. Values
 * hold no control characters but tabs, so newlines keep them apart. False if nothing is
 * said but choices. */
static bool write_decisions(const struct decisions *decisions,
                            const struct variant *variant, struct buf *out)
{
    buf_reset(out);
    buf_append(out, (const char *)&variant, sizeof(void *));
    for (size_t i = KEY_AUTH; i < variant->declaration->key_count; i++) {
        if (!decisions_say(decisions, variant, i))
            continue;
        buf_append_uint(out, i);
        buf_append(out, "=", 1);
        buf_puts(out, decisions->said[i]->value);
        buf_append(out, "\n", 1);
    }
    return out->length > sizeof(void *);
}

/* FNV-1a with a final mix. */
static size_t hash(const struct buf *text)
{
    uint32_t value = 2166136261U;
    for (size_t i = 0; i < text->length; i++)
        value = (value ^ (unsigned char)text->data[i]) * 16777619U;
    return value ^ (value >> 15);
}

static bool is_same(const struct buf *a, const struct buf *b)
{
    return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}

static const struct offer *find_or_make(struct offers *offers,
                                        const struct decisions *decisions,
                                        struct variant *variant,
                                        struct mistakes *mistakes)
{
    bool is_plain = !write_decisions(decisions, variant, &offers->text);
    if (is_plain && variant->is_complete && variant->plain != NULL)
        return variant->plain;
    struct slot *slot = &offers->slots[hash(&offers->text) % SLOT_COUNT];
    if (slot->offer != NULL && is_same(&slot->text, &offers->text))
        return slot->offer;
    const struct offer *offer = offer_make(variant, decisions, offers->pool, mistakes);
    if (offer == NULL)
        return NULL;
    struct buf unused = slot->text;
    *slot = (struct slot){offers->text, offer};
    offers->text = unused;
    return offer;
}

const struct offer *offers_get(struct offers *offers, struct declaration *declaration,
                               const struct decisions *decisions,
                               struct mistakes *mistakes)
{
    uint8_t chosen[CHOICES_MAX];
    if (!decisions->decides && declaration->plain != NULL)
        return declaration->plain;
    bool good = choose(decisions, declaration, chosen, mistakes);
    struct variant *variant = find_variant(offers, declaration, chosen);
    const struct offer *offer = find_or_make(offers, decisions, variant, mistakes);
    if (!decisions->decides)
        declaration->plain = offer;
    return good ? offer : NULL;
}

static void try_word(const struct declaration *declaration, size_t choice, size_t word,
                     struct mistakes *mistakes)
{
    AUTO(pool) struct pool *scratch = pool_new();
    struct entry said = {.value = declaration->choices[choice].words[word]};
    struct decisions decisions = {.section = NULL};
    struct variant *variant = pool_alloc(scratch, sizeof *variant);
    uint8_t chosen[CHOICES_MAX];
    decisions.said[KEY_IMAP + choice] = &said;
    if (!choose(&decisions, declaration, chosen, mistakes))
        return;
    variant_init(variant, declaration, chosen);
    decisions.said[KEY_IMAP + choice] = NULL;
    offer_make(variant, &decisions, scratch, mistakes);
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

void offers_try(struct declaration *declaration, struct mistakes *mistakes)
{
    AUTO(mistakes) struct mistakes *found = mistakes_new();
    for (size_t i = 0; i < declaration->choice_count; i++)
        for (size_t j = 0; j < declaration->choices[i].count; j++)
            try_word(declaration, i, j, found);
    const struct mistake *mistake;
    for (size_t i = 0; (mistake = mistakes_get(found, i)) != NULL; i++)
        add_new(mistakes, mistake);
}
