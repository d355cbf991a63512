/* SPDX-License-Identifier: MIT */
/* ${variables} in the texts of a template. */
#pragma once

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What may be named. */
struct scope {
    const char *const *names; /* of variables */
    const char *const *texts; /* what they stand for; may name those above themselves */
    size_t count;             /* of both */
    const char *const *hosts; /* ${imap_host} and so on, by enum protocol; NULL for one
                               * that is not offered. NULL: no such names here */
    const char *domain;       /* NULL: what differs between domains has no place here */
};

#define USES_DOMAIN (UINT64_C(1) << 63)

struct expansion {
    const char *missing; /* NULL, or what is empty and should not be; its place in the
                          * text shows its name, as "<name>" */
    uint64_t uses;       /* a bit for each variable, with those used by others */
};

/* Appends `text` with everything filled in. False if it names what there is not, or
 * comes to more than `out` may hold. */
MUST_CHECK bool expand(const struct scope *scope, const char *text, struct buf *out,
                       struct expansion *expansion, struct error *error);
