/* SPDX-License-Identifier: MIT */
/* A question with all who want to know, and the memory of all of them: by server, name
 * and type, so that each is asked once, and within a bound. */
#pragma once

#include "dns/answer.h"
#include "dns/name.h"
#include "dns/timer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct attempt;
struct dns_asker;
struct server;

/* That an asker wants to know a question's answer, in the lists of both. */
struct claim {
    struct question *question;
    struct dns_asker *asker;
    struct claim *next_of_asker;
    struct claim *next, **link; /* of the question */
};

/* How a question goes on after SERVFAIL. */
enum stage { STAGE_FIRST, STAGE_AGAIN, STAGE_ELSEWHERE, STAGE_UNCHECKED };

struct question {
    struct dns_answer *answer; /* NULL: not known yet; owned */
    struct claim *claims;
    struct claim first; /* one of them: most questions have only one. No asker: free */
    struct server *server; /* NULL: the resolvers */
    enum dns_type type;
    uint32_t hash;
    size_t bytes;
    struct question *next_same_hash, *next_queued;
    struct question *older, *newer; /* of those that are known and that nobody claims */
    /* While it is being asked: */
    struct timer timer;
    struct attempt *attempts;  /* that may still be answered */
    struct dns_answer *before; /* where its chain stopped for now; owned */
    struct server *last;       /* that was asked */
    uint64_t started;          /* 0: not yet */
    uint32_t tried;            /* resolvers by number that were of no use */
    enum stage stage;
    enum dns_result failure; /* what servers said so far; DNS_FOUND: nothing */
    uint64_t entered;        /* when this stage had its first send */
    unsigned sends;          /* in this stage */
    bool paused; /* the timer rings to send, not because an answer is late */
    uint8_t length;
    uint8_t name[]; /* wire form */
};

struct questions {
    struct question **slots;
    size_t slot_count, count;
    struct question *oldest, *newest; /* known and unclaimed */
    size_t kept;                      /* bytes of those */
};

/* Finds a question or adds it; `*is_new` says which. */
struct question *questions_get(struct questions *questions, struct server *server,
                               const struct name *name, enum dns_type type,
                               bool *is_new);

/* A claim; the asker's list is the caller's business. */
struct claim *question_claim(struct questions *questions, struct question *question,
                             struct dns_asker *asker);

/* Takes the claim back; it is gone then. */
void question_release(struct questions *questions, struct claim *claim);

/* Gives the question its answer, a block of `size` bytes that is its from now on. */
void question_answer_own(struct questions *questions, struct question *question,
                         struct dns_answer *answer, size_t size);

/* The question to be forgotten next: the one that nobody claims for the longest time,
 * if those take more than `limit` bytes; else NULL. */
struct question *questions_surplus(const struct questions *questions, size_t limit);

/* Forgets and frees a question that nobody claims. */
void questions_remove(struct questions *questions, struct question *question);

/* Frees all of them. */
void questions_clear(struct questions *questions);

/* The name as one that can be handled. */
void question_name(const struct question *question, struct name *out);
