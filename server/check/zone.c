/* SPDX-License-Identifier: MIT */
/* The domain itself: with anything but zone.exists nothing else is looked at. */
#include "check/checks.h"
#include "check/expected.h"
#include "check/names.h"
#include "check/nameservers.h"
#include "check/remedy.h"
#include "check/wanted.h"
#include "check/wildcard.h"

#include <string.h>

/* Whether the template lists one, so that it is there on purpose. */
static bool is_wanted(const struct view *view)
{
    for (size_t i = 0; i < view->records.count; i++)
        if (view->records.items[i].owner[0] == '*')
            return true;
    return false;
}

/* What the wildcard was meant for has to be there without it. */
static void add_meant(struct view *view, struct finding *finding, const char *target)
{
    for (size_t i = 0; i < view->records.count; i++) {
        const struct expected_record *record = &view->records.items[i];
        if (strcmp(record->type, "CNAME") != 0 || record->missing != NULL)
            continue;
        const char *wanted = expected_target(view, record);
        if (strcmp(wanted, target) == 0 || name_is_as_good(wanted, target))
            remedy_add(view, finding, record->owner, DNS_CNAME, record->data);
    }
}

static void judge_wildcard(struct view *view, const struct dns_answer *v4)
{
    const struct dns_answer *v6 = NULL;
    bool alias = v4->chain_count > 0;
    if (is_wanted(view) ||
        (!alias && v4->result != DNS_FOUND && v4->result != DNS_NODATA))
        return;
    if (!alias) {
        v6 = wildcard_ask(view, DNS_AAAA);
        if (v6 == NULL || (!wildcard_is_there(v4) && !wildcard_is_there(v6)))
            return;
    }
    const char *name = pool_printf(view->pool, "*.%s", view->domain);
    struct finding *finding =
        view_add(view, KIND_ZONE_WILDCARD, name, alias ? DNS_CNAME : DNS_A,
                 pool_printf(view->pool,
                             "every name below %s has an answer, so that a mistake in "
                             "a name goes unnoticed",
                             view->domain));
    finding_found_answer(view, finding, v4);
    wildcard_remove(view, finding, v4);
    if (alias) {
        add_meant(view, finding, v4->chain[0]);
        return;
    }
    finding_found_answer(view, finding, v6);
    wildcard_remove(view, finding, v6);
}

static void judge(struct view *view, const struct dns_answer *soa)
{
    const char *domain = view->domain;
    if (soa->result == DNS_BOGUS)
        view_add(view, KIND_ZONE_BOGUS, domain, DNS_SOA,
                 pool_printf(view->pool,
                             "the DNSSEC signatures of the domain do not hold: whoever "
                             "validates them refuses all of it (asked: %s)",
                             soa->server));
    else if (view_is_unknown(view, KIND_ZONE_UNKNOWN, soa))
        return;
    else if (soa->result == DNS_NXDOMAIN && soa->chain_count == 0)
        view_add(view, KIND_ZONE_MISSING, domain, DNS_SOA,
                 "the domain does not exist in the DNS");
    else if (soa->result == DNS_NODATA && soa->zone != NULL && soa->chain_count == 0)
        view_add(view, KIND_ZONE_EXISTS, domain, DNS_SOA,
                 pool_join(view->pool, "the domain is a name in the zone ", soa->zone,
                           NULL));
    else
        view_add(view, KIND_ZONE_EXISTS, domain, DNS_SOA, "the domain is in the DNS");
}

void check_zone(struct view *view)
{
    struct state *state = state_of(view);
    bool wanted = finding_is_wanted(state->options, kinds[KIND_ZONE_WILDCARD].id);
    const struct dns_answer *soa = view_ask(view, view->domain, DNS_SOA);
    const struct dns_answer *wildcard = wanted ? wildcard_ask(view, DNS_A) : NULL;
    if (soa == NULL || (wanted && wildcard == NULL))
        return;
    judge(view, soa);
    if (state->servers != NULL)
        nameservers_judge(state, state->servers);
    if (wanted)
        judge_wildcard(view, wildcard);
}
