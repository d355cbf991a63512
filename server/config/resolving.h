/* SPDX-License-Identifier: MIT */
/* An offer while it is worked out; inside resolve.c and keep.c only. */
#pragma once

#include "config/decisions.h"
#include "config/expand.h"
#include "mail/service.h"
#include "mail/template.h"

#include <stdbool.h>
#include <stddef.h>

enum { RULES_MAX = 64 };

struct resolving {
    const struct declaration *declaration;
    const struct decisions *decisions;
    struct mistakes *mistakes;
    struct pool *scratch;
    bool alone; /* without a domain: holes are no mistakes */
    bool failed;
    bool auth_told, username_told; /* one wrong key is one mistake for all services */
    struct value values[VARIABLES_MAX];
    struct value hosts[PROTOCOL_COUNT]; /* ${imap_host} and so on, for records */
    struct service services[PROTOCOL_COUNT];
    size_t service_count;
    struct handover handover;
    struct record_rule rules[RULES_MAX];
    size_t rule_count;
};

/* The finished offer, in `pool`. */
const struct offer *resolving_keep(struct resolving *resolving, struct pool *pool);
