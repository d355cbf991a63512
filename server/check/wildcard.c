/* SPDX-License-Identifier: MIT */
#include "check/wildcard.h"

#include "check/remedy.h"

#include <string.h>

const struct dns_answer *wildcard_ask(struct view *view, enum dns_type type)
{
    return view_ask_below(view, "waypost-no-such-name", type);
}

bool wildcard_is_there(const struct dns_answer *answer)
{
    return answer->result == DNS_FOUND || answer->chain_count > 0;
}

static bool is_same_record(struct view *view, const struct dns_record *one,
                           const struct dns_record *other, enum dns_type type)
{
    return strcmp(view_print(view, one, type), view_print(view, other, type)) == 0;
}

static bool has_record(struct view *view, const struct dns_answer *answer,
                       const struct dns_record *record)
{
    for (size_t i = 0; i < answer->record_count; i++)
        if (is_same_record(view, &answer->records[i], record, answer->type))
            return true;
    return false;
}

bool wildcard_is_same(struct view *view, const struct dns_answer *wildcard,
                      const struct dns_answer *answer)
{
    if (!wildcard_is_there(wildcard) || wildcard->chain_count != answer->chain_count ||
        wildcard->record_count != answer->record_count)
        return false;
    if (answer->chain_count > 0)
        return strcmp(answer->chain[0], wildcard->chain[0]) == 0;
    for (size_t i = 0; i < answer->record_count; i++)
        if (!has_record(view, wildcard, &answer->records[i]))
            return false;
    return true;
}

void wildcard_remove(struct view *view, struct finding *finding,
                     const struct dns_answer *answer)
{
    struct dns_answer entered = *answer;
    entered.name = pool_join(view->pool, "*.", view->domain, NULL);
    remedy_remove_answer(view, finding, &entered);
}
