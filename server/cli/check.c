/* SPDX-License-Identifier: MIT */
/* waypost check: what the DNS says, against what domains.ini or a template wants. */
#include "check/check.h"

#include "cli/command.h"
#include "cli/kinds.h"
#include "cli/output.h"
#include "cli/probing.h"
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
    const struct options *options;
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

/* Findings of probe stand behind those of check. */
static void take_probe(void *context, const struct finding *finding)
{
    struct checking *checking = context;
    if (kinds_are_wanted(checking->options, finding->id))
        report_add(checking->report, finding);
}

/* The servers of all domains, with whoever has an account; NULL after a line on stderr.
 */
static struct probing *prepare_probing(struct subjects *subjects,
                                       const struct options *options, struct dns *dns)
{
    const char *domain;
    const struct settings *settings;
    AUTO(probing) struct probing *probing = probing_new(options, dns);
    if (probing == NULL)
        return NULL;
    while (subjects_next(subjects, &domain, &settings))
        wishes_add_domain(&probing->wishes, probing->logins, domain, settings);
    subjects->next = 0;
    if (!wishes_look_up(&probing->wishes, subjects->catalog) || !probing_open(probing))
        return NULL;
    return TAKE(probing);
}

static int report_on(struct subjects *subjects, struct reporting *reporting,
                     const struct options *options)
{
    int status;
    AUTO(dns) struct dns *dns = resolving_open("check", options, &status);
    if (dns == NULL)
        return status;
    AUTO(probing)
    struct probing *probing =
        options->probe ? prepare_probing(subjects, options, dns) : NULL;
    if (options->probe && probing == NULL)
        return STATUS_USAGE;
    AUTO(report)
    struct report *report = report_new(&reporting->shape, output_write, NULL);
    struct checking checking = {
        .subjects = subjects, .report = report, .options = options};
    check(&checking, reporting, options, dns);
    status =
        probing != NULL ? probing_run(probing, take_probe, &checking) : STATUS_FINE;
    return status != STATUS_FINE ? status : reporting_finish(reporting, report);
}

/* What is only for probe says nothing without it. */
static bool judge_probe_options(const struct options *options)
{
    bool given = options->accounts != NULL || options->no_login ||
                 options->timeout != NULL || options->jobs != NULL ||
                 options->transcript || options->hosts != NULL || options->ipv4 ||
                 options->ipv6 || options->ca_file != NULL || options->expect.count > 0;
    if (!given || options->probe)
        return true;
    output_complain("check: --accounts, --no-login, --timeout, --jobs, --transcript, "
                    "--hosts, -4, -6, --ca-file and --expect need --probe");
    return false;
}

static int run(const struct kinds *all, const struct options *options)
{
    struct reporting reporting;
    if (!kinds_judge_options(all, options) || !judge_probe_options(options))
        return STATUS_USAGE;
    if (options->list) {
        kinds_print(all, options, stdout);
        return STATUS_FINE;
    }
    if (!reporting_begin(&reporting, "check", options))
        return STATUS_USAGE;
    reporting.shape.kinds = all->list;
    reporting.shape.kind_count = all->count;
    AUTO(subjects) struct subjects *subjects = subjects_load(options);
    if (subjects == NULL)
        return STATUS_USAGE;
    kinds_judge_ignored(subjects->catalog);
    return report_on(subjects, &reporting, options);
}

static int run_check(const struct options *options)
{
    struct kinds all = {.list = NULL};
    kinds_add_check(&all);
    if (options->probe)
        kinds_add_probe(&all);
    int status = run(&all, options);
    kinds_clear(&all);
    return status;
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

static const struct option_row option_probe = {
    .name = "probe",
    .letter = 'p',
    .help = "then probe the servers that are advertised, as waypost probe does",
    .offset = offsetof(struct options, probe),
};

static const struct option_row *const options[] = {
    &option_template,
    &option_input,
    &option_resolver,
    &option_authoritative,
    &option_rate,
    &option_only,
    &option_skip,
    &option_probe,
    &option_accounts,
    &option_no_login,
    &option_expect,
    &option_timeout,
    &option_jobs,
    &option_transcript,
    &option_hosts,
    &option_ipv4,
    &option_ipv6,
    &option_ca_file,
    &option_format,
    &option_quiet,
    &option_strict,
    &option_list,
    NULL,
};

const struct command command_check = {
    .name = "check",
    .operands = "[DOMAIN...]",
    .summary = "compares the DNS with what domains.ini or a template wants",
    .options = options,
    .operands_max = OPERANDS_ANY,
    .run = run_check,
};
