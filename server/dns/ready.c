/* SPDX-License-Identifier: MIT */
#include "dns/ready.h"

#include <assert.h>

void ready_more(struct dns *dns, struct dns_asker *asker)
{
    if (asker->waiting++ == 0)
        dns->waiting++;
}

static void append(struct dns *dns, struct dns_asker *asker)
{
    asker->next = NULL;
    asker->link = dns->last_ready;
    *dns->last_ready = asker;
    dns->last_ready = &asker->next;
}

static void detach(struct dns *dns, struct dns_asker *asker)
{
    assert(asker->link != NULL);
    *asker->link = asker->next;
    *(asker->next != NULL ? &asker->next->link : &dns->last_ready) = asker->link;
    asker->link = NULL;
}

void ready_less(struct dns *dns, struct dns_asker *asker)
{
    if (--asker->waiting > 0)
        return;
    dns->waiting--;
    if (asker->link == NULL)
        append(dns, asker);
}

struct dns_asker *ready_take(struct dns *dns)
{
    struct dns_asker *asker = dns->first_ready;
    while (asker != NULL) {
        detach(dns, asker);
        /* It may have asked for more meanwhile. */
        if (asker->waiting == 0)
            return asker;
        asker = dns->first_ready;
    }
    return NULL;
}

void ready_forget(struct dns *dns, struct dns_asker *asker)
{
    if (asker->link != NULL)
        detach(dns, asker);
    if (asker->waiting > 0)
        dns->waiting--;
}
