/* SPDX-License-Identifier: MIT */
/* Faults are looked for in the order in which they make the others meaningless: what is
 * no record at all first, then what cannot be read, then what it comes to. Each remedy
 * is the whole record as it should be, so that they do not contradict each other. */
#include "check/checks.h"
#include "check/expected.h"
#include "check/remedy.h"
#include "check/spf_mend.h"
#include "check/spf_tree.h"
#include "check/texts.h"

#include <string.h>

enum {
    WANTED_MAX = 8,
    DROPPED_MAX = SPF_SHOWN_MAX + 3,
    COSTS_SIZE = 1024,
};

static const char start[] = "v=spf1";

/* Where the template lists none: the servers that take mail often send it too, and ~all
 * loses nothing if they do not. */
static const char usual[] = "v=spf1 mx ~all";

struct reading {
    struct view *view;
    const struct dns_answer *answer;
    struct texts texts;
    const struct expected_record *listed; /* or NULL */
    struct span listed_text;
    struct spf_wanted wanted[WANTED_MAX];
    struct spf_tree tree;
    struct span dropped[DROPPED_MAX]; /* terms of the record that have to go */
    size_t dropped_count;
    bool drops_help; /* without them there are few enough look-ups */
    bool faulty;
};

/* What the listed record lets pass has to be let pass. */
static void list_wanted(struct reading *reading)
{
    struct span rest = spf_terms(reading->listed_text);
    struct spf_term term;
    struct error error;
    reading->tree.wanted = reading->wanted;
    while (reading->tree.wanted_count < WANTED_MAX && spf_next(&rest, &term, &error))
        if (term.qualifier == '+' && term.kind < SPF_REDIRECT && term.kind != SPF_ALL)
            reading->wanted[reading->tree.wanted_count++].term = term;
}

static struct finding *blame(struct reading *reading, enum kind kind,
                             const char *message)
{
    struct view *view = reading->view;
    struct finding *finding = view_add(view, kind, view->domain, DNS_TXT, message);
    if (reading->listed != NULL)
        finding_expect(finding, reading->listed->data);
    texts_found(view, finding, &reading->texts);
    reading->faulty |= kinds[kind].verdict != VERDICT_OK;
    return finding;
}

static void replace(struct reading *reading, struct finding *finding, struct span text)
{
    struct view *view = reading->view;
    remedy_remove_texts(view, finding, reading->answer, reading->texts.records,
                        reading->texts.kept);
    remedy_add_text(view, finding, view->domain, text);
}

/* The qualifier of the all that the template lists, if it protects. */
static char listed_all(const struct reading *reading)
{
    struct span text = reading->listed_text;
    bool soft = text.length > 5 &&
                span_equal_nocase((struct span){text.at + text.length - 5, 5}, " ~all");
    return soft ? '~' : '-';
}

static void mend(struct reading *reading, struct finding *finding)
{
    struct spf_mending mending = {
        .records = reading->texts.records,
        .record_count = reading->texts.kept,
        .wanted = reading->wanted,
        .wanted_count = reading->tree.wanted_count,
        .dropped = reading->dropped,
        .dropped_count = reading->dropped_count,
        .all = listed_all(reading),
    };
    replace(reading, finding, spf_mend(&mending, reading->view->pool));
}

static void judge_absent(struct reading *reading)
{
    struct view *view = reading->view;
    texts_collect(&reading->texts, reading->answer, spf_is_spoiled);
    if (reading->texts.count > 0) {
        mend(reading,
             blame(reading, KIND_SPF_SPOILED,
                   "this was meant as SPF, but does not begin with \"v=spf1 \""));
        return;
    }
    struct finding *finding =
        blame(reading, KIND_SPF_MISSING, "there is no SPF record");
    if (reading->answer->chain_count > 0)
        remedy_remove_answer(view, finding, reading->answer);
    if (reading->listed != NULL) {
        remedy_add_expected(view, finding, reading->listed);
        return;
    }
    remedy_note(view, finding,
                "with all servers that send mail of the domain, such as "
                "those that take it (mx):");
    remedy_add_text(view, finding, view->domain,
                    (struct span){usual, sizeof usual - 1});
}

static void judge_parked(struct reading *reading)
{
    struct span rest = spf_terms(record_text(reading->texts.records[0]));
    struct spf_term term;
    struct error error;
    bool nobody =
        spf_next(&rest, &term, &error) && term.kind == SPF_ALL && term.qualifier == '-';
    if (nobody) {
        blame(reading, KIND_SPF_RECORD, "nobody may send mail of the domain");
        return;
    }
    struct finding *finding =
        blame(reading, KIND_SPF_PARKED,
              "the domain is parked, and its SPF record does not refuse all servers");
    replace(reading, finding, reading->listed_text);
}

