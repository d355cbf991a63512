/* SPDX-License-Identifier: MIT */
/* Records that include each other are gone through with a stack of frames, one for each
 * record on the way. Far past the limits nobody wants to know how far: then no further
 * record is asked for. */
#include "check/spf_tree.h"

#include "check/texts.h"
#include <string.h>

enum { DEPTH_MAX = 12, FOLLOW_MAX = 32 };

/* A record that is being gone through. */
struct frame {
    const char *domain;
    struct span rest;
    struct spf_term redirect; /* its text is empty if there is none */
    char qualifier;           /* of what comes from here: '+', or what spoils it */
};

struct walk {
    const struct spf_question *question;
    struct spf_tree *tree;
    struct frame frames[DEPTH_MAX];
    size_t depth;
    struct span top;       /* the term of the first record that led here */
    struct spf_cost *cost; /* of that term; NULL: none so far, or too many */
};

static const char *keep(const struct walk *walk, struct span text)
{
    return pool_copy(walk->question->pool, text.at, text.length);
}

/* Whether it is the record itself that is being gone through. */
static bool is_own(const struct walk *walk)
{
    return walk->depth == 1 && walk->frames[0].domain == walk->question->domain;
}

/* The term with where it stands, if that is not the record itself. */
static const char *name_term(const struct walk *walk, const struct spf_term *term)
{
    const struct frame *frame = &walk->frames[walk->depth - 1];
    if (is_own(walk))
        return keep(walk, term->text);
    return pool_printf(walk->question->pool, "%.*s (in %s)", (int)term->text.length,
                       term->text.at, frame->domain);
}

static void count(struct walk *walk)
{
    struct spf_tree *tree = walk->tree;
    if (walk->cost == NULL && tree->cost_count < SPF_SHOWN_MAX) {
        walk->cost = &tree->costs[tree->cost_count++];
        walk->cost->term = walk->top;
    }
    if (walk->cost != NULL)
        walk->cost->lookups++;
    tree->lookups++;
}

static void count_void(struct walk *walk, const struct spf_term *term)
{
    struct spf_tree *tree = walk->tree;
    if (tree->void_count < SPF_SHOWN_MAX)
        tree->void_terms[tree->void_count++] = name_term(walk, term);
    if (walk->cost != NULL)
        walk->cost->voids++;
    tree->voids++;
}

static void break_off(struct walk *walk, const char *reason)
{
    if (walk->tree->broken != NULL)
        return;
    walk->tree->broken = reason;
    walk->tree->broken_term = walk->top;
}

static void open_up(struct walk *walk, const struct spf_term *term)
{
    if (walk->tree->open != NULL || term->qualifier != '+' ||
        walk->frames[walk->depth - 1].qualifier != '+')
        return;
    walk->tree->open = name_term(walk, term);
    walk->tree->open_term = walk->top;
}

/* The answer, or NULL where it is not to be had now. A name that cannot be asked for is
 * like one that is not there (RFC 7208 4.8). */
static const struct dns_answer *ask(struct walk *walk, const char *name,
                                    enum dns_type type)
{
    const struct spf_question *question = walk->question;
    const struct dns_answer *answer = question->ask(question->context, name, type);
    if (answer == NULL)
        walk->tree->pending = true;
    else if (dns_is_certain(answer) || answer->result == DNS_BAD_NAME)
        return answer;
    else if (walk->tree->unknown == NULL)
        walk->tree->unknown = answer;
    return NULL;
}

static bool are_equal(struct span a, const char *b)
{
    if (a.length > 0 && a.at[a.length - 1] == '.')
        a.length--;
    return span_equal_nocase(a, b);
}

/* The term without its qualifier. */
static struct span bare_text(const struct spf_term *term)
{
    bool qualified = term->text.length > 0 && strchr("+-~?", term->text.at[0]) != NULL;
    return (struct span){term->text.at + qualified, term->text.length - qualified};
}

/* Whether `term`, about `name`, is what is wanted. A redirect to a record is as good as
 * its include; "mx" in another domain's record means that domain. */
