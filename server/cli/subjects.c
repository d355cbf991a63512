/* SPDX-License-Identifier: MIT */
#include "cli/subjects.h"

#include "base/memory.h"
#include "cli/load.h"
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void subjects_free(struct subjects *subjects)
{
    if (subjects == NULL)
        return;
    catalog_free(subjects->listed);
    config_free(subjects->config);
    memory_free(subjects);
}

static bool has_list(const struct options *options)
{
    return options->operand_count > 0 || options->input != NULL;
}

/* Complains about what makes no sense whatever domains.ini says. */
static bool judge_options(const struct options *options)
{
    const char *path = load_default_path(options->config);
    bool absent = options->config == NULL && access(path, F_OK) != 0;
    if (options->template != NULL && !has_list(options))
        output_complain("check: --template needs domains: name them, or list them in a "
                        "file with --input");
    else if (options->template == NULL && has_list(options) && absent)
        output_complain("check: there is no domains.ini; say with --template what the "
                        "domains should be like, such as --template microsoft365");
    else
        return true;
    return false;
}

/* Whoever names a template can do without a file. */
static struct config *read_config(const struct options *options,
                                  struct mistakes *mistakes)
{
    const char *path = load_default_path(options->config);
    bool needed = options->config != NULL || options->template == NULL;
    return config_load(needed || access(path, F_OK) == 0 ? path : NULL, mistakes);
}

/* Opens what --input names, if it is given; false after a line on stderr. */
static bool open_input(const char *name, struct config_list *list)
{
    if (name == NULL)
        return true;
    bool is_stdin = strcmp(name, "-") == 0;
    list->file = is_stdin ? "standard input" : name;
    list->place = is_stdin ? NULL : name;
    list->stream = is_stdin ? stdin : fopen(name, "re");
    if (list->stream == NULL)
        output_complain("check: --input: %s cannot be read: %s", name, strerror(errno));
    return list->stream != NULL;
}

/* The catalog of what is named and listed; false after a line on stderr. */
static bool read_list(const struct options *options, struct subjects *subjects,
                      struct mistakes *mistakes)
{
    struct config_list list = {
        .names = (const char *const *)options->operands,
        .name_count = options->operand_count,
        .template = options->template,
    };
    if (!open_input(options->input, &list))
        return false;
    subjects->listed = config_list(subjects->config, &list, mistakes);
    if (list.place != NULL)
        fclose(list.stream);
    return true;
}

/* False after lines on stderr. */
static bool load(const struct options *options, struct subjects *subjects)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    subjects->config = read_config(options, mistakes);
    subjects->catalog = subjects->config->catalog;
    if (mistakes_count(mistakes) == 0 && has_list(options)) {
        if (!read_list(options, subjects, mistakes))
            return false;
        subjects->catalog = subjects->listed;
    }
    mistakes_sort(mistakes);
    load_print_mistakes(mistakes);
    return mistakes_count(mistakes) == 0;
}

static bool can_be_checked(const char *name, const struct settings *settings)
{
    return name[0] != '*' && settings->offer != NULL;
}

/* A domain that somebody named does not go unchecked without a word. */
static void count_domains(struct subjects *subjects)
{
    const struct settings *settings;
    for (size_t i = 0; i < catalog_count(subjects->catalog); i++) {
        const char *name = catalog_get(subjects->catalog, i, &settings);
        if (can_be_checked(name, settings))
            subjects->count++;
        else if (name[0] == '*')
            output_complain("check: %s is left out: it stands for names that are not "
                            "listed; waypost check NAME",
                            name);
        else if (subjects->listed != NULL)
            output_complain("check: %s is left out: it has template = none", name);
    }
}

struct subjects *subjects_load(const struct options *options)
{
    AUTO(subjects) struct subjects *subjects = memory_new(sizeof *subjects);
    if (!judge_options(options) || !load(options, subjects))
        return NULL;
    count_domains(subjects);
    if (subjects->count > 0)
        return TAKE(subjects);
    output_complain("check: there is no domain to check");
    return NULL;
}

bool subjects_next(struct subjects *subjects, const char **domain,
                   const struct settings **settings)
{
    while (subjects->next < catalog_count(subjects->catalog)) {
        *domain = catalog_get(subjects->catalog, subjects->next++, settings);
        if (can_be_checked(*domain, *settings))
            return true;
    }
    return false;
}
