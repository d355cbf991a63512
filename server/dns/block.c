/* SPDX-License-Identifier: MIT */
#include "dns/block.h"

#include "base/memory.h"

#include <string.h>

static const char *at(const char *strings, size_t place)
{
    return place != DRAFT_NONE ? strings + place : NULL;
}

static void copy_records(struct dns_record *out, const struct draft_answer *draft,
                         const char *strings)
{
    for (size_t i = 0; i < draft->record_count; i++) {
        const struct draft *record = &draft->records[i];
        out[i] = (struct dns_record){
            .host = at(strings, record->host),
            .text = at(strings, record->text),
            .text_length = record->text_length,
            .tag = at(strings, record->tag),
            .ttl = record->ttl,
            .priority = record->priority,
            .weight = record->weight,
            .port = record->port,
        };
    }
}

/* The answer is followed by its records, the chain, and the strings: each part is as
 * aligned as the one before it. */
struct dns_answer *block_new(const struct draft_answer *draft,
                             const struct buf *strings, size_t *size)
{
    *size = sizeof(struct dns_answer) +
            draft->record_count * sizeof(struct dns_record) +
            draft->chain_count * sizeof(char *) + strings->length;
    struct dns_answer *answer = memory_new(*size);
    struct dns_record *records = (struct dns_record *)(answer + 1);
    const char **chain = (const char **)(records + draft->record_count);
    char *text = (char *)(chain + draft->chain_count);
    memcpy(text, buf_text(strings), strings->length);
    copy_records(records, draft, text);
    for (size_t i = 0; i < draft->chain_count; i++)
        chain[i] = text + draft->chain[i];
    *answer = draft->head;
    answer->name = at(text, draft->name);
    answer->server = at(text, draft->server);
    answer->zone = at(text, draft->zone);
    answer->chain = chain;
    answer->chain_count = draft->chain_count;
    answer->records = records;
    answer->record_count = draft->record_count;
    return answer;
}