static bool is_wanted(const struct walk *walk, const struct spf_wanted *wanted,
                      const struct spf_term *term, const char *name)
{
    if (wanted->term.kind == SPF_INCLUDE)
        return (term->kind == SPF_INCLUDE || term->kind == SPF_REDIRECT) &&
               are_equal(wanted->term.domain, name);
    return (is_own(walk) || term->domain.length > 0) &&
           spans_equal_nocase(bare_text(term), bare_text(&wanted->term));
}

/* The qualifier of what is included by a record that is itself included. */
static char join(char above, char qualifier)
{
    if (above != '+')
        return above;
    return qualifier;
}

static void note_wanted(struct walk *walk, const struct spf_term *term,
                        const char *name)
{
    char above = walk->frames[walk->depth - 1].qualifier;
    for (size_t i = 0; i < walk->tree->wanted_count; i++) {
        struct spf_wanted *wanted = &walk->tree->wanted[i];
        if (wanted->qualifier != '+' && is_wanted(walk, wanted, term, name))
            wanted->qualifier = join(above, term->qualifier);
    }
}

static bool is_under_way(const struct walk *walk, const char *name)
{
    for (size_t i = 0; i < walk->depth; i++)
        if (are_equal((struct span){name, strlen(name)}, walk->frames[i].domain))
            return true;
    return false;
}

/* The record at `name` that can be gone through, or NULL. */
static const struct dns_record *fetch(struct walk *walk, const struct spf_term *term,
                                      const char *name)
{
    struct pool *pool = walk->question->pool;
    struct error error;
    struct texts texts;
    const struct dns_answer *answer = ask(walk, name, DNS_TXT);
    if (answer == NULL)
        return NULL;
    texts_collect(&texts, answer, spf_is_record);
    if (answer->result != DNS_FOUND)
        count_void(walk, term);
    if (texts.count != 1)
        break_off(walk, pool_printf(pool, "%s has %s SPF record", name,
                                    texts.count > 0 ? "more than one" : "no"));
    else if (!spf_check(record_text(texts.records[0]), &error))
        break_off(walk, pool_printf(pool, "the record of %s cannot be read: %s", name,
                                    error.text));
    else
        return texts.records[0];
    return NULL;
}

/* Fills a frame with the record at `name`; false if there is none to go through. */
static bool enter(struct walk *walk, const struct spf_term *term, const char *name,
                  struct frame *frame)
{
    if (is_under_way(walk, name)) {
        walk->tree->loop = name;
        walk->tree->loop_term = walk->top;
        return false;
    }
    if (walk->tree->lookups > FOLLOW_MAX) {
        walk->tree->cut = true;
        return false;
    }
    const struct dns_record *record = fetch(walk, term, name);
    if (record == NULL)
        return false;
    char above = walk->frames[walk->depth - 1].qualifier;
    *frame = (struct frame){
        .domain = name,
        .rest = spf_terms(record_text(record)),
        .qualifier = join(above, term->qualifier),
    };
    return true;
}

/* The name that a term is about; NULL if it depends on the sender. */
static const char *name_of(const struct walk *walk, const struct spf_term *term)
{
    const struct spf_question *question = walk->question;
    return spf_name(term, walk->frames[walk->depth - 1].domain, question->domain,
                    question->pool);
}

static void hide(struct walk *walk, const struct spf_term *term)
{
    if (walk->tree->hidden == NULL)
        walk->tree->hidden = name_term(walk, term);
}

static void meet_include(struct walk *walk, const struct spf_term *term)
{
    const char *name = name_of(walk, term);
    if (name == NULL) {
        hide(walk, term);
        return;
    }
    note_wanted(walk, term, name);
    if (walk->depth < DEPTH_MAX && enter(walk, term, name, &walk->frames[walk->depth]))
        walk->depth++;
}

