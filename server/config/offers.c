/* SPDX-License-Identifier: MIT */
/* A hash table with open addressing from the text of the decisions to the offer. */
#include "config/offers.h"

#include "base/buf.h"
#include "base/memory.h"
#include "config/resolve.h"

#include <stdint.h>
#include <string.h>

struct slot {
    const char *text; /* NULL: empty */
    const struct offer *offer;
};

struct offers {
    struct pool *pool;  /* of the offers, borrowed */
    struct pool *texts; /* of the table only */
    struct buf text;
    struct slot *slots;
    size_t slot_count, count;
};

enum { FIRST_SLOTS = 64 };

struct offers *offers_new(struct pool *pool)
{
    struct offers *offers = memory_new(sizeof *offers);
    offers->pool = pool;
    offers->texts = pool_new();
    offers->slots = memory_new(FIRST_SLOTS * sizeof *offers->slots);
    offers->slot_count = FIRST_SLOTS;
    buf_init(&offers->text, SIZE_MAX / 4);
    return offers;
}

void offers_free(struct offers *offers)
{
    if (offers == NULL)
        return;
    pool_free(offers->texts);
    buf_clear(&offers->text);
    memory_free(offers->slots);
    memory_free(offers);
}

/* FNV-1a with a final mix. */
static uint64_t hash(const char *text)
{
    uint64_t value = 14695981039346656037U;
    for (; *text != '\0'; text++)
        value = (value ^ (unsigned char)*text) * 1099511628211U;
    return value ^ (value >> 32);
}

/* The slot that holds `text`, or the empty one where it belongs. */
static struct slot *find_slot(const struct offers *offers, const char *text)
{
    size_t mask = offers->slot_count - 1;
    size_t at = hash(text) & mask;
    while (offers->slots[at].text != NULL && strcmp(offers->slots[at].text, text) != 0)
        at = (at + 1) & mask;
    return &offers->slots[at];
}

static void grow(struct offers *offers)
{
    struct slot *old = offers->slots;
    size_t count = offers->slot_count;
    offers->slot_count = count * 2;
    offers->slots = memory_new(offers->slot_count * sizeof *old);
    for (size_t i = 0; i < count; i++)
        if (old[i].text != NULL)
            *find_slot(offers, old[i].text) = old[i];
    memory_free(old);
}

static void add(struct offers *offers, const char *text, const struct offer *offer)
{
    if ((offers->count + 1) * 3 > offers->slot_count * 2)
        grow(offers);
    *find_slot(offers, text) = (struct slot){pool_strdup(offers->texts, text), offer};
    offers->count++;
}

static const struct offer *find_or_make(struct offers *offers,
                                        struct declaration *declaration,
                                        struct decisions *decisions,
                                        struct mistakes *mistakes)
{
    bool good = decisions_choose(decisions, declaration, mistakes);
    buf_reset(&offers->text);
    decisions_write(decisions, declaration, &offers->text);
    const char *text = buf_text(&offers->text);
    const struct slot *slot = find_slot(offers, text);
    if (slot->text != NULL)
        return good ? slot->offer : NULL;
    const struct offer *offer =
        resolve_offer(declaration, decisions, offers->pool, mistakes);
    if (!good || offer == NULL)
        return NULL;
    add(offers, text, offer);
    return offer;
}

const struct offer *offers_get(struct offers *offers, struct declaration *declaration,
                               struct decisions *decisions, struct mistakes *mistakes)
{
    if (!decisions->decides && declaration->plain != NULL)
        return declaration->plain;
    const struct offer *offer = find_or_make(offers, declaration, decisions, mistakes);
    if (!decisions->decides)
        declaration->plain = offer;
    return offer;
}
