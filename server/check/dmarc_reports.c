/* SPDX-License-Identifier: MIT */
#include "check/dmarc_reports.h"

#include "check/dmarc_walk.h"
#include "check/names.h"
#include "check/remedy.h"
#include "check/tags.h"
#include "check/texts.h"

#include <string.h>

enum { TARGETS_MAX = 8, SHOWN_SIZE = 80 };

static const char yes[] = "v=DMARC1;";

struct reading {
    struct view *view;
    const struct dns_answer *answer;
    const struct dns_record *record;
    enum dmarc_level least;
    const char *targets[TARGETS_MAX]; /* other domains that get reports */
    size_t target_count;
    bool faulty;
};

static struct finding *blame(struct reading *reading, const char *message)
{
    struct view *view = reading->view;
    struct finding *finding =
        view_add(view, KIND_DMARC_REPORTS, reading->answer->name, DNS_TXT, message);
    finding_found(finding, view_print(view, reading->record, DNS_TXT));
    reading->faulty = true;
    return finding;
}

static bool is_noted(const struct reading *reading, const char *domain)
{
    for (size_t i = 0; i < reading->target_count; i++)
        if (strcmp(reading->targets[i], domain) == 0)
            return true;
    return false;
}

/* Above and below a domain is the same organisation. */
static bool is_related(const char *domain, const char *target)
{
    return name_is_below(domain, target) || name_is_below(target, domain);
}

static void blame_address(struct reading *reading, struct span address)
{
    struct view *view = reading->view;
    struct span record = record_text(reading->record);
    char shown[SHOWN_SIZE];
    struct finding *finding = blame(
        reading,
        pool_printf(view->pool,
                    "%s is no mailto: address, so that no reports "
                    "are sent there",
                    text_sanitise(address.at, address.length, shown, sizeof shown)));
    remedy_remove_texts(view, finding, reading->answer, &reading->record, 1);
    remedy_add_text(view, finding, reading->answer->name,
                    dmarc_mend(record, reading->least, view->pool));
}

static void read_addresses(struct reading *reading, const char *tag)
{
    struct span rest, address;
    char domain[HOSTNAME_SIZE];
    if (!tags_find(record_text(reading->record), tag, &rest))
        return;
    while (dmarc_next_address(&rest, &address, domain)) {
        if (domain[0] == '\0' && !reading->faulty)
            blame_address(reading, address);
        if (domain[0] == '\0' || is_related(reading->view->domain, domain) ||
            is_noted(reading, domain) || reading->target_count == TARGETS_MAX)
            continue;
        reading->targets[reading->target_count++] =
            pool_strdup(reading->view->pool, domain);
    }
}

/* The domain that both stand below, if it has more than one label; or NULL. */
static const char *common_parent(const char *one, const char *other)
{
    const char *dot = one;
    while ((dot = strchr(dot, '.')) != NULL) {
        dot++;
        if (name_is_below(other, dot))
            return strchr(dot, '.') != NULL ? dot : NULL;
    }
    return NULL;
}

/* Siblings are of one organisation if there is a DMARC record above both of them. */
static bool is_same_organisation(struct reading *reading, const char *target)
{
    struct view *view = reading->view;
    const char *parent = common_parent(view->domain, target);
    for (; parent != NULL && strchr(parent, '.') != NULL;
         parent = strchr(parent, '.') + 1) {
        const char *name = pool_printf(view->pool, "_dmarc.%s", parent);
        const struct dns_answer *answer = view_ask(view, name, DNS_TXT);
        /* What is not known yet, or not to be had, is nothing to complain about. */
        if (answer == NULL || !dns_is_certain(answer) ||
            texts_only(answer, dmarc_is_record) != NULL)
            return true;
    }
    return false;
}

static bool says_yes(const struct dns_answer *answer)
{
    struct texts texts;
    texts_collect(&texts, answer, dmarc_is_record);
    return texts.count > 0;
}

static void judge_target(struct reading *reading, const char *target,
                         const struct dns_answer *answer)
{
    struct view *view = reading->view;
    if (view_is_unknown(view, KIND_DMARC_UNKNOWN, answer)) {
        reading->faulty = true;
        return;
    }
    if (says_yes(answer) || is_same_organisation(reading, target))
        return;
    struct finding *finding =
        blame(reading, pool_printf(view->pool,
                                   "%s does not say that it takes reports about %s, so "
                                   "that none are sent there",
                                   target, view->domain));
    remedy_note(view, finding, "in the zone of %s:", target);
    remedy_add_text(view, finding, answer->name, (struct span){yes, sizeof yes - 1});
}

bool dmarc_judge_reports(struct view *view, const struct dns_answer *answer,
                         const struct dns_record *record, enum dmarc_level least)
{
    struct reading reading = {
        .view = view, .answer = answer, .record = record, .least = least};
    const struct dns_answer *answers[TARGETS_MAX] = {NULL};
    read_addresses(&reading, "rua");
    read_addresses(&reading, "ruf");
    for (size_t i = 0; i < reading.target_count; i++)
        answers[i] = view_ask(view,
                              pool_printf(view->pool, "%s._report._dmarc.%s",
                                          view->domain, reading.targets[i]),
                              DNS_TXT);
    for (size_t i = 0; i < reading.target_count; i++)
        if (answers[i] != NULL)
            judge_target(&reading, reading.targets[i], answers[i]);
    return reading.faulty;
}
