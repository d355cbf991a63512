/* SPDX-License-Identifier: MIT */
/* A moment's web server on 127.0.0.1, to which a browser comes back from a login
 * (RFC 8252 7.3). It takes one visit, and only the one that brings along what nobody
 * else knows. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"

#include <stdbool.h>

struct loopback;

/* Listens on a free port. To be given to loopback_free; NULL with ERROR_SYSTEM. */
MUST_CHECK struct loopback *loopback_open(struct error *error);

/* Stops listening and frees; NULL is fine. */
void loopback_free(struct loopback *loopback);
DEFINE_AUTO(loopback)

/* Where it listens. */
unsigned loopback_port(const struct loopback *loopback);

enum { LOOPBACK_CODE_MAX = 16 * 1024, LOOPBACK_TEXT_SIZE = 1024 };

/* What the browser brought (RFC 6749 4.1.2): a code or an error. */
struct loopback_visit {
    struct secret *code;            /* empty: none */
    char error[LOOPBACK_TEXT_SIZE]; /* as it came, not fit to be shown; or "" */
    char description[LOOPBACK_TEXT_SIZE];
};

/* Waits for the visit with this state, answers it with a page that says that the window
 * may be closed, and fills `visit`, to be given to loopback_visit_clear whatever is
 * returned. Other visitors get a 404. False with ERROR_TEMPORARY when the time is over.
 */
MUST_CHECK bool loopback_wait(struct loopback *loopback, const char *state,
                              unsigned seconds, struct loopback_visit *visit,
                              struct error *error);

/* Overwrites and frees. */
void loopback_visit_clear(struct loopback_visit *visit);
