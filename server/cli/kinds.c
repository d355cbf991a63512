/* SPDX-License-Identifier: MIT */
#include "cli/kinds.h"

#include "check/kind.h"
#include "cli/output.h"

#include <string.h>

static bool is_wanted(const struct finding_kind *kind, const struct options *options)
{
    return (options->only.count == 0 || kind_fits_any(options->only.items, kind->id)) &&
           !kind_fits_any(options->skip.items, kind->id);
}

void kinds_print(const struct options *options, FILE *stream)
{
    size_t width = 0;
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strlen(kinds[i].id) > width)
            width = strlen(kinds[i].id);
    fprintf(stream, "| %-*s | verdict | when | remedy |\n", (int)width, "id");
    fprintf(stream, "| %-*s | ------- | ---- | ------ |\n", (int)width, "---");
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (is_wanted(&kinds[i], options))
            fprintf(stream, "| %-*s | %-7s | %s | %s |\n", (int)width, kinds[i].id,
                    verdict_name(kinds[i].verdict), kinds[i].when,
                    kinds[i].remedy != NULL ? kinds[i].remedy : "");
}

static bool means_something(const char *pattern)
{
    const char *const patterns[] = {pattern, NULL};
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (kind_fits_any(patterns, kinds[i].id))
            return true;
    return false;
}

static bool judge_patterns(const struct option_list *patterns, const char *option)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (!means_something(patterns->items[i])) {
            output_complain("check: --%s: %s means no finding; waypost check --list "
                            "has them all",
                            option, patterns->items[i]);
            return false;
        }
    return true;
}

bool kinds_judge_options(const struct options *options)
{
    return judge_patterns(&options->only, "only") &&
           judge_patterns(&options->skip, "skip");
}

/* Whether one of the patterns means nothing, which is then said. */
static bool judge_ignored(const struct settings *settings)
{
    char pattern[KIND_PATTERN_SIZE];
    for (const char *rest = settings->ignore; kind_next_pattern(&rest, pattern);) {
        if (means_something(pattern))
            continue;
        output_complain("%s:%u: check.ignore: %s means no finding; waypost check "
                        "--list has them all",
                        settings->file, settings->line, pattern);
        return true;
    }
    return false;
}

void kinds_judge_ignored(const struct catalog *catalog)
{
    const struct settings *settings;
    const char *judged = "";
    for (size_t i = 0; i < catalog_count(catalog); i++) {
        catalog_get(catalog, i, &settings);
        if (settings->ignore == NULL || strcmp(settings->ignore, judged) == 0)
            continue;
        judged = settings->ignore;
        if (judge_ignored(settings))
            return;
    }
}
