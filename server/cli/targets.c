/* SPDX-License-Identifier: MIT */
#include "cli/targets.h"

#include "base/memory.h"

#include <search.h>
#include <string.h>

/* A server that is there already, and where its next owner goes. */
struct shared {
    const struct service *service;
    const char *unadvertised; /* or "" */
    struct probe_owner *last;
    size_t index; /* of the target */
};

void targets_init(struct targets *targets)
{
    *targets = (struct targets){.pool = pool_new()};
}

static void keep(void *shared)
{
    (void)shared; /* the pool owns it */
}

void targets_clear(struct targets *targets)
{
    tdestroy(targets->shared, keep);
    memory_free(targets->list);
    pool_free(targets->pool);
}

static struct probe_owner *copy_owner(struct targets *targets,
                                      const struct probe_owner *owner)
{
    struct probe_owner *copy = pool_alloc(targets->pool, sizeof *copy);
    *copy = *owner;
    return copy;
}

static struct probe_target *add(struct targets *targets, const struct service *service,
                                const struct probe_owner *owner)
{
    targets->list = memory_grow(targets->list, targets->count, &targets->capacity,
                                sizeof *targets->list);
    struct probe_target *target = &targets->list[targets->count++];
    *target = (struct probe_target){
        .protocol = service->protocol,
        .security = service->security,
        .host = service->host,
        .port = service->port,
        .owners = owner,
    };
    return target;
}

struct probe_target *targets_add(struct targets *targets, const struct service *service,
                                 const struct probe_owner *owner, const char *mailbox,
                                 const struct probe_login *login)
{
    struct probe_target *target = add(targets, service, copy_owner(targets, owner));
    target->mailbox = mailbox;
    target->login = login;
    return target;
}

static int compare_numbers(unsigned a, unsigned b)
{
    return (a > b) - (a < b);
}

static int compare_shared(const void *left, const void *right)
{
    const struct shared *a = left, *b = right;
    int order = compare_numbers(a->service->protocol, b->service->protocol);
    if (order == 0)
        order = compare_numbers(a->service->security, b->service->security);
    if (order == 0)
        order = compare_numbers(a->service->port, b->service->port);
    if (order == 0)
        order = strcmp(a->service->host, b->service->host);
    if (order == 0)
        order = strcmp(a->unadvertised, b->unadvertised);
    return order;
}

struct probe_target *targets_add_without_login(struct targets *targets,
                                               const struct service *service,
                                               const struct probe_owner *owner,
                                               const char *unadvertised)
{
    struct probe_owner *copy = copy_owner(targets, owner);
    const struct shared key = {service, unadvertised != NULL ? unadvertised : "", copy,
                               targets->count};
    struct shared *const *known = tfind(&key, &targets->shared, compare_shared);
    if (known != NULL) {
        (*known)->last->next = copy;
        (*known)->last = copy;
        return &targets->list[(*known)->index];
    }
    struct shared *shared = pool_alloc(targets->pool, sizeof *shared);
    *shared = key;
    struct probe_target *target = add(targets, service, copy);
    target->unadvertised = unadvertised;
    /* Without memory for the tree it is merely not shared. */
    (void)!tsearch(shared, &targets->shared, compare_shared);
    return target;
}
