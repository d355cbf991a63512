/* SPDX-License-Identifier: MIT */
#include "check/spf_mend.h"

#include "base/buf.h"
#include "check/texts.h"

#include <string.h>

enum { RECORD_MAX = 64 * 1024 };

struct writing {
    const struct spf_mending *mending;
    struct pool *pool;
    struct buf out;
    struct span redirect, explanation; /* of the records; empty: none */
    char all;                          /* the softest that protects; '\0': none */
};

static bool is_written(const struct writing *writing, struct span term)
{
    struct span rest = {writing->out.data, writing->out.length}, word;
    while (span_next_word(&rest, &word))
        if (spans_equal_nocase(word, term))
            return true;
    return false;
}

static void put(struct writing *writing, struct span term)
{
    if (is_written(writing, term))
        return;
    buf_puts(&writing->out, " ");
    buf_append(&writing->out, term.at, term.length);
}

static bool is_dropped(const struct writing *writing, const struct spf_term *term)
{
    const struct spf_mending *mending = writing->mending;
    bool opens = (term->prefix4 == 0 || term->prefix6 == 0) && term->qualifier == '+';
    for (size_t i = 0; i < mending->dropped_count; i++)
        if (spans_equal_nocase(mending->dropped[i], term->text))
            return true;
    return opens;
}

/* Whether it is what is wanted, but with a qualifier: that is written anew. */
static bool is_spoiled_include(const struct writing *writing,
                               const struct spf_term *term)
{
    const struct spf_mending *mending = writing->mending;
    for (size_t i = 0; i < mending->wanted_count; i++) {
        const struct spf_term *wanted = &mending->wanted[i].term;
        if (wanted->kind == SPF_INCLUDE && term->kind == SPF_INCLUDE &&
            spans_equal_nocase(wanted->domain, term->domain))
            return term->qualifier != '+';
    }
    return false;
}

/* "v=spf1" in the midst of a record is left over from gluing two together. */
static bool is_left_over(const struct spf_term *term)
{
    return term->kind == SPF_OTHER && span_begins_nocase(term->text, "v=");
}

static void take_term(struct writing *writing, const struct spf_term *term)
{
    if (term->kind == SPF_ALL) {
        if (term->qualifier == '~' || (term->qualifier == '-' && writing->all == '\0'))
            writing->all = term->qualifier;
    } else if (is_dropped(writing, term) || is_spoiled_include(writing, term) ||
               is_left_over(term)) {
        return;
    } else if (term->kind == SPF_REDIRECT) {
        if (writing->redirect.length == 0)
            writing->redirect = term->domain;
    } else if (term->kind == SPF_EXP) {
        if (writing->explanation.length == 0)
            writing->explanation = term->text;
    } else {
        put(writing, term->text);
    }
}

static void take_record(struct writing *writing, const struct dns_record *record)
{
    struct span rest = spf_terms(record_text(record));
    struct spf_term term;
    struct error error;
    while (true) {
        if (spf_next(&rest, &term, &error)) {
            take_term(writing, &term);
            continue;
        }
        if (error.kind == ERROR_NONE)
            return;
        const char *text = spf_correct(term.text, writing->pool);
        struct span corrected = {text, text != NULL ? strlen(text) : 0};
        if (spf_next(&corrected, &term, &error))
            take_term(writing, &term);
    }
}

static void put_wanted(struct writing *writing)
{
    const struct spf_mending *mending = writing->mending;
    for (size_t i = 0; i < mending->wanted_count; i++)
        if (mending->wanted[i].qualifier != '+')
            put(writing, mending->wanted[i].term.text);
}

/* A redirect stands for what no term matches, as an all does; beside one, or beside the
 * terms of another record, it says nothing. */
static void put_end(struct writing *writing)
{
    bool alone = writing->mending->record_count == 1 && writing->all == '\0';
    struct span redirect = writing->redirect;
    if (redirect.length > 0 && (alone || writing->mending->record_count > 1)) {
        const char *text = pool_printf(
            writing->pool, "%s%.*s",
            alone ? "redirect=" : "include:", (int)redirect.length, redirect.at);
        put(writing, (struct span){text, strlen(text)});
    }
    if (redirect.length == 0 || !alone)
        buf_printf(&writing->out, " %call",
                   writing->all != '\0' ? writing->all : writing->mending->all);
    if (writing->explanation.length > 0)
        put(writing, writing->explanation);
}

struct span spf_mend(const struct spf_mending *mending, struct pool *pool)
{
    struct writing writing = {.mending = mending, .pool = pool};
    buf_init(&writing.out, RECORD_MAX);
    buf_puts(&writing.out, "v=spf1");
    for (size_t i = 0; i < mending->record_count; i++)
        take_record(&writing, mending->records[i]);
    put_wanted(&writing);
    put_end(&writing);
    struct span text = {pool_copy(pool, buf_text(&writing.out), writing.out.length),
                        writing.out.length};
    buf_clear(&writing.out);
    return text;
}
