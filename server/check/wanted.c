/* SPDX-License-Identifier: MIT */
#include "check/wanted.h"

#include "base/text.h"

#include <fnmatch.h>
#include <string.h>

enum { PATTERN_SIZE = 128 };

static bool fits_any(const char *const *patterns, const char *id)
{
    for (size_t i = 0; patterns[i] != NULL; i++)
        if (fnmatch(patterns[i], id, 0) == 0)
            return true;
    return false;
}

/* Findings that stand for all that could not be looked at. */
static bool is_end(const char *id)
{
    return strcmp(id, kinds[KIND_ZONE_MISSING].id) == 0 ||
           strcmp(id, kinds[KIND_ZONE_BOGUS].id) == 0 ||
           strcmp(id, kinds[KIND_ZONE_UNKNOWN].id) == 0;
}

bool finding_is_wanted(const struct check_options *options, const char *id)
{
    if (options->skip != NULL && fits_any(options->skip, id))
        return false;
    return options->only == NULL || fits_any(options->only, id) || is_end(id);
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
    char pattern[PATTERN_SIZE];
    struct span rest = {ignore, strlen(ignore)}, word;
    while (span_next_word(&rest, &word)) {
        if (word.length >= sizeof pattern)
            continue;
        memcpy(pattern, word.at, word.length);
        pattern[word.length] = '\0';
        if (fnmatch(pattern, id, 0) == 0)
            return true;
    }
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
