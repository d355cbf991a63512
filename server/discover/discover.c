/* SPDX-License-Identifier: MIT */
#include "discover/discover.h"

#include "base/memory.h"
#include "discover/door.h"
#include "discover/tell.h"

#include <string.h>

/* Domains at the same time: so much is held in memory of what web servers say. */
enum { DOMAINS_MAX = 16, DOORS_MAX = DOMAINS_MAX * DOOR_COUNT };

struct run {
    const struct discover_options *options;
    struct pool *pool;
    struct discovery *discoveries; /* of this turn */
    size_t count;
    struct dns_asker *asker;
    struct door doors[DOORS_MAX]; /* of each discovery as many */
    size_t doors_each;
};

static const char *srv_name(struct run *run, const struct discovery *discovery)
{
    return pool_join(run->pool, "_autodiscover._tcp.", discovery->domain, NULL);
}

static void open_doors(struct run *run)
{
    bool given = run->discoveries[0].url != NULL;
    size_t first = given ? DOOR_GIVEN : DOOR_AUTOCONFIG;
    run->doors_each = given ? 1 : DOOR_COUNT - DOOR_AUTOCONFIG;
    for (size_t i = 0; i < run->count; i++) {
        const struct discovery *each = &run->discoveries[i];
        struct door *doors = &run->doors[i * run->doors_each];
        for (size_t j = 0; j < run->doors_each; j++)
            door_init(&doors[j], (enum door_name)(first + j), each->domain,
                      each->address, run->pool);
        if (given)
            door_lead(doors, each->url, each->url);
    }
}

/* All hosts that are known before anybody is asked. */
static void ask_names(struct run *run)
{
    static const char *const labels[] = {"", "autoconfig.", "autodiscover."};
    for (size_t i = 0; i < run->count; i++) {
        const struct discovery *each = &run->discoveries[i];
        if (each->url != NULL)
            continue;
        for (size_t j = 0; j < sizeof labels / sizeof *labels; j++)
            addresses_ask(run->options->addresses,
                          pool_join(run->pool, labels[j], each->domain, NULL));
        dns_ask(run->asker, NULL, srv_name(run, each), DNS_SRV);
    }
    addresses_wait(run->options->addresses);
}

/* The best of the records (RFC 2782); mail programs ignore its port. */
static const struct dns_record *best_of(const struct dns_answer *answer)
{
    const struct dns_record *best = NULL;
    for (size_t i = 0; i < answer->record_count; i++)
        if (best == NULL || answer->records[i].priority < best->priority)
            best = &answer->records[i];
    return best != NULL && best->host[0] != '\0' ? best : NULL;
}

static void lead_by_srv(struct run *run, const struct discovery *discovery,
                        struct door *door)
{
    const char *name = srv_name(run, discovery);
    const struct dns_answer *answer = dns_ask(run->asker, NULL, name, DNS_SRV);
    const struct dns_record *record = best_of(answer);
    if (record != NULL) {
        door_lead(door, pool_join(run->pool, name, " SRV", NULL),
                  pool_join(run->pool, "https://", record->host,
                            "/autodiscover/autodiscover.xml", NULL));
        return;
    }
    door->shown = pool_join(run->pool, name, " SRV", NULL);
    door_end(door, dns_is_certain(answer) ? DISCOVER_DOOR_CLOSED : DISCOVER_DOOR_SILENT,
             answer->record_count > 0 ? "the service is not offered"
                                      : dns_result_text(answer->result));
}

static void lead_all(struct run *run)
{
    for (size_t i = 0; i < run->count * run->doors_each; i++)
        if (run->doors[i].name == DOOR_AUTODISCOVER_SRV)
            lead_by_srv(run, &run->discoveries[i / run->doors_each], &run->doors[i]);
}

/* The doors that have something to ask. */
static size_t gather(struct run *run, struct door **out)
{
    size_t count = 0;
    for (size_t i = 0; i < run->count * run->doors_each; i++)
        if (run->doors[i].url != NULL)
            out[count++] = &run->doors[i];
    return count;
}

static bool ask_doors(struct run *run, struct door *const *doors, size_t count,
                      struct error *error)
{
    const struct fetch_options options = {
        .ca_file = run->options->ca_file,
        .seconds = run->options->seconds,
        .resolve = addresses_resolve,
        .resolver_context = run->options->addresses,
    };
    struct fetch_request requests[DOORS_MAX] = {0};
    struct fetch_answer answers[DOORS_MAX] = {0};
    for (size_t i = 0; i < count; i++)
        door_ask(doors[i], &requests[i]);
    bool done = fetch_run(requests, count, &options, answers, error);
    for (size_t i = 0; i < count; i++) {
        if (done)
            door_take(doors[i], &answers[i]);
        fetch_answer_clear(&answers[i]);
    }
    return done;
}

/* A document for nobody is its own domain's, if it names one. */
static const char *domain_of(const struct discovery *discovery, const struct door *door)
{
    const char *named = door->foreign.domain;
    if (discovery->domain != NULL)
        return discovery->domain;
    return named != NULL && named[0] != '\0' ? named : door->shown;
}

static void finish(const struct discover_options *options, struct discovery *discovery,
                   const struct door *doors, size_t count)
{
    const struct door *taken = tell_taken(doors, count);
    discovery->domain = domain_of(discovery, doors);
    if (taken != NULL) {
        discovery->services = taken->foreign.services;
        discovery->service_count = taken->foreign.service_count;
        discovery->is_unprotected = door_is_unprotected(taken);
    }
    tell_doors(discovery, doors, count, options->sink, options->context);
}

static void finish_all(struct run *run)
{
    for (size_t i = 0; i < run->count; i++)
        finish(run->options, &run->discoveries[i], &run->doors[i * run->doors_each],
               run->doors_each);
}

void discover_read(struct discovery *discovery, struct span document,
                   const char *origin, const struct discover_options *options,
                   struct pool *pool)
{
    struct door door;
    door_init(&door, DOOR_GIVEN, discovery->domain, discovery->address, pool);
    door_read(&door, origin, document);
    finish(options, discovery, &door, 1);
    door_clear(&door);
}

static bool discover_some(struct run *run, struct error *error)
{
    struct door *asking[DOORS_MAX];
    size_t count;
    bool done = true;
    open_doors(run);
    ask_names(run);
    lead_all(run);
    while (done && (count = gather(run, asking)) > 0)
        done = ask_doors(run, asking, count, error);
    if (done)
        finish_all(run);
    for (size_t i = 0; i < run->count * run->doors_each; i++)
        door_clear(&run->doors[i]);
    return done;
}

bool discover_run(struct discovery *discoveries, size_t count,
                  const struct discover_options *options, struct pool *pool,
                  struct error *error)
{
    bool done = true;
    for (size_t first = 0; done && first < count; first += DOMAINS_MAX) {
        struct run *run = memory_new(sizeof *run);
        run->options = options;
        run->pool = pool;
        run->discoveries = discoveries + first;
        run->count = count - first < DOMAINS_MAX ? count - first : DOMAINS_MAX;
        run->asker = dns_asker_new(options->dns, run);
        done = discover_some(run, error);
        dns_asker_free(run->asker);
        memory_free(run);
    }
    return done;
}
