/* SPDX-License-Identifier: MIT */
/* What the commands say of the kinds of findings that check can make. */
#pragma once

#include "cli/options.h"
#include "mail/catalog.h"

#include <stdbool.h>
#include <stdio.h>

/* Prints those that --only and --skip leave, as rows of a Markdown table. */
void kinds_print(const struct options *options, FILE *stream);

/* Whether each pattern of --only and --skip means some kind; false after a line on
 * stderr. */
bool kinds_judge_options(const struct options *options);

/* Says on stderr if a pattern of check.ignore means no kind; once. */
void kinds_judge_ignored(const struct catalog *catalog);
