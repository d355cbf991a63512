/* SPDX-License-Identifier: MIT */
/* A token is looked at before it is used: Exchange Online answers a dozen different
 * mistakes with one and the same sentence, and the token itself tells most of them
 * apart. */
#pragma once

#include "mail/service.h"
#include "oauth/claims.h"
#include "probe/kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum { TOKEN_TROUBLES_MAX = 8 };

struct token_question {
    enum protocol protocol;
    bool exchange_online; /* elsewhere only the times are judged */
    const char *user;     /* who is about to log in */
    const char *tenant;   /* an id or a domain; NULL: any */
    size_t length;        /* of the token */
    time_t now;
};

struct token_trouble {
    enum probe_kind kind; /* PROBE_TOKEN_*, with its verdict */
    char text[512];       /* a sentence */
};

/* Writes what is wrong with a token to `out` (TOKEN_TROUBLES_MAX), the gravest first,
 * and returns how many there are. `claims` is NULL for a token that says nothing. */
size_t token_judge(const struct claims *claims, const struct token_question *question,
                   struct token_trouble *out);
