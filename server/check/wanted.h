/* SPDX-License-Identifier: MIT */
/* Which findings are shown, and as what: --only, --skip, check.ignore. For the files of
 * check/ only. */
#pragma once

#include "base/pool.h"
#include "check/check.h"
#include "check/kind.h"

/* Whether findings with this id are to be shown. --only does not hide why nothing was
 * looked at. */
bool finding_is_wanted(const struct check_options *options, const char *id);

/* Whether findings of any kind that begins so ("mx.") are to be shown. */
bool finding_is_any_wanted(const struct check_options *options, const char *prefix);

/* Makes a known problem an info: one whose id fits a word of `ignore` (NULL: none). And
 * where no line can be pasted, the remedy of its kind is put in, as a comment. New text
 * lives in the pool. */
void finding_complete(struct finding *finding, enum kind kind, const char *ignore,
                      struct pool *pool);
