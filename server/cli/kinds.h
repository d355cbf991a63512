/* SPDX-License-Identifier: MIT */
/* What the commands say of the kinds of findings that they can make. */
#pragma once

#include "cli/options.h"
#include "mail/catalog.h"
#include "mail/finding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Each id once; an empty one is zeroed. */
struct kinds {
    struct finding_kind *list;
    size_t count, capacity;
};

/* Adds what check can find. */
void kinds_add_check(struct kinds *all);

/* Adds what probe can find, at servers and where mail programs ask. */
void kinds_add_probe(struct kinds *all);

/* Frees. */
void kinds_clear(struct kinds *all);

/* Prints those that --only and --skip leave, as rows of a Markdown table. */
void kinds_print(const struct kinds *all, const struct options *options, FILE *stream);

/* Whether each pattern of --only and --skip means some kind; false after a line on
 * stderr. */
bool kinds_judge_options(const struct kinds *all, const struct options *options);

/* Whether --only and --skip leave findings with this id. */
bool kinds_are_wanted(const struct options *options, const char *id);

/* Says on stderr if a pattern of check.ignore means no kind of check; once. */
void kinds_judge_ignored(const struct catalog *catalog);
