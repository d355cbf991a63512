/* SPDX-License-Identifier: MIT */
/* Any bytes as SPF records, one a line: the first is a domain's own, the others are
 * what its includes lead to, in turn. What is read comes to an end, and what is mended
 * can be read. */
#include "check/spf_mend.h"
#include "check/spf_tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECORDS_MAX = 16, QUESTIONS_MAX = 4096 };

struct zone {
    struct dns_record records[RECORDS_MAX];
    char *texts[RECORDS_MAX];
    size_t count, asked;
    struct pool *pool;
};

static struct span text_of(const struct dns_record *record)
{
    return (struct span){record->text, record->text_length};
}

/* Exactly as large as the input, so that a read past its end is seen. */
static void split(struct zone *zone, const uint8_t *data, size_t size)
{
    while (zone->count < RECORDS_MAX) {
        const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
        size_t length = end != NULL ? (size_t)(end - data) : size;
        char *copy = malloc(length > 0 ? length : 1);
        if (length > 0)
            memcpy(copy, data, length);
        zone->texts[zone->count] = copy;
        zone->records[zone->count++] = (struct dns_record){
            .text = copy, .text_length = length, .host = "h.example"};
        if (end == NULL)
            return;
        size -= length + 1;
        data = end + 1;
    }
}

/* What is asked decides what is answered, so that it is the same when asked again. */
static const struct dns_answer *ask(void *context, const char *name, enum dns_type type)
{
    struct zone *zone = context;
    struct dns_answer *answer = pool_alloc(zone->pool, sizeof *answer);
    size_t sum = strlen(name) + (type == DNS_TXT ? 0 : 1);
    if (++zone->asked > QUESTIONS_MAX)
        abort();
    if (sum % 13 == 12)
        return NULL;
    *answer = (struct dns_answer){.type = type, .name = name};
    answer->result = sum % 11 == 10 ? DNS_SERVFAIL : DNS_FOUND;
    answer->records = &zone->records[sum % zone->count];
    answer->record_count = answer->result == DNS_FOUND;
    return answer;
}

static void walk(struct zone *zone)
{
    struct spf_term term;
    struct error error;
    struct span rest = spf_terms(text_of(&zone->records[zone->count - 1]));
    struct spf_wanted wanted = {.qualifier = '\0'};
    struct spf_tree tree = {.wanted = &wanted};
    struct spf_question question = {ask, zone, "d.example.com", zone->pool};
    if (spf_next(&rest, &term, &error) && term.kind < SPF_REDIRECT) {
        wanted.term = term;
        tree.wanted_count = 1;
    }
    spf_walk(&question, text_of(&zone->records[0]), &tree);
    if (tree.cost_count > SPF_SHOWN_MAX || tree.void_count > SPF_SHOWN_MAX)
        abort();
}

static void mend(struct zone *zone)
{
    const struct dns_record *records[RECORDS_MAX];
    struct error error;
    for (size_t i = 0; i < zone->count; i++)
        records[i] = &zone->records[i];
    struct spf_mending mending = {
        .records = records, .record_count = zone->count, .all = '-'};
    struct span mended = spf_mend(&mending, zone->pool);
    if (!spf_is_record(mended) || !spf_check(mended, &error))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zone zone = {.pool = pool_new()};
    struct error error;
    split(&zone, data, size);
    (void)spf_is_spoiled(text_of(&zone.records[0]));
    if (spf_is_record(text_of(&zone.records[0])) &&
        spf_check(text_of(&zone.records[0]), &error))
        walk(&zone);
    mend(&zone);
    for (size_t i = 0; i < zone.count; i++)
        free(zone.texts[i]);
    pool_free(zone.pool);
    return 0;
}
