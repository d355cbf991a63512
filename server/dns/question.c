/* SPDX-License-Identifier: MIT */
#include "dns/question.h"

#include "base/memory.h"

#include <string.h>

enum { SLOTS_MIN = 1 << 10 };

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 32;
}

/* Eight bytes at a time. */
static uint32_t hash_key(const struct server *server, const struct name *name,
                         enum dns_type type)
{
    uint64_t hash = mix((uintptr_t)server, type), word;
    size_t at = 0;
    for (; at + sizeof word <= name->length; at += sizeof word) {
        memcpy(&word, name->bytes + at, sizeof word);
        hash = mix(hash, word);
    }
    for (; at < name->length; at++)
        hash = mix(hash, name->bytes[at]);
    return (uint32_t)hash;
}

static struct question **slot_of(struct questions *questions, uint32_t hash)
{
    return &questions->slots[hash & (questions->slot_count - 1)];
}

static void grow(struct questions *questions)
{
    struct questions larger = *questions;
    larger.slot_count =
        questions->slot_count > 0 ? questions->slot_count * 2 : SLOTS_MIN;
    larger.slots = memory_new(larger.slot_count * sizeof(struct question *));
    for (size_t i = 0; i < questions->slot_count; i++) {
        for (struct question *each = questions->slots[i], *next; each; each = next) {
            struct question **slot = slot_of(&larger, each->hash);
            next = each->next_same_hash;
            each->next_same_hash = *slot;
            *slot = each;
        }
    }
    memory_free(questions->slots);
    *questions = larger;
}

static bool is_same(const struct question *question, const struct server *server,
                    const struct name *name, enum dns_type type)
{
    return question->server == server && question->type == type &&
           question->length == name->length &&
           memcmp(question->name, name->bytes, name->length) == 0;
}

static struct question *add(struct questions *questions, struct server *server,
                            const struct name *name, enum dns_type type, uint32_t hash)
{
    struct question *question = memory_new(sizeof *question + name->length);
    struct question **slot = slot_of(questions, hash);
    question->server = server;
    question->type = type;
    question->hash = hash;
    question->bytes = sizeof *question + name->length;
    question->next_same_hash = *slot;
    question->timer.owner = question;
    question->length = name->length;
    memcpy(question->name, name->bytes, name->length);
    *slot = question;
    questions->count++;
    return question;
}

struct question *questions_get(struct questions *questions, struct server *server,
                               const struct name *name, enum dns_type type,
                               bool *is_new)
{
    if (questions->count >= questions->slot_count)
        grow(questions);
    uint32_t hash = hash_key(server, name, type);
    struct question *question = *slot_of(questions, hash);
    while (question != NULL &&
           !(question->hash == hash && is_same(question, server, name, type)))
        question = question->next_same_hash;
    *is_new = question == NULL;
    return *is_new ? add(questions, server, name, type, hash) : question;
}

/* Among those that may be forgotten, as the newest. */
static void keep(struct questions *questions, struct question *question)
{
    question->older = questions->newest;
    question->newer = NULL;
    *(question->older != NULL ? &question->older->newer : &questions->oldest) =
        question;
    questions->newest = question;
    questions->kept += question->bytes;
}

static void unkeep(struct questions *questions, struct question *question)
{
    *(question->older != NULL ? &question->older->newer : &questions->oldest) =
        question->newer;
    *(question->newer != NULL ? &question->newer->older : &questions->newest) =
        question->older;
    questions->kept -= question->bytes;
}

struct claim *question_claim(struct questions *questions, struct question *question,
                             struct dns_asker *asker)
{
    if (question->claims == NULL && question->answer != NULL)
        unkeep(questions, question);
    struct claim *claim =
        question->first.asker == NULL ? &question->first : memory_new(sizeof *claim);
    *claim = (struct claim){.question = question,
                            .asker = asker,
                            .next = question->claims,
                            .link = &question->claims};
    if (claim->next != NULL)
        claim->next->link = &claim->next;
    question->claims = claim;
    return claim;
}

void question_release(struct questions *questions, struct claim *claim)
{
    struct question *question = claim->question;
    *claim->link = claim->next;
    if (claim->next != NULL)
        claim->next->link = claim->link;
    if (claim == &question->first)
        claim->asker = NULL;
    else
        memory_free(claim);
    if (question->claims == NULL && question->answer != NULL)
        keep(questions, question);
}

void question_answer_own(struct questions *questions, struct question *question,
                         struct dns_answer *answer, size_t size)
{
    question->answer = answer;
    question->bytes += size;
    if (question->claims == NULL)
        keep(questions, question);
}

struct question *questions_surplus(const struct questions *questions, size_t limit)
{
    return questions->kept > limit ? questions->oldest : NULL;
}

static void free_question(struct question *question)
{
    memory_free(question->answer);
    memory_free(question->before);
    memory_free(question);
}

void questions_remove(struct questions *questions, struct question *question)
{
    struct question **link = slot_of(questions, question->hash);
    while (*link != question)
        link = &(*link)->next_same_hash;
    *link = question->next_same_hash;
    questions->count--;
    unkeep(questions, question);
    free_question(question);
}

void questions_clear(struct questions *questions)
{
    for (size_t i = 0; i < questions->slot_count; i++) {
        for (struct question *each = questions->slots[i], *next; each; each = next) {
            next = each->next_same_hash;
            free_question(each);
        }
    }
    memory_free(questions->slots);
    *questions = (struct questions){0};
}

void question_name(const struct question *question, struct name *out)
{
    out->length = question->length;
    memcpy(out->bytes, question->name, question->length);
}
