/* SPDX-License-Identifier: MIT */
/* waypost lint: what would serve say, and would the mail programs take it? Each section
 * of domains.ini is judged once, by its first domain, since its domains differ in
 * nothing but their names. */
#include "cli/command.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/reporting.h"
#include "mail/hostname.h"
#include "report/report.h"
#include "xml/document.h"
#include "xml/judge.h"

#include <stdio.h>
#include <string.h>

enum { ANSWER_MAX = 1024 * 1024 };

/* A name that a section stands for: itself, or one below a pattern. */
static const char *example_of(const char *name, char *out)
{
    if (name[0] != '*')
        return name;
    snprintf(out, HOSTNAME_SIZE, "example%s", name[1] != '\0' ? name + 1 : ".com");
    return out;
}

/* Renders as serve would for the address, or for nobody if it is "". */
static struct span render(const struct document *document, const struct answer *answer,
                          const char *address, struct buf *out)
{
    struct rendering rendering = {
        .domain = answer->domain,
        .settings = answer->settings,
        .address = {address, strlen(address)},
    };
    buf_init(out, ANSWER_MAX);
    document_render(document, &rendering, out);
    return (struct span){buf_text(out), out->length};
}

static void lint_autoconfig(struct answer answer, struct report *report)
{
    struct buf out;
    const struct document *document =
        answer.settings->offer->documents[DOCUMENT_AUTOCONFIG];
    answer.document = document_name(document);
    answer.bytes = render(document, &answer, "", &out);
    judge_autoconfig(&answer, report_add, report);
    buf_clear(&out);
}

static void lint_autodiscover(struct answer answer, struct report *report)
{
    char address[HOSTNAME_SIZE + 8];
    struct buf out, nameless;
    const struct document *document =
        answer.settings->offer->documents[DOCUMENT_AUTODISCOVER];
    snprintf(address, sizeof address, "user@%s", answer.domain);
    answer.document = document_name(document);
    answer.bytes = render(document, &answer, address, &out);
    answer.nameless = render(document, &answer, "", &nameless);
    judge_autodiscover(&answer, report_add, report);
    buf_clear(&out);
    buf_clear(&nameless);
}

/* Judges what would be answered; a document that never is goes unread. */
static void judge_section(const char *name, const struct settings *settings,
                          struct report *report)
{
    char example[HOSTNAME_SIZE];
    struct answer answer = {.domain = example_of(name, example), .settings = settings};
    const struct offer *offer = settings->offer;
    judge_settings(answer.domain, settings, report_add, report);
    if (!offer_has_public_service(offer))
        return;
    lint_autoconfig(answer, report);
    if (offer->handover == NULL)
        lint_autodiscover(answer, report);
}

/* The domains of a section stand side by side in the catalog. */
static void judge_catalog(const struct catalog *catalog, struct report *report)
{
    const struct settings *settings, *previous = NULL;
    for (size_t i = 0; i < catalog_count(catalog); i++) {
        const char *name = catalog_get(catalog, i, &settings);
        if (settings != previous && settings->offer != NULL)
            judge_section(name, settings, report);
        previous = settings;
    }
}

static int run_lint(const struct options *options)
{
    struct reporting reporting;
    if (!reporting_begin(&reporting, "lint", options))
        return STATUS_USAGE;
    AUTO(config) struct config *config = load_or_complain(options->config);
    if (config == NULL)
        return STATUS_USAGE;
    AUTO(report)
    struct report *report = report_new(&reporting.shape, output_write, NULL);
    judge_catalog(config->catalog, report);
    return reporting_finish(&reporting, report);
}

static const struct option_row *const options[] = {&option_format, &option_quiet,
                                                   &option_strict, NULL};

const struct command command_lint = {
    .name = "lint",
    .operands = "",
    .summary = "judges domains.ini and what would be answered from it",
    .options = options,
    .run = run_lint,
};
