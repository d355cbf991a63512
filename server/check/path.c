/* SPDX-License-Identifier: MIT */
#include "check/path.h"

#include "check/expected.h"
#include "check/names.h"
#include "check/remedy.h"
#include "check/wildcard.h"

#include <string.h>

static bool has_been_at(const struct path *path, const char *name)
{
    if (strcmp(path->name, name) == 0)
        return true;
    for (size_t i = 0; i < path->count; i++)
        if (strcmp(path->hops[i], name) == 0)
            return true;
    return false;
}

/* Adds a hop; false where the path ends by that. */
static bool add_hop(struct path *path, const char *name)
{
    path->looped = has_been_at(path, name);
    path->cut = !path->looped && path->count == DNS_CHAIN_MAX;
    if (path->count < DNS_CHAIN_MAX)
        path->hops[path->count++] = name;
    return !path->looped && !path->cut;
}

/* One CNAME after the other. False: not known yet. */
static bool follow(struct view *view, struct path *path)
{
    const char *name = path->name;
    for (;;) {
        const struct dns_answer *answer = view_ask(view, name, DNS_CNAME);
        if (answer == NULL)
            return false;
        if (answer->result != DNS_FOUND) {
            path->complete = dns_is_certain(answer);
            /* What is not there has no addresses, whoever cannot say so. */
            if (answer->result == DNS_NXDOMAIN)
                path->answer = answer;
            return true;
        }
        name = answer->records[0].host;
        if (!add_hop(path, name))
            return true;
    }
}

static void copy_chain(struct path *path, const struct dns_answer *answer)
{
    path->count = answer->chain_count;
    if (answer->chain_count > 0)
        memcpy(path->hops, answer->chain, answer->chain_count * sizeof *path->hops);
    path->looped = answer->looped;
    path->cut = answer->cut;
    path->complete = !answer->looped && !answer->cut;
}

bool path_find(struct view *view, const char *name, struct path *path)
{
    const struct dns_answer *answer = view_ask(view, name, DNS_A);
    if (answer == NULL)
        return false;
    *path = (struct path){.name = answer->name, .answer = answer};
    if (!dns_is_certain(answer) && !answer->looped && !answer->cut)
        return answer->result == DNS_BAD_NAME || follow(view, path);
    copy_chain(path, answer);
    if (answer->result != DNS_NODATA || !path->complete)
        return true;
    answer = view_ask(view, name, DNS_AAAA);
    if (answer == NULL)
        return false;
    if (answer->result != DNS_NODATA)
        path->answer = answer;
    return true;
}

bool path_leads_to(const struct path *path, const char *target)
{
    for (size_t i = 0; i < path->count; i++)
        if (strcmp(path->hops[i], target) == 0 ||
            name_is_as_good(target, path->hops[i]))
            return true;
    return false;
}

void path_found(struct view *view, struct finding *finding, const struct path *path)
{
    for (size_t i = 0; i < path->count; i++)
        finding_found(finding, path->hops[i]);
    if (path->count == 0)
        finding_found_answer(view, finding, path->answer);
}

bool path_is_made_up(struct view *view, const struct path *path, bool *made_up)
{
    const struct dns_answer *answer = path->answer;
    if (path->count > 0)
        answer = view_ask(view, path->name, DNS_CNAME);
    if (answer == NULL)
        return false;
    const struct dns_answer *wildcard = wildcard_ask(view, answer->type);
    *made_up = wildcard != NULL && wildcard_is_same(view, wildcard, answer);
    return wildcard != NULL;
}

/* Takes the records of one type away. */
static void remove_records(struct view *view, struct finding *finding, const char *name,
                           enum dns_type type)
{
    const struct dns_answer *answer = view_ask(view, name, type);
    const struct dns_answer *wildcard = wildcard_ask(view, type);
    if (answer == NULL || wildcard == NULL)
        return;
    if (wildcard_is_same(view, wildcard, answer))
        remedy_note(view, finding,
                    "what %s has as %s comes from the wildcard; if it stands there "
                    "by itself as well, remove it",
                    name, dns_type_name(type));
    else
        remedy_remove_answer(view, finding, answer);
}

static void remove_alias(struct view *view, struct finding *finding,
                         const struct path *path)
{
    const struct dns_answer *answer = view_ask(view, path->name, DNS_CNAME);
    if (answer != NULL && answer->result == DNS_FOUND)
        remove_records(view, finding, path->name, DNS_CNAME);
    else if (answer != NULL)
        remedy_remove(view, finding, path->name, DNS_CNAME,
                      pool_join(view->pool, path->hops[0], ".", NULL));
}

void path_remove(struct view *view, struct finding *finding, const struct path *path)
{
    static const enum dns_type types[] = {DNS_A, DNS_AAAA, DNS_TXT, DNS_MX};
    if (path->count > 0) {
        remove_alias(view, finding, path);
        return;
    }
    if (path->answer->result == DNS_NXDOMAIN)
        return;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        remove_records(view, finding, path->name, types[i]);
}

struct finding *path_blame(struct view *view, const struct path *path, enum kind kind,
                           const struct expected_record *record, const char *message)
{
    struct finding *finding = view_add(view, kind, record->owner, DNS_CNAME, message);
    finding_expect(finding, expected_target(view, record));
    path_found(view, finding, path);
    path_remove(view, finding, path);
    remedy_add(view, finding, record->owner, DNS_CNAME, record->data);
    return finding;
}

void path_praise(struct view *view, const struct path *path, enum kind kind,
                 const struct expected_record *record)
{
    const char *target = expected_target(view, record);
    struct finding *finding =
        view_add(view, kind, record->owner, DNS_CNAME,
                 pool_join(view->pool, "leads to ", target, NULL));
    finding_expect(finding, target);
    path_found(view, finding, path);
}
