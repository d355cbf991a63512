/* SPDX-License-Identifier: MIT */
/* A finding as the report keeps it: a copy that owns its text and is fit for every
 * format, whatever bytes a remote server sent. For the files of report/ only. */
#pragma once

#include "base/buf.h"
#include "base/pool.h"
#include "mail/finding.h"

#include <stdbool.h>
#include <stddef.h>

struct entry {
    size_t number; /* in the order of their coming */
    enum verdict verdict;
    bool ignored;
    unsigned line, milliseconds;
    const char *id, *domain, *subject, *message; /* "" where the finding has NULL */
    const char *remedy;                          /* NULL: none; may hold newlines */
    const char *file;                            /* or NULL */
    const char *stage;                           /* or NULL */
    const struct stage_result *stages;
    size_t stage_count;
    const char *const *expected, *const *found; /* NULL-terminated */
};

/* Copies a finding into `pool`. Its text becomes UTF-8 without control characters and
 * without what XML forbids, and is bounded in length. */
void entry_init(struct entry *entry, const struct finding *finding, struct pool *pool);

/* Appends "DOMAIN: SUBJECT: MESSAGE", without what is empty; the id if all of it is. */
void entry_append_headline(const struct entry *entry, struct buf *buf);

/* Appends what belongs below the message, each with a newline before it: what was
 * expected, what was found, the remedy. */
void entry_append_reasons(const struct entry *entry, struct buf *buf);

/* Whether a person has to do something about it: warn, fail or unknown. */
bool entry_is_problem(const struct entry *entry);
