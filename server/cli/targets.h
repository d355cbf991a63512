/* SPDX-License-Identifier: MIT */
/* What is going to be probed. Where nobody logs in, a server that many domains share is
 * there once. */
#pragma once

#include "base/pool.h"
#include "mail/service.h"
#include "probe/probe.h"

#include <stddef.h>

struct targets {
    struct pool *pool; /* of all that targets point to, but for what callers lent */
    struct probe_target *list;
    size_t count, capacity;
    void *shared; /* those without login, by server (tsearch(3)) */
};

/* None, to be given to targets_clear. */
void targets_init(struct targets *targets);

/* Frees. */
void targets_clear(struct targets *targets);

/* Adds a service of a domain, with who logs in there and by what. Host and strings are
 * borrowed; the owner is copied. Returns the target, until the next one is added. */
struct probe_target *targets_add(struct targets *targets, const struct service *service,
                                 const struct probe_owner *owner, const char *mailbox,
                                 const struct probe_login *login);

/* The same where nobody logs in; `unadvertised` as in struct probe_target. */
struct probe_target *targets_add_without_login(struct targets *targets,
                                               const struct service *service,
                                               const struct probe_owner *owner,
                                               const char *unadvertised);