static void judge_broken(struct reading *reading)
{
    struct spf_tree *tree = &reading->tree;
    struct finding *finding = blame(
        reading, KIND_SPF_SYNTAX,
        pool_printf(reading->view->pool,
                    "%s, so that the whole record counts as broken (%.*s)",
                    tree->broken, (int)tree->broken_term.length, tree->broken_term.at));
    mend(reading, finding);
}

static void judge_wanted(struct reading *reading, const struct spf_wanted *wanted)
{
    struct pool *pool = reading->view->pool;
    struct span term = wanted->term.text;
    if (wanted->qualifier == '+')
        return;
    if (wanted->qualifier != '\0') {
        mend(reading, blame(reading, KIND_SPF_QUALIFIER,
                            pool_printf(pool,
                                        "%.*s stands there with \"%c\", which does not "
                                        "let its servers pass",
                                        (int)term.length, term.at, wanted->qualifier)));
    } else if (reading->tree.unknown == NULL && reading->tree.hidden != NULL) {
        blame(reading, KIND_SPF_UNKNOWN,
              pool_printf(pool,
                          "whether %.*s is included cannot be looked up: %s "
                          "depends on who sends",
                          (int)term.length, term.at, reading->tree.hidden));
    } else if (reading->tree.unknown == NULL) {
        mend(reading,
             blame(reading, KIND_SPF_INCLUDE,
                   pool_printf(pool, "%.*s is missing: what its servers send fails SPF",
                               (int)term.length, term.at)));
    }
}

static void judge_all(struct reading *reading)
{
    struct spf_tree *tree = &reading->tree;
    struct pool *pool = reading->view->pool;
    if (tree->open != NULL) {
        mend(reading,
             blame(reading, KIND_SPF_ALLOWS_ALL,
                   pool_printf(pool, "%s lets everybody send mail of the domain",
                               tree->open)));
    } else if (tree->all == '?' || (tree->all == '\0' && tree->all_is_known)) {
        mend(reading,
             blame(reading, KIND_SPF_NEUTRAL,
                   tree->all == '?'
                       ? "?all says nothing about servers that are not listed"
                       : "there is no all, so that nothing is said about servers "
                         "that are not listed"));
    }
}

static void put_costs(const struct spf_tree *tree, struct buf *out)
{
    buf_printf(out,
               "%s%u look-ups where %d are allowed:", tree->cut ? "more than " : "",
               tree->lookups, SPF_LOOKUPS_MAX);
    for (size_t i = 0; i < tree->cost_count; i++)
        buf_printf(out, "%s %.*s %u", i > 0 ? "," : "", (int)tree->costs[i].term.length,
                   tree->costs[i].term.at, tree->costs[i].lookups);
}

static void judge_lookups(struct reading *reading)
{
    struct spf_tree *tree = &reading->tree;
    struct buf message;
    if (tree->lookups <= SPF_LOOKUPS_MAX && tree->loop == NULL && tree->crowd == NULL)
        return;
    buf_init(&message, COSTS_SIZE);
    if (tree->loop != NULL)
        buf_printf(&message, "the record of %s leads back to itself, without end",
                   tree->loop);
    else if (tree->lookups > SPF_LOOKUPS_MAX)
        put_costs(tree, &message);
    else
        buf_printf(&message,
                   "%s stands for more than %d hosts, so that it counts as "
                   "broken",
                   tree->crowd, SPF_HOSTS_MAX);
    struct finding *finding = blame(reading, KIND_SPF_LOOKUPS, buf_text(&message));
    buf_clear(&message);
    if (tree->loop != NULL || reading->drops_help)
        mend(reading, finding);
    else
        remedy_note(reading->view, finding,
                    "take terms out of the record that are not needed, or write the "
                    "addresses behind them (ip4:, ip6:) instead");
}

