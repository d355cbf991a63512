/* SPDX-License-Identifier: MIT */
#include "cli/kinds.h"

#include "base/memory.h"
#include "check/kind.h"
#include "cli/output.h"
#include "discover/kind.h"
#include "probe/diagnosis.h"
#include "probe/kind.h"

#include <string.h>

static void add(struct kinds *all, const struct finding_kind *kind)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->list[i].id, kind->id) == 0)
            return;
    all->list = memory_grow(all->list, all->count, &all->capacity, sizeof *all->list);
    all->list[all->count++] = *kind;
}

void kinds_add_check(struct kinds *all)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        add(all, &kinds[i]);
}

void kinds_add_probe(struct kinds *all)
{
    for (size_t i = 0; i < DISCOVER_KIND_COUNT; i++)
        add(all, &discover_kinds[i]);
    for (size_t i = 0; i < PROBE_KIND_COUNT; i++)
        add(all, &probe_kinds[i]);
    for (const struct diagnosis *row = diagnoses; row->kind.id != NULL; row++)
        add(all, &row->kind);
}

void kinds_clear(struct kinds *all)
{
    memory_free(all->list);
}

bool kinds_are_wanted(const struct options *options, const char *id)
{
    return (options->only.count == 0 || kind_fits_any(options->only.items, id)) &&
           !kind_fits_any(options->skip.items, id);
}

void kinds_print(const struct kinds *all, const struct options *options, FILE *stream)
{
    size_t width = 0;
    for (size_t i = 0; i < all->count; i++)
        if (strlen(all->list[i].id) > width)
            width = strlen(all->list[i].id);
    fprintf(stream, "| %-*s | verdict | when | remedy |\n", (int)width, "id");
    fprintf(stream, "| %-*s | ------- | ---- | ------ |\n", (int)width, "---");
    for (size_t i = 0; i < all->count; i++) {
        const struct finding_kind *kind = &all->list[i];
        if (kinds_are_wanted(options, kind->id))
            fprintf(stream, "| %-*s | %-7s | %s | %s |\n", (int)width, kind->id,
                    verdict_name(kind->verdict), kind->when,
                    kind->remedy != NULL ? kind->remedy : "");
    }
}

static bool means_something(const struct kinds *all, const char *pattern)
{
    const char *const patterns[] = {pattern, NULL};
    for (size_t i = 0; i < all->count; i++)
        if (kind_fits_any(patterns, all->list[i].id))
            return true;
    return false;
}

static bool judge_patterns(const struct kinds *all, const struct option_list *patterns,
                           const char *option)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (!means_something(all, patterns->items[i])) {
            output_complain("check: --%s: %s means no finding; waypost check --list "
                            "has them all",
                            option, patterns->items[i]);
            return false;
        }
    return true;
}

bool kinds_judge_options(const struct kinds *all, const struct options *options)
{
    return judge_patterns(all, &options->only, "only") &&
           judge_patterns(all, &options->skip, "skip");
}

/* Whether one of the patterns means nothing, which is then said. */
static bool judge_ignored(const struct kinds *all, const struct settings *settings)
{
    char pattern[KIND_PATTERN_SIZE];
    for (const char *rest = settings->ignore; kind_next_pattern(&rest, pattern);) {
        if (means_something(all, pattern))
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
    struct kinds all = {.list = NULL};
    bool told = false;
    kinds_add_check(&all);
    for (size_t i = 0; i < catalog_count(catalog) && !told; i++) {
        catalog_get(catalog, i, &settings);
        if (settings->ignore == NULL || strcmp(settings->ignore, judged) == 0)
            continue;
        judged = settings->ignore;
        told = judge_ignored(&all, settings);
    }
    kinds_clear(&all);
}