/* Takes the place of the record that ends with it. */
static void meet_redirect(struct walk *walk, struct frame *frame)
{
    struct spf_term term = frame->redirect;
    const char *name = name_of(walk, &term);
    count(walk);
    if (name == NULL)
        hide(walk, &term);
    else
        note_wanted(walk, &term, name);
    if (name != NULL && enter(walk, &term, name, frame))
        return;
    if (walk->depth == 1)
        walk->tree->all_is_known = false;
    walk->depth--;
}

/* A name without an address is void for whoever asks for one. */
static void look_for_address(struct walk *walk, const struct spf_term *term,
                             const char *name)
{
    const struct dns_answer *v4 = ask(walk, name, DNS_A);
    if (v4 == NULL || v4->result == DNS_FOUND)
        return;
    const struct dns_answer *v6 = ask(walk, name, DNS_AAAA);
    if (v6 != NULL && v6->result != DNS_FOUND)
        count_void(walk, term);
}

static void meet_mx(struct walk *walk, const struct spf_term *term, const char *name)
{
    const struct dns_answer *answer = ask(walk, name, DNS_MX);
    if (answer == NULL)
        return;
    if (answer->result != DNS_FOUND)
        count_void(walk, term);
    if (answer->record_count > SPF_HOSTS_MAX)
        walk->tree->crowd = name_term(walk, term);
    for (size_t i = 0; i < answer->record_count && i < SPF_HOSTS_MAX; i++)
        if (answer->records[i].host[0] != '\0')
            look_for_address(walk, term, answer->records[i].host);
}

/* A, MX, EXISTS and PTR. Whose address a PTR belongs to only the sender knows. */
static void meet_host(struct walk *walk, const struct spf_term *term)
{
    const struct dns_answer *answer;
    const char *name = NULL;
    if (walk->tree->lookups <= FOLLOW_MAX)
        name = name_of(walk, term);
    if (name == NULL)
        return;
    if (term->kind == SPF_A)
        look_for_address(walk, term, name);
    else if (term->kind == SPF_MX)
        meet_mx(walk, term, name);
    else if (term->kind == SPF_EXISTS && (answer = ask(walk, name, DNS_A)) != NULL &&
             answer->result != DNS_FOUND)
        count_void(walk, term);
}

/* Nothing that stands behind it counts, nor a redirect in front of it. */
static void meet_all(struct walk *walk, struct frame *frame,
                     const struct spf_term *term)
{
    frame->rest.length = 0;
    frame->redirect = (struct spf_term){.kind = SPF_OTHER};
    if (walk->depth == 1)
        walk->tree->all = term->qualifier;
    open_up(walk, term);
}

static void meet(struct walk *walk, struct frame *frame, const struct spf_term *term)
{
    if (term->kind == SPF_REDIRECT)
        frame->redirect = *term;
    if (term->kind >= SPF_REDIRECT)
        return;
    if (spf_asks(term))
        count(walk);
    if (term->kind != SPF_INCLUDE)
        note_wanted(walk, term, "");
    if (term->prefix4 == 0 || term->prefix6 == 0)
        open_up(walk, term);
    if (term->kind == SPF_ALL)
        meet_all(walk, frame, term);
    else if (term->kind == SPF_INCLUDE)
        meet_include(walk, term);
    else
        meet_host(walk, term);
}

static void step(struct walk *walk)
{
    struct frame *frame = &walk->frames[walk->depth - 1];
    struct spf_term term;
    struct error error;
    bool more = spf_next(&frame->rest, &term, &error);
    if (is_own(walk)) {
        walk->top = more ? term.text : frame->redirect.text;
        walk->cost = NULL;
    }
    if (more)
        meet(walk, frame, &term);
    else if (frame->redirect.text.length > 0)
        meet_redirect(walk, frame);
    else
        walk->depth--;
}

void spf_walk(const struct spf_question *question, struct span record,
              struct spf_tree *tree)
{
    struct walk walk = {.question = question, .tree = tree, .depth = 1};
    walk.frames[0] = (struct frame){
        .domain = question->domain, .rest = spf_terms(record), .qualifier = '+'};
    tree->all_is_known = true;
    while (walk.depth > 0)
        step(&walk);
}
