/* SPDX-License-Identifier: MIT */
/* Host names that are known to be right, wrong or gone at Microsoft, as data. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether an alias meant for `expected` may lead to `name` just as well, without a word
 * (smtp.<domain> to outlook.office365.com). */
bool name_is_as_good(const char *expected, const char *name);

/* The names that are as good as `expected`, one by one; NULL past the last one. */
const char *name_as_good(const char *expected, size_t index);

/* Whether it gets there by a detour that is worth an info (outlook.office.com). */
bool name_is_detour(const char *expected, const char *name);

/* Whether this is a name that people are known to write in error for a server of
 * Microsoft (smtp.outlook365.com). */
bool name_is_known_wrong(const char *name);

/* Whether it belongs to the opt-in for old TLS versions that ends in 2026
 * (pop-legacy.office365.com). */
bool name_is_legacy_tls(const char *name);

/* Whether it belongs to a cloud that was closed (Microsoft Cloud Deutschland). */
bool name_is_closed_cloud(const char *name);

/* Whether it is a server of Microsoft 365 in any cloud. */
bool name_is_microsoft(const char *name);

/* Whether a label is one of those that Microsoft deals new domains out to ("o-v1"). */
bool name_is_partition(struct span label);

/* Whether `name` is `suffix` or ends in "." and `suffix`. */
bool name_is_below(const char *name, const char *suffix);
