/* SPDX-License-Identifier: MIT */
/* What Entra ID's error numbers mean, and what helps. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { AADSTS_CODES_MAX = 14 };

struct aadsts_row {
    unsigned codes[AADSTS_CODES_MAX]; /* 0 behind the last one */
    bool is_temporary;                /* the same may work in a while */
    bool needs_login;                 /* a new login helps */
    const char *sentence;
    const char *cure;
};

extern const struct aadsts_row aadsts_rows[];
extern const size_t aadsts_row_count;

/* The row of a code, or NULL. */
const struct aadsts_row *aadsts_find(unsigned code);

/* The number of the first "AADSTS12345" in a text, or 0. */
unsigned aadsts_number(const char *text);
