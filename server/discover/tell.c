/* SPDX-License-Identifier: MIT */
#include "discover/tell.h"

#include "xml/judge.h"

#include <string.h>

/* Who listens, and about what. */
struct telling {
    const struct discovery *discovery;
    const struct door *doors;
    size_t count;
    struct pool *pool;
    finding_sink *sink;
    void *context;
};

const struct door *tell_taken(const struct door *doors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (door_has_settings(&doors[i]))
            return &doors[i];
    return NULL;
}

/* "imap mail.example.com:993 tls %EMAILADDRESS%" */
static const char *describe(struct pool *pool, const struct service *service)
{
    return pool_printf(pool, "%s %s:%u %s %s", protocol_name(service->protocol),
                       service->host, service->port, security_name(service->security),
                       service->username);
}

static size_t list(struct pool *pool, const struct service *services, size_t count,
                   const char **out)
{
    size_t listed = 0;
    for (size_t i = 0; i < count && listed < FINDING_VALUES_MAX; i++)
        if (service_is_public(&services[i]))
            out[listed++] = describe(pool, &services[i]);
    return listed;
}

static bool has(const char *const *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

/* Compares with what domains.ini declares; both lists go into the finding if they
 * differ. */
static bool differs(const struct telling *telling, const struct door *door,
                    struct finding *finding)
{
    const struct settings *settings = telling->discovery->settings;
    if (settings == NULL || settings->offer == NULL || !door_has_settings(door))
        return false;
    size_t expected = list(telling->pool, settings->offer->services,
                           settings->offer->service_count, finding->expected);
    size_t found = list(telling->pool, door->foreign.services,
                        door->foreign.service_count, finding->found);
    bool same = expected == found;
    for (size_t i = 0; i < found; i++)
        same &= has(finding->expected, expected, finding->found[i]);
    if (same) {
        memset(finding->expected, 0, sizeof finding->expected);
        memset(finding->found, 0, sizeof finding->found);
    }
    return !same;
}

static void complete(const struct telling *telling, enum discover_kind kind,
                     const char *more, struct finding *finding)
{
    const struct finding_kind *row = &discover_kinds[kind];
    const struct settings *settings = telling->discovery->settings;
    finding->id = row->id;
    finding->verdict = row->verdict;
    finding->domain = telling->discovery->domain;
    finding->message = more[0] != '\0'
                           ? pool_printf(telling->pool, "%s Seen: %s.", row->when, more)
                           : row->when;
    finding->remedy = row->remedy;
    finding->file = settings != NULL ? settings->file : NULL;
    finding->line = settings != NULL ? settings->line : 0;
    telling->sink(telling->context, finding);
}

/* What came of it, and by which way if that was not straight. */
static const char *explain(const struct telling *telling, const struct door *door)
{
    bool moved = door->last[0] != '\0' && strcmp(door->last, door->shown) != 0;
    if (!moved)
        return door->text;
    return pool_join(telling->pool, door->text, door->text[0] != '\0' ? ", at " : "at ",
                     door->last, NULL);
}

static void tell_door(const struct telling *telling, const struct door *door)
{
    struct finding finding = {.subject = door->shown,
                              .milliseconds = door->milliseconds};
    bool other = differs(telling, door, &finding);
    complete(telling, other ? DISCOVER_DOOR_DIFFERS : door->result,
             explain(telling, door), &finding);
}

/* Whether a door before this one says yes and has nothing. */
static const struct door *find_rubbish(const struct telling *telling,
                                       const struct door *taken)
{
    for (const struct door *door = telling->doors; door < taken; door++)
        if (door->result == DISCOVER_DOOR_RUBBISH ||
            door->result == DISCOVER_DOOR_USELESS)
            return door;
    return NULL;
}

static bool has_silent(const struct telling *telling)
{
    for (size_t i = 0; i < telling->count; i++)
        if (telling->doors[i].result == DISCOVER_DOOR_SILENT)
            return true;
    return false;
}

/* What all doors come to. */
static void tell_domain(const struct telling *telling, const struct door *taken)
{
    struct finding finding = {.subject = telling->discovery->domain};
    const struct door *rubbish = taken != NULL ? find_rubbish(telling, taken) : NULL;
    if (taken == NULL)
        complete(telling, has_silent(telling) ? DISCOVER_UNKNOWN : DISCOVER_NOTHING, "",
                 &finding);
    else if (door_is_unprotected(taken))
        complete(telling, DISCOVER_UNPROTECTED, taken->shown, &finding);
    else if (rubbish != NULL)
        complete(
            telling, DISCOVER_HIDDEN,
            pool_printf(telling->pool, "%s before %s", rubbish->shown, taken->shown),
            &finding);
    else
        complete(telling, DISCOVER_TAKEN, taken->shown, &finding);
}

static void judge(const struct telling *telling, const struct door *door)
{
    const struct answer answer = {.bytes = door->document,
                                  .domain = telling->discovery->domain,
                                  .origin = door->last};
    if (door->foreign.kind == FOREIGN_AUTOCONFIG)
        judge_autoconfig(&answer, telling->sink, telling->context);
    else
        judge_autodiscover(&answer, telling->sink, telling->context);
}

void tell_doors(const struct discovery *discovery, const struct door *doors,
                size_t count, finding_sink *sink, void *context)
{
    AUTO(pool) struct pool *pool = pool_new();
    const struct telling telling = {discovery, doors, count, pool, sink, context};
    const struct door *taken = tell_taken(doors, count);
    for (size_t i = 0; i < count; i++)
        tell_door(&telling, &doors[i]);
    if (taken == NULL || taken->name != DOOR_GIVEN || door_is_unprotected(taken))
        tell_domain(&telling, taken);
    if (taken != NULL)
        judge(&telling, taken);
}