static void judge_voids(struct reading *reading)
{
    struct spf_tree *tree = &reading->tree;
    struct buf message;
    if (tree->voids <= SPF_VOIDS_MAX)
        return;
    buf_init(&message, COSTS_SIZE);
    buf_printf(&message, "%u look-ups find nothing where %d may:", tree->voids,
               SPF_VOIDS_MAX);
    for (size_t i = 0; i < tree->void_count; i++)
        buf_printf(&message, "%s %s", i > 0 ? "," : "", tree->void_terms[i]);
    struct finding *finding = blame(reading, KIND_SPF_VOID, buf_text(&message));
    buf_clear(&message);
    if (reading->dropped_count > 0)
        mend(reading, finding);
    else
        remedy_note(reading->view, finding,
                    "whoever publishes these terms has to take them away");
}

static void drop(struct reading *reading, struct span term)
{
    if (reading->dropped_count < DROPPED_MAX)
        reading->dropped[reading->dropped_count++] = term;
}

/* A term that only asks, and lets nobody pass, can go; ptr should (RFC 7208 5.5). */
static bool is_idle(const struct spf_cost *cost)
{
    return span_begins_nocase(cost->term, "ptr") ||
           (cost->voids > 0 && cost->lookups == 1);
}

static void drop_idle(struct reading *reading)
{
    const struct spf_tree *tree = &reading->tree;
    unsigned lookups = tree->lookups;
    for (size_t i = 0; i < tree->wanted_count; i++)
        lookups += tree->wanted[i].qualifier == '\0';
    for (size_t i = 0; i < tree->cost_count; i++)
        if (is_idle(&tree->costs[i]))
            lookups -= tree->costs[i].lookups;
    reading->drops_help = tree->lookups > SPF_LOOKUPS_MAX && lookups <= SPF_LOOKUPS_MAX;
    for (size_t i = 0; i < tree->cost_count; i++)
        if (is_idle(&tree->costs[i]) &&
            (reading->drops_help || tree->voids > SPF_VOIDS_MAX))
            drop(reading, tree->costs[i].term);
}

/* What has to go for whatever reason is left out of every remedy. */
static void list_dropped(struct reading *reading)
{
    const struct spf_tree *tree = &reading->tree;
    if (tree->broken != NULL)
        drop(reading, tree->broken_term);
    if (tree->open != NULL)
        drop(reading, tree->open_term);
    if (tree->loop != NULL)
        drop(reading, tree->loop_term);
    drop_idle(reading);
}

static const struct dns_answer *ask(void *context, const char *name, enum dns_type type)
{
    return view_ask(context, name, type);
}

static void judge_tree(struct reading *reading)
{
    struct view *view = reading->view;
    struct spf_tree *tree = &reading->tree;
    struct spf_question question = {ask, view, view->domain, view->pool};
    spf_walk(&question, record_text(reading->texts.records[0]), tree);
    if (tree->pending)
        return;
    list_dropped(reading);
    if (tree->unknown != NULL)
        reading->faulty |= view_is_unknown(view, KIND_SPF_UNKNOWN, tree->unknown);
    if (tree->broken != NULL)
        judge_broken(reading);
    for (size_t i = 0; i < tree->wanted_count && tree->broken == NULL; i++)
        judge_wanted(reading, &tree->wanted[i]);
    judge_all(reading);
    judge_lookups(reading);
    if (tree->broken == NULL)
        judge_voids(reading);
    if (!reading->faulty)
        blame(reading, KIND_SPF_RECORD,
              pool_printf(view->pool, "the SPF record is in order; look-ups: %u",
                          tree->lookups));
}

static void judge_record(struct reading *reading)
{
    struct error error;
    if (!spf_check(record_text(reading->texts.records[0]), &error))
        mend(reading, blame(reading, KIND_SPF_SYNTAX, error.text));
    else if (reading->listed != NULL && expected_is_parked(reading->view))
        judge_parked(reading);
    else
        judge_tree(reading);
}

void check_spf(struct view *view)
{
    struct reading reading = {.view = view,
                              .answer = view_ask_below(view, "@", DNS_TXT),
                              .listed = expected_text_at(view, "@", start)};
    if (reading.answer == NULL ||
        view_is_unknown(view, KIND_SPF_UNKNOWN, reading.answer))
        return;
    if (reading.listed != NULL)
        reading.listed_text = expected_text(view, reading.listed);
    list_wanted(&reading);
    texts_collect(&reading.texts, reading.answer, spf_is_record);
    if (reading.texts.count == 0)
        judge_absent(&reading);
    else if (reading.texts.count == 1)
        judge_record(&reading);
    else
        mend(&reading, blame(&reading, KIND_SPF_MULTIPLE,
                             pool_printf(view->pool,
                                         "there are %zu SPF records, so that none "
                                         "counts",
                                         reading.texts.count)));
}
