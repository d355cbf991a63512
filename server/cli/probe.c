/* SPDX-License-Identifier: MIT */
/* waypost probe: logs in at mail servers, as far as there is an account, and says what
 * is wrong. */
#include "base/memory.h"
#include "cli/command.h"
#include "cli/discovering.h"
#include "cli/kinds.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/probing.h"
#include "cli/reporting.h"
#include "cli/resolving.h"
#include "cli/server_url.h"
#include "config/config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Where the servers come from, freed at the end of the run. */
struct origin {
    struct config *config;   /* or NULL */
    struct server_url *urls; /* of --server */
    struct service *services;
    bool is_elsewhere; /* somebody else publishes them */
    struct discovering discovering;
};

static void origin_clear(struct origin *origin)
{
    config_free(origin->config);
    memory_free(origin->urls);
    memory_free(origin->services);
    discovering_clear(&origin->discovering);
}

/* Every address and domain at every server; or only the servers. */
static bool take_servers(struct probing *probing, struct origin *origin,
                         const struct options *options)
{
    size_t count = options->servers.count;
    struct error error;
    origin->urls = memory_new(count * sizeof *origin->urls);
    origin->services = memory_new(count * sizeof *origin->services);
    for (size_t i = 0; i < count; i++) {
        struct server_url *url = &origin->urls[i];
        if (!server_url_parse(options->servers.items[i], url, &error)) {
            output_complain("probe: %s", error.text);
            return false;
        }
        origin->services[i] = (struct service){.host = url->host,
                                               .port = url->port,
                                               .protocol = (uint8_t)url->protocol,
                                               .security = (uint8_t)url->security};
    }
    if (options->operand_count == 0)
        wishes_add_nobody(&probing->wishes);
    wishes_set_services(&probing->wishes, origin->services, count);
    return true;
}

/* Who is meant if nobody is named. */
static bool add_everybody(struct probing *probing, const struct catalog *catalog,
                          const struct options *options)
{
    struct wishes *wishes = &probing->wishes;
    if (options->no_login)
        wishes_add_catalog(wishes, probing->logins, catalog);
    else
        wishes_add_users(wishes, probing->logins);
    if (wishes->count > 0)
        return true;
    output_complain(options->no_login
                        ? "probe: there is no domain to probe in domains.ini"
                        : "probe: nobody is named, and nobody has an account: name an "
                          "address or a domain, or give --no-login for all domains");
    return false;
}

static bool read_config(struct origin *origin, const struct options *options)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    origin->config = config_load(load_default_path(options->config), mistakes);
    mistakes_sort(mistakes);
    load_print_mistakes(mistakes);
    return mistakes_count(mistakes) == 0;
}

static bool has_config(const struct options *options)
{
    return options->config != NULL || access(load_default_path(NULL), F_OK) == 0;
}

static bool take_config(struct probing *probing, struct origin *origin,
                        const struct options *options)
{
    if (!has_config(options)) {
        output_complain("probe: there is no domains.ini; --from net asks for servers "
                        "as a mail program does, --server names one");
        return false;
    }
    if (!read_config(origin, options))
        return false;
    const struct catalog *catalog = origin->config->catalog;
    if (options->operand_count == 0 && !add_everybody(probing, catalog, options))
        return false;
    return wishes_look_up(&probing->wishes, catalog);
}

/* What domains.ini says is compared with what is found, where there is one. */
static bool take_elsewhere(struct probing *probing, struct origin *origin,
                           const struct options *options)
{
    struct catalog *none = NULL;
    struct wishes *wishes = &probing->wishes;
    origin->is_elsewhere = true;
    if (!discovering_begin(&origin->discovering, options->from) ||
        (has_config(options) && !read_config(origin, options)))
        return false;
    const struct catalog *catalog =
        origin->config != NULL ? origin->config->catalog : (none = catalog_new());
    bool done = true;
    if (options->operand_count == 0 && origin->discovering.origin != NULL)
        wishes_add_nobody(wishes);
    else if (options->operand_count == 0)
        done = add_everybody(probing, catalog, options);
    for (size_t i = 0; i < wishes->count; i++)
        if (wishes->list[i].domain != NULL)
            wishes->list[i].settings = catalog_find(catalog, wishes->list[i].domain);
    catalog_free(none);
    return done;
}

