/* SPDX-License-Identifier: MIT */
/* One address of each family is asked of each name server: enough to find the one that
 * is behind, without asking a large operator's servers a hundred times. */
#include "check/nameservers.h"

#include "check/names.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 64 };

/* The zone that holds the domain; NULL where that is not certain, or where the domain
 * is not there at all: then the zone above is not ours to ask about. */
static const char *find_zone(const struct view *view, const struct dns_answer *soa)
{
    if (soa->chain_count > 0)
        return NULL;
    if (soa->result == DNS_FOUND)
        return view->domain;
    bool above = soa->result == DNS_NODATA && soa->zone != NULL &&
                 soa->zone[0] != '\0' && name_is_below(view->domain, soa->zone);
    return above ? soa->zone : NULL;
}

static void add(struct nameservers *servers, const char *name, const char *address)
{
    if (servers->count < NAMESERVERS_MAX)
        servers->items[servers->count++] =
            (struct nameserver){.name = name, .address = address};
}

/* Servers tell names and addresses in turns. Taken in an order of their own, one run
 * finds what the other found. */
static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *first_address(const struct dns_answer *answer)
{
    const char *first = NULL;
    for (size_t i = 0; i < answer->record_count; i++)
        if (first == NULL || strcmp(answer->records[i].text, first) < 0)
            first = answer->records[i].text;
    return first;
}

/* False: not known yet. */
static bool add_addresses(struct state *state, struct nameservers *servers,
                          const char *name)
{
    const struct dns_answer *v4 = dns_ask(state->asker, NULL, name, DNS_A);
    const struct dns_answer *v6 = dns_ask(state->asker, NULL, name, DNS_AAAA);
    if (v4 == NULL || v6 == NULL)
        return false;
    if (v4->record_count > 0)
        add(servers, name, first_address(v4));
    if (v6->record_count > 0)
        add(servers, name, first_address(v6));
    if (v4->record_count + v6->record_count == 0)
        add(servers, name, NULL);
    return true;
}

/* False: not known yet. */
static bool add_all(struct state *state, struct nameservers *servers,
                    const struct dns_answer *ns)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    bool known = true;
    for (; count < ns->record_count && count < NAMES_MAX; count++)
        names[count] = ns->records[count].host;
    qsort(names, count, sizeof *names, compare_texts);
    for (size_t i = 0; i < count && i < NAMESERVERS_MAX; i++)
        known &= add_addresses(state, servers, names[i]);
    return known;
}

/* False: not known yet. */
static bool prove(struct state *state, struct nameservers *servers)
{
    bool known = true;
    for (size_t i = 0; i < servers->count; i++) {
        struct nameserver *server = &servers->items[i];
        if (server->address == NULL)
            continue;
        server->proof = dns_ask(state->asker, server->address, servers->zone, DNS_SOA);
        known &= server->proof != NULL;
        server->good = server->proof != NULL && server->proof->result == DNS_FOUND &&
                       server->proof->authoritative;
    }
    return known;
}

const struct nameservers *nameservers_find(struct state *state)
{
    if (state->servers != NULL)
        return state->servers;
    struct nameservers found = {0};
    const struct dns_answer *soa =
        dns_ask(state->asker, NULL, state->view.domain, DNS_SOA);
    if (soa == NULL)
        return NULL;
    found.zone = find_zone(&state->view, soa);
    if (found.zone != NULL) {
        const struct dns_answer *ns = dns_ask(state->asker, NULL, found.zone, DNS_NS);
        if (ns == NULL)
            return NULL;
        if (ns->result != DNS_FOUND)
            found.zone = NULL;
        else if (!add_all(state, &found, ns) || !prove(state, &found))
            return NULL;
    }
    struct nameservers *kept = pool_alloc(state->view.pool, sizeof *kept);
    *kept = found;
    return state->servers = kept;
}

/* Silence of one address tells nothing while another of the same server answers: this
 * machine may have no way to it. */
static bool is_excused(const struct nameservers *servers,
                       const struct nameserver *server)
{
    if (server->proof == NULL || (server->proof->result != DNS_TIMEOUT &&
                                  server->proof->result != DNS_UNREACHABLE))
        return false;
    for (size_t i = 0; i < servers->count; i++)
        if (servers->items[i].good && strcmp(servers->items[i].name, server->name) == 0)
            return true;
    return false;
}

static const char *fault(const struct nameserver *server)
{
    if (server->proof == NULL)
        return "it has no address";
    if (!dns_is_certain(server->proof))
        return dns_result_text(server->proof->result);
    return "it does not hold the zone";
}

void nameservers_judge(struct state *state, const struct nameservers *servers)
{
    for (size_t i = 0; i < servers->count; i++) {
        const struct nameserver *server = &servers->items[i];
        if (server->good || is_excused(servers, server))
            continue;
        struct finding *finding =
            view_add(&state->view, KIND_ZONE_LAME, servers->zone, DNS_NS,
                     pool_printf(state->view.pool,
                                 "the name server %s does not answer for the zone: %s",
                                 server->name, fault(server)));
        finding_found(finding, server->name);
        if (server->address != NULL)
            finding_found(finding, server->address);
    }
}
