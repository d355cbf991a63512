/* SPDX-License-Identifier: MIT */
#include "check/presence.h"

enum presence view_has_address(struct view *view, const char *name,
                               const struct dns_answer **unknown)
{
    static const enum dns_type types[] = {DNS_A, DNS_AAAA};
    *unknown = NULL;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const struct dns_answer *answer = view_ask(view, name, types[i]);
        if (answer == NULL)
            return PRESENCE_NOT_YET;
        if (answer->result == DNS_FOUND)
            return PRESENCE_YES;
        if (!dns_is_certain(answer))
            *unknown = answer;
    }
    return *unknown != NULL ? PRESENCE_UNKNOWN : PRESENCE_NO;
}