/* Whose mail is looked at, and by which servers. */
static bool prepare(struct probing *probing, struct origin *origin,
                    const struct options *options)
{
    const char *from = options->from != NULL ? options->from : "config";
    if (options->from != NULL && options->servers.count > 0) {
        output_complain("probe: --from and --server both say which servers to try");
        return false;
    }
    if (!wishes_add_operands(&probing->wishes, probing->logins, options))
        return false;
    if (options->servers.count > 0)
        return take_servers(probing, origin, options);
    return strcmp(from, "config") == 0 ? take_config(probing, origin, options)
                                       : take_elsewhere(probing, origin, options);
}

static bool discover(struct probing *probing, struct origin *origin, struct dns *dns,
                     const struct options *options, struct report *report)
{
    const struct discover_options wanted = {
        .dns = dns,
        .addresses = probing->addresses,
        .ca_file = options->ca_file,
        .sink = report_add,
        .context = report,
    };
    return discovering_run(&origin->discovering, &probing->wishes, &wanted);
}

static int probe(struct probing *probing, struct origin *origin, struct dns *dns,
                 const struct options *options, const struct reporting *reporting)
{
    AUTO(report)
    struct report *report = report_new(&reporting->shape, output_write, NULL);
    if (origin->is_elsewhere && !discover(probing, origin, dns, options, report))
        return STATUS_UNKNOWN;
    int status = probing_run(probing, report_add, report);
    return status != STATUS_FINE ? status : reporting_finish(reporting, report);
}

static int run(const struct kinds *all, const struct options *options)
{
    struct reporting reporting;
    struct origin origin = {.config = NULL};
    int status = STATUS_USAGE;
    if (!reporting_begin(&reporting, "probe", options))
        return STATUS_USAGE;
    reporting.shape.kinds = all->list;
    reporting.shape.kind_count = all->count;
    AUTO(dns) struct dns *dns = resolving_open("probe", options, &status);
    if (dns == NULL)
        return status;
    AUTO(probing) struct probing *probing = probing_new(options, dns);
    status = STATUS_USAGE;
    if (probing != NULL && prepare(probing, &origin, options) && probing_open(probing))
        status = probe(probing, &origin, dns, options, &reporting);
    origin_clear(&origin);
    return status;
}

static int run_probe(const struct options *options)
{
    struct kinds all = {.list = NULL};
    int status = STATUS_FINE;
    kinds_add_probe(&all);
    if (options->list)
        kinds_print(&all, options, stdout);
    else
        status = run(&all, options);
    kinds_clear(&all);
    return status;
}

static void explain(FILE *stream)
{
    fprintf(
        stream,
        "\nWithout a word, everybody who has an account; with --no-login, all\n"
        "domains of domains.ini. What to log in with stands in accounts.ini beside\n"
        "domains.ini, or in /etc/waypost/accounts.ini.\n");
}

static const struct option_row from = {
    .name = "from",
    .argument = "ORIGIN",
    .help = "config: domains.ini; net: as mail programs ask; a URL or a file",
    .offset = offsetof(struct options, from),
};

static const struct option_row servers = {
    .name = "server",
    .argument = "URL",
    .repeats = true,
    .help = "a server, such as imaps://HOST or submission://HOST:587",
    .offset = offsetof(struct options, servers),
};

static const struct option_row *const rows[] = {
    &from,
    &servers,
    &option_accounts,
    &option_no_login,
    &option_expect,
    &option_timeout,
    &option_jobs,
    &option_transcript,
    &option_hosts,
    &option_resolver,
    &option_ipv4,
    &option_ipv6,
    &option_ca_file,
    &option_format,
    &option_quiet,
    &option_strict,
    &option_list,
    NULL,
};

const struct command command_probe = {
    .name = "probe",
    .operands = "[ADDRESS|DOMAIN...]",
    .summary = "logs in at mail servers and says what is wrong",
    .explain = explain,
    .options = rows,
    .operands_max = OPERANDS_ANY,
    .run = run_probe,
};
