/* SPDX-License-Identifier: MIT */
/* A web host at the bare domain is what most domains have. It stands in the way only if
 * it answers for paths that it knows nothing of, which the DNS cannot tell. */
#include "check/checks.h"
#include "check/expected.h"

#include <string.h>

static bool expects(const struct view *view, const char *label)
{
    const struct expected_record *record = expected_find(view, label, "CNAME", 0);
    return record != NULL && record->missing == NULL;
}

static bool is_same(const struct dns_answer *one, const struct dns_answer *other)
{
    for (size_t i = 0; i < one->record_count; i++)
        for (size_t j = 0; j < other->record_count; j++)
            if (strcmp(one->records[i].text, other->records[j].text) == 0)
                return true;
    return false;
}

void check_apex(struct view *view)
{
    const char *host = view->site->host;
    if (host == NULL || strcmp(host, view->domain) == 0 ||
        (!expects(view, "autoconfig") && !expects(view, "autodiscover")))
        return;
    const struct dns_answer *v4 = view_ask(view, view->domain, DNS_A);
    const struct dns_answer *v6 = view_ask(view, view->domain, DNS_AAAA);
    const struct dns_answer *host_v4 = view_ask(view, host, DNS_A);
    const struct dns_answer *host_v6 = view_ask(view, host, DNS_AAAA);
    if (v4 == NULL || v6 == NULL || host_v4 == NULL || host_v6 == NULL)
        return;
    if (v4->record_count + v6->record_count == 0 || is_same(v4, host_v4) ||
        is_same(v6, host_v6))
        return;
    struct finding *finding = view_add(
        view, KIND_APEX_WEB, view->domain, v4->record_count > 0 ? DNS_A : DNS_AAAA,
        pool_printf(view->pool,
                    "a web host answers for the bare domain, where Outlook asks first; "
                    "it should answer 404, or pass on to %s, for /autodiscover/ and "
                    "/.well-known/autoconfig/",
                    host));
    finding_found_answer(view, finding, v4);
    finding_found_answer(view, finding, v6);
}
