/* SPDX-License-Identifier: MIT */
/* A finding: one verdict about one thing, with what it takes to understand and mend it.
 * lint and check speak in findings; report/ prints them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum verdict {
    VERDICT_OK,
    VERDICT_INFO,
    VERDICT_WARN,
    VERDICT_FAIL,
    VERDICT_UNKNOWN, /* could not find out; never the same as missing */
    VERDICT_COUNT,
};

enum { FINDING_VALUES_MAX = 16 };

/* A part of what was done to find out. */
struct stage_result {
    const char *name;
    enum verdict verdict;
    bool skipped; /* it did not come to it; there is no verdict then */
    unsigned milliseconds;
};

struct finding {
    const char *id; /* stable, such as "autoconfig.port" */
    enum verdict verdict;
    const char *domain;
    const char *subject; /* what was looked at, such as "smtp.example.com CNAME" */
    const char *expected[FINDING_VALUES_MAX]; /* NULL-terminated unless full */
    const char *found[FINDING_VALUES_MAX];
    const char *message; /* a sentence for a person */
    const char *remedy;  /* can be pasted; NULL: nothing to mend */
    const char *file;    /* where the domain is declared, or NULL */
    unsigned line;
    unsigned milliseconds;
    const char *stage;                 /* probe: the first that failed, or NULL */
    const struct stage_result *stages; /* probe: in their order, or NULL */
    size_t stage_count;
    bool ignored; /* known and written down (check.ignore): shown as an info, with the
                   * verdict it would have had in the message */
};

/* What findings with one id have in common. */
struct finding_kind {
    const char *id;
    enum verdict verdict;
    const char *when;   /* a sentence: when it is found */
    const char *remedy; /* a sentence: what helps; NULL: there is nothing to do */
};

/* Receives findings as they become known; everything in one is borrowed for the call.
 */
typedef void finding_sink(void *context, const struct finding *finding);

/* "ok", "info", "warn", "fail", "unknown". */
const char *verdict_name(enum verdict verdict);

/* Whether a person has to do something about it: warn, fail or unknown. */
bool verdict_is_problem(enum verdict verdict);
