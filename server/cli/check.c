/* SPDX-License-Identifier: MIT */
/* waypost check: what the DNS says, against what domains.ini or a template wants. */
#include "check/check.h"

#include "check/kind.h"
#include "cli/command.h"
#include "cli/kinds.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/reporting.h"
#include "cli/resolving.h"
#include "cli/subjects.h"

#include <stdio.h>

/* What a check under way has in hands. */
struct checking {
    struct subjects *subjects;
    struct report *report;
    struct progress progress;
};

static void take_finding(void *context, const struct finding *finding)
{
    struct checking *checking = context;
    report_add(checking->report, finding);
}

/* What is written as soon as it is known should arrive as soon. */
static void take_progress(void *context, size_t done)
{
    struct checking *checking = context;
    fflush(stdout);
    progress_show(&checking->progress, done);
}

/* Stops early when nobody reads on. */
static bool next_domain(void *context, const char **domain,
                        const struct settings **settings)
{
    struct checking *checking = context;
    return !ferror(stdout) && subjects_next(checking->subjects, domain, settings);
}

static void check(struct checking *checking, const struct reporting *reporting,
                  const struct options *options, struct dns *dns)
{
    const struct check_options wanted = {
        .dns = dns,
        .site = catalog_get_site(checking->subjects->config->catalog),
        .authoritative = options->authoritative,
        .only = options->only.count > 0 ? options->only.items : NULL,
        .skip = options->skip.count > 0 ? options->skip.items : NULL,
        .sink = take_finding,
        .on_progress = take_progress,
        .context = checking,
    };
    progress_begin(&checking->progress, "check", checking->subjects->count,
                   !reporting_fills_terminal(reporting));
    check_run(&wanted, next_domain, checking);
    progress_end(&checking->progress);
}

static int report_on(struct subjects *subjects, struct reporting *reporting,
                     const struct options *options)
{
    int status;
    AUTO(dns) struct dns *dns = resolving_open("check", options, &status);
    if (dns == NULL)
        return status;
    AUTO(report)
    struct report *report = report_new(&reporting->shape, output_write, NULL);
    struct checking checking = {.subjects = subjects, .report = report};
    check(&checking, reporting, options, dns);
    return reporting_finish(reporting, report);
}

static int run_check(const struct options *options)
{
    struct reporting reporting;
    if (!kinds_judge_options(options))
        return STATUS_USAGE;
    if (options->list) {
        kinds_print(options, stdout);
        return STATUS_FINE;
    }
    if (!reporting_begin(&reporting, "check", options))
        return STATUS_USAGE;
    reporting.shape.kinds = kinds;
    reporting.shape.kind_count = KIND_COUNT;
    AUTO(subjects) struct subjects *subjects = subjects_load(options);
    if (subjects == NULL)
        return STATUS_USAGE;
    kinds_judge_ignored(subjects->catalog);
    return report_on(subjects, &reporting, options);
}

static const struct option_row option_template = {
    .name = "template",
    .letter = 't',
    .argument = "NAME",
    .help = "what the named domains should be like",
    .offset = offsetof(struct options, template),
};

static const struct option_row option_input = {
    .name = "input",
    .letter = 'i',
    .argument = "FILE",
    .help = "check the domains listed there; - is standard input",
    .offset = offsetof(struct options, input),
};

static const struct option_row option_authoritative = {
    .name = "authoritative",
    .letter = 'a',
    .help = "ask each name server of a domain by itself",
    .offset = offsetof(struct options, authoritative),
};

static const struct option_row option_only = {
    .name = "only",
    .argument = "ID-GLOB",
    .repeats = true,
    .help = "look for these only, such as 'spf.*'; repeatable",
    .offset = offsetof(struct options, only),
};

static const struct option_row option_skip = {
    .name = "skip",
    .argument = "ID-GLOB",
    .repeats = true,
    .help = "look for all but these; repeatable",
    .offset = offsetof(struct options, skip),
};

static const struct option_row option_list = {
    .name = "list",
    .letter = 'l',
    .help = "print what can be found, with verdicts and remedies",
    .offset = offsetof(struct options, list),
};

static const struct option_row *const options[] = {
    &option_template, &option_input,  &option_resolver, &option_authoritative,
    &option_rate,     &option_only,   &option_skip,     &option_format,
    &option_quiet,    &option_strict, &option_list,     NULL,
};

const struct command command_check = {
    .name = "check",
    .operands = "[DOMAIN...]",
    .summary = "compares the DNS with what domains.ini or a template wants",
    .options = options,
    .operands_max = OPERANDS_ANY,
    .run = run_check,
};
