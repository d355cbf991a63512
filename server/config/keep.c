/* SPDX-License-Identifier: MIT */
/* What comes to the same as in the offer before is taken from there: offers of one
 * template differ in little, and there may be a million of them. */
#include "config/resolving.h"

#include "base/buf.h"

#include <stdint.h>
#include <string.h>

/* `text` in the pool, or the same text of the offer before. */
static const char *keep_text(struct pool *pool, const char *text, const char *previous)
{
    bool same = text != NULL && previous != NULL && strcmp(text, previous) == 0;
    return same ? previous : pool_strdup(pool, text);
}

/* The same for an array of pointers or structs. */
static const void *keep_bytes(struct pool *pool, const void *bytes, size_t size,
                              const void *previous)
{
    if (size == 0 || (previous != NULL && memcmp(bytes, previous, size) == 0))
        return previous;
    void *copy = pool_alloc(pool, size);
    memcpy(copy, bytes, size);
    return copy;
}

/* `text` escaped for XML; itself where nothing needs to be. */
static const char *escape(const char *text, const char *previous, struct pool *pool)
{
    struct buf xml;
    if (strpbrk(text, "&<>\"'") == NULL)
        return text;
    buf_init(&xml, SIZE_MAX / 4);
    buf_append_xml(&xml, text, strlen(text));
    const char *kept = keep_text(pool, buf_text(&xml), previous);
    buf_clear(&xml);
    return kept;
}

static void keep_values(const struct resolving *resolving, const struct offer *last,
                        struct offer *offer, struct pool *pool)
{
    const char *texts[VARIABLES_MAX], *escaped[VARIABLES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < resolving->declaration->variable_count; i++) {
        if (resolving->declaration->per_domain[i])
            continue;
        const struct value *value = &resolving->values[i];
        const char *text = value->missing != NULL ? "" : value->text;
        texts[count] = keep_text(pool, text, last != NULL ? last->values[count] : NULL);
        escaped[count] =
            escape(texts[count], last != NULL ? last->values_xml[count] : NULL, pool);
        count++;
    }
    offer->values = keep_bytes(pool, texts, count * sizeof *texts,
                               last != NULL ? last->values : NULL);
    offer->values_xml = keep_bytes(pool, escaped, count * sizeof *escaped,
                                   last != NULL ? last->values_xml : NULL);
}

static void keep_services(struct resolving *resolving, const struct offer *last,
                          struct offer *offer, struct pool *pool)
{
    size_t count = resolving->service_count;
    const struct service *previous =
        last != NULL && last->service_count == count ? last->services : NULL;
    for (size_t i = 0; i < count; i++) {
        struct service *service = &resolving->services[i];
        service->host =
            keep_text(pool, service->host, previous != NULL ? previous[i].host : NULL);
        service->username = keep_text(pool, service->username,
                                      previous != NULL ? previous[i].username : NULL);
    }
    offer->services =
        keep_bytes(pool, resolving->services, count * sizeof *previous, previous);
    offer->service_count = count;
}

static void keep_handover(struct resolving *resolving, const struct offer *last,
                          struct offer *offer, struct pool *pool)
{
    static const struct handover none = {0};
    const struct handover *previous =
        last != NULL && last->handover != NULL ? last->handover : &none;
    struct handover *now = &resolving->handover;
    now->autodiscover = keep_text(pool, now->autodiscover, previous->autodiscover);
    now->soap = keep_text(pool, now->soap, previous->soap);
    now->activesync = keep_text(pool, now->activesync, previous->activesync);
    now->ews = keep_text(pool, now->ews, previous->ews);
    if (now->autodiscover != NULL)
        offer->handover = keep_bytes(pool, now, sizeof *now, previous);
}

/* Owners, types and the names of variables live as long as the template anyway. */
static void keep_rules(struct resolving *resolving, const struct offer *last,
                       struct offer *offer, struct pool *pool)
{
    size_t count = resolving->rule_count;
    const struct record_rule *previous =
        last != NULL && last->record_count == count ? last->records : NULL;
    for (size_t i = 0; i < count; i++) {
        struct record_rule *rule = &resolving->rules[i];
        rule->data =
            keep_text(pool, rule->data, previous != NULL ? previous[i].data : NULL);
    }
    offer->records =
        keep_bytes(pool, resolving->rules, count * sizeof *previous, previous);
    offer->record_count = count;
}

const struct offer *resolving_keep(struct resolving *resolving, struct pool *pool)
{
    const struct offer *last = resolving->declaration->last;
    struct offer *offer = pool_alloc(pool, sizeof *offer);
    offer->template = &resolving->declaration->template;
    keep_values(resolving, last, offer, pool);
    keep_services(resolving, last, offer, pool);
    keep_handover(resolving, last, offer, pool);
    keep_rules(resolving, last, offer, pool);
    return offer;
}
