/* SPDX-License-Identifier: MIT */
#include "check/wanted.h"

#include <string.h>

/* Findings that stand for all that could not be looked at. */
static bool is_end(const char *id)
{
    return strcmp(id, kinds[KIND_ZONE_MISSING].id) == 0 ||
           strcmp(id, kinds[KIND_ZONE_BOGUS].id) == 0 ||
           strcmp(id, kinds[KIND_ZONE_UNKNOWN].id) == 0;
}

bool finding_is_wanted(const struct check_options *options, const char *id)
{
    if (options->skip != NULL && kind_fits_any(options->skip, id))
        return false;
    return options->only == NULL || kind_fits_any(options->only, id) || is_end(id);
}

bool finding_is_any_wanted(const struct check_options *options, const char *prefix)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strncmp(kinds[i].id, prefix, strlen(prefix)) == 0 &&
            finding_is_wanted(options, kinds[i].id))
            return true;
    return false;
}

static bool is_ignored(const char *ignore, const char *id)
{
    char pattern[KIND_PATTERN_SIZE];
    const char *const patterns[] = {pattern, NULL};
    while (kind_next_pattern(&ignore, pattern))
        if (kind_fits_any(patterns, id))
            return true;
    return false;
}

void finding_complete(struct finding *finding, enum kind kind, const char *ignore,
                      struct pool *pool)
{
    if (finding->remedy == NULL && kinds[kind].remedy != NULL)
        finding->remedy = pool_join(pool, "; ", kinds[kind].remedy, NULL);
    if (ignore == NULL || finding->verdict < VERDICT_WARN ||
        !is_ignored(ignore, finding->id))
        return;
    finding->message = pool_printf(pool, "known (check.ignore), else %s: %s",
                                   verdict_name(finding->verdict), finding->message);
    finding->verdict = VERDICT_INFO;
    finding->ignored = true;
}
