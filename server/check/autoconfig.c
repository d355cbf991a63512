/* SPDX-License-Identifier: MIT */
/* The two names under which mail programs look for their settings. They may lead to
 * their server by an alias, or have its addresses, as with names that DNS providers
 * flatten. */
#include "check/checks.h"
#include "check/expected.h"
#include "check/names.h"
#include "check/path.h"
#include "check/remedy.h"

#include <string.h>

/* One of the two. */
struct guide {
    const char *label;
    enum kind target, missing, elsewhere, unknown;
};

struct lead {
    struct view *view;
    const struct guide *guide;
    const struct expected_record *record;
    const char *target;
    struct path path;
};

/* The addresses of a name and those of its target. */
struct addresses {
    const struct dns_answer *own[2], *target[2]; /* A, AAAA */
};

/* False: not known yet. */
static bool ask_addresses(const struct lead *lead, struct addresses *addresses)
{
    static const enum dns_type types[] = {DNS_A, DNS_AAAA};
    bool known = true;
    for (size_t i = 0; i < 2; i++) {
        addresses->own[i] = view_ask(lead->view, lead->record->owner, types[i]);
        addresses->target[i] = view_ask(lead->view, lead->target, types[i]);
        known &= addresses->own[i] != NULL && addresses->target[i] != NULL;
    }
    return known;
}

static bool has_address(const struct dns_answer *answer, const char *address)
{
    for (size_t i = 0; i < answer->record_count; i++)
        if (strcmp(answer->records[i].text, address) == 0)
            return true;
    return false;
}

/* Whether there are addresses, and none that the target does not have. */
static bool are_within(const struct addresses *addresses)
{
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        const struct dns_answer *own = addresses->own[i];
        for (size_t j = 0; j < own->record_count; j++)
            if (!has_address(addresses->target[i], own->records[j].text))
                return false;
        count += own->record_count;
    }
    return count > 0;
}

static void add_fault(const struct lead *lead, enum kind kind, const char *message)
{
    path_blame(lead->view, &lead->path, kind, lead->record, message);
}

static void add_right(const struct lead *lead)
{
    path_praise(lead->view, &lead->path, lead->guide->target, lead->record);
}

static const char *describe(const struct lead *lead)
{
    const struct path *path = &lead->path;
    struct pool *pool = lead->view->pool;
    if (path->looped)
        return "the aliases lead back to themselves";
    if (path->count == 0)
        return pool_printf(pool, "has addresses that are not those of %s",
                           lead->target);
    if (path->answer->result == DNS_NXDOMAIN)
        return pool_printf(pool, "leads to %s, which does not exist",
                           path->hops[path->count - 1]);
    return pool_printf(pool, "leads to %s instead of %s", path->hops[0], lead->target);
}

/* The name leads somewhere; only the addresses can still say that it is the right
 * place. Microsoft's change without notice, so that there they are a fault already. */
static void judge_addresses(const struct lead *lead)
{
    struct addresses addresses;
    if (lead->path.answer->result == DNS_FOUND && !name_is_microsoft(lead->target)) {
        if (!ask_addresses(lead, &addresses))
            return;
        for (size_t i = 0; i < 2; i++)
            if (view_is_unknown(lead->view, lead->guide->unknown, addresses.own[i]) ||
                view_is_unknown(lead->view, lead->guide->unknown, addresses.target[i]))
                return;
        if (are_within(&addresses)) {
            add_right(lead);
            return;
        }
    }
    add_fault(lead, lead->guide->elsewhere, describe(lead));
}

static void judge(const struct lead *lead)
{
    const struct path *path = &lead->path;
    bool ends = path->complete || path->looped || path->cut;
    if (path_leads_to(path, lead->target))
        add_right(lead);
    else if ((path->count == 0 || !ends) &&
             view_is_unknown(lead->view, lead->guide->unknown, path->answer))
        return;
    else if (path->count == 0 && path->answer->result != DNS_FOUND)
        add_fault(lead, lead->guide->missing,
                  path->answer->result == DNS_NXDOMAIN ? "the name does not exist"
                                                       : "the name has no CNAME");
    else
        judge_addresses(lead);
}

static void check(struct view *view, const struct guide *guide)
{
    struct lead lead = {.view = view,
                        .guide = guide,
                        .record = expected_find(view, guide->label, "CNAME", 0)};
    if (lead.record == NULL || lead.record->missing != NULL)
        return;
    lead.target = expected_target(view, lead.record);
    if (path_find(view, lead.record->owner, &lead.path))
        judge(&lead);
}

void check_autoconfig(struct view *view)
{
    static const struct guide guide = {
        .label = "autoconfig",
        .target = KIND_AUTOCONFIG_TARGET,
        .missing = KIND_AUTOCONFIG_MISSING,
        .elsewhere = KIND_AUTOCONFIG_ELSEWHERE,
        .unknown = KIND_AUTOCONFIG_UNKNOWN,
    };
    check(view, &guide);
}

/* Outlook would follow it instead of the alias. A target of "." offers nothing. */
static void check_service(struct view *view)
{
    static const char label[] = "_autodiscover._tcp";
    const struct expected_record *alias =
        expected_find(view, "autodiscover", "CNAME", 0);
    if (alias == NULL || !name_is_microsoft(expected_target(view, alias)) ||
        expected_find(view, label, "SRV", 0) != NULL)
        return;
    const struct dns_answer *answer = view_ask_below(view, label, DNS_SRV);
    if (answer == NULL || view_is_unknown(view, KIND_AUTODISCOVER_UNKNOWN, answer) ||
        answer->record_count == 0 || answer->records[0].host[0] == '\0')
        return;
    struct finding *finding = view_add(
        view, KIND_AUTODISCOVER_SRV, answer->name, DNS_SRV,
        "there is an SRV record for Autodiscover, which leads Outlook astray: at "
        "Exchange Online the CNAME does it all");
    finding_found_answer(view, finding, answer);
    remedy_remove_answer(view, finding, answer);
}

void check_autodiscover(struct view *view)
{
    static const struct guide guide = {
        .label = "autodiscover",
        .target = KIND_AUTODISCOVER_TARGET,
        .missing = KIND_AUTODISCOVER_MISSING,
        .elsewhere = KIND_AUTODISCOVER_ELSEWHERE,
        .unknown = KIND_AUTODISCOVER_UNKNOWN,
    };
    check(view, &guide);
    check_service(view);
}
