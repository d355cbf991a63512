/* SPDX-License-Identifier: MIT */
#include "check/checks.h"
#include "check/dmarc_policy.h"
#include "check/dmarc_reports.h"
#include "check/dmarc_walk.h"
#include "check/expected.h"
#include "check/remedy.h"
#include "check/texts.h"

#include <string.h>

static const char label[] = "_dmarc";
static const char usual[] = "v=DMARC1; p=quarantine";

struct reading {
    struct view *view;
    const struct dns_answer *answer;
    struct texts texts;
    const struct expected_record *listed; /* or NULL */
    bool parked;
};

static struct finding *say(struct reading *reading, enum kind kind, const char *message)
{
    struct view *view = reading->view;
    struct finding *finding =
        view_add(view, kind, reading->answer->name, DNS_TXT, message);
    if (reading->listed != NULL)
        finding_expect(finding, reading->listed->data);
    texts_found(view, finding, &reading->texts);
    return finding;
}

/* What protects, of the record that the template lists or by itself. */
static enum dmarc_level good_level(const struct reading *reading)
{
    enum dmarc_level level = DMARC_INVALID;
    if (reading->listed != NULL)
        level = dmarc_judge(expected_text(reading->view, reading->listed), false,
                            reading->view->pool)
                    .level;
    return level > DMARC_NONE ? level : DMARC_QUARANTINE;
}

static void add_listed(struct reading *reading, struct finding *finding)
{
    if (reading->listed != NULL)
        remedy_add_expected(reading->view, finding, reading->listed);
    else
        remedy_add_text(reading->view, finding, reading->answer->name,
                        (struct span){usual, sizeof usual - 1});
}

/* Puts one record in the place of all. */
static void replace(struct reading *reading, struct finding *finding,
                    const struct dns_record *record, enum dmarc_level least)
{
    struct view *view = reading->view;
    remedy_remove_texts(view, finding, reading->answer, reading->texts.records,
                        reading->texts.kept);
    remedy_add_text(view, finding, reading->answer->name,
                    dmarc_mend(record_text(record), least, view->pool));
}

/* Of several the one with the strongest policy is kept. */
static void judge_several(struct reading *reading)
{
    struct view *view = reading->view;
    const struct dns_record *best = reading->texts.records[0];
    enum dmarc_level level = DMARC_INVALID;
    for (size_t i = 0; i < reading->texts.kept; i++) {
        struct dmarc_policy policy =
            dmarc_judge(record_text(reading->texts.records[i]), false, view->pool);
        if (policy.level > level) {
            best = reading->texts.records[i];
            level = policy.level;
        }
    }
    struct finding *finding =
        say(reading, KIND_DMARC_MULTIPLE,
            pool_printf(view->pool, "there are %zu DMARC records, so that none counts",
                        reading->texts.count));
    replace(reading, finding, best, good_level(reading));
}

static const char *describe(const struct reading *reading, const char *says,
                            const struct dmarc_policy *policy)
{
    return policy->reason == NULL
               ? says
               : pool_printf(reading->view->pool, "%s (%s)", says, policy->reason);
}

/* The kind of a policy that counts, and a sentence about it. */
static enum kind judge_level(const struct reading *reading, enum dmarc_level level,
                             const char **says)
{
    *says = "the DMARC record is in order";
    if (reading->parked && level < DMARC_REJECT) {
        *says = "the domain is parked, and its policy is weaker than reject";
        return KIND_DMARC_PARKED;
    }
    if (level > DMARC_NONE)
        return KIND_DMARC_RECORD;
    *says = "the policy is none: what fails is delivered all the same";
    return KIND_DMARC_NONE;
}

/* The record of the domain itself. */
static void judge_own(struct reading *reading)
{
    struct view *view = reading->view;
    const struct dns_record *record = reading->texts.records[0];
    struct span text = record_text(record);
    struct dmarc_policy policy = dmarc_judge(text, false, view->pool);
    const char *says = "the record counts for nothing";
    if (policy.level == DMARC_INVALID) {
        replace(reading,
                say(reading, KIND_DMARC_SYNTAX, describe(reading, says, &policy)),
                record, good_level(reading));
        return;
    }
    enum kind kind = judge_level(reading, policy.level, &says);
    enum dmarc_level least =
        kind == KIND_DMARC_RECORD ? policy.level : good_level(reading);
    bool faulty = dmarc_judge_reports(view, reading->answer, record, least);
    if (dmarc_is_obsolete(text))
        replace(reading,
                say(reading, KIND_DMARC_OBSOLETE,
                    "pct, rf and ri mean nothing since RFC 9989"),
                record, least);
    if (kind != KIND_DMARC_RECORD)
        replace(reading, say(reading, kind, describe(reading, says, &policy)), record,
                least);
    else if (!faulty)
        say(reading, kind, describe(reading, says, &policy));
}

/* The record of a domain above, which speaks for this one too. */
static void judge_above(struct reading *reading, const struct dmarc_walk *walk)
{
    struct view *view = reading->view;
    struct dmarc_policy policy =
        dmarc_judge(record_text(walk->record), true, view->pool);
    const char *says = "the record counts for nothing";
    enum kind kind = KIND_DMARC_SYNTAX;
    if (policy.level != DMARC_INVALID)
        kind = judge_level(reading, policy.level, &says);
    struct finding *finding =
        say(reading, kind,
            describe(reading,
                     pool_printf(view->pool, "%s (that of %s)", says, walk->domain),
                     &policy));
    finding_found(finding, view_print(view, walk->record, DNS_TXT));
    if (kind != KIND_DMARC_RECORD)
        add_listed(reading, finding);
}

static void judge_absent(struct reading *reading)
{
    struct view *view = reading->view;
    texts_collect(&reading->texts, reading->answer, dmarc_is_spoiled);
    if (reading->texts.count > 0) {
        replace(reading,
                say(reading, KIND_DMARC_SYNTAX,
                    "this was meant as DMARC, but does not begin with \"v=DMARC1;\""),
                reading->texts.records[0], good_level(reading));
        return;
    }
    struct dmarc_walk walk = dmarc_walk(view, view->domain);
    if (walk.pending)
        return;
    if (walk.record != NULL)
        judge_above(reading, &walk);
    else if (walk.unknown == NULL ||
             !view_is_unknown(view, KIND_DMARC_UNKNOWN, walk.unknown)) {
        struct finding *finding =
            say(reading, KIND_DMARC_MISSING, "there is no DMARC record, here or above");
        if (reading->answer->chain_count > 0)
            remedy_remove_answer(view, finding, reading->answer);
        add_listed(reading, finding);
    }
}

void check_dmarc(struct view *view)
{
    struct reading reading = {
        .view = view,
        .answer = view_ask_below(view, label, DNS_TXT),
        .listed = expected_text_at(view, label, "v=DMARC1"),
        .parked = expected_is_parked(view),
    };
    if (reading.answer == NULL ||
        view_is_unknown(view, KIND_DMARC_UNKNOWN, reading.answer))
        return;
    texts_collect(&reading.texts, reading.answer, dmarc_is_record);
    if (reading.texts.count == 0)
        judge_absent(&reading);
    else if (reading.texts.count == 1)
        judge_own(&reading);
    else
        judge_several(&reading);
}
