/* SPDX-License-Identifier: MIT */
/* waypost probe: logs in at mail servers, as far as there is an account, and says what
 * is wrong. */
#include "probe/probe.h"

#include "base/memory.h"
#include "base/pool.h"
#include "cli/command.h"
#include "cli/server_url.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/reporting.h"
#include "cli/secrets.h"
#include "mail/address.h"
#include "cli/resolving.h"
#include "dns/addresses.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { TIMEOUT_MAX = 3600, PATH_SIZE = 4096 };

/* Whose mailbox is looked for. */
struct person {
    const char *address;
    const char *domain;
    const struct account *account; /* NULL: nobody logs in */
    struct secret *secret;         /* owned */
    struct probe_login login;
};

/* All that a run needs, freed at its end. */
struct plan {
    struct pool *pool;
    struct accounts *accounts; /* or NULL */
    struct person *people;
    size_t people_count;
    struct server_url *endpoints;
    size_t endpoint_count;
    struct probe_target *targets;
    size_t target_count;
    struct tls_context *tls;
    struct hosts *hosts;
    struct dns *dns;
    struct addresses *addresses;
    struct probe_options probe;
};

static void plan_free(struct plan *plan)
{
    for (size_t i = 0; i < plan->people_count; i++)
        secret_free(plan->people[i].secret);
    memory_free(plan->people);
    memory_free(plan->endpoints);
    memory_free(plan->targets);
    accounts_free(plan->accounts);
    tls_context_free(plan->tls);
    addresses_free(plan->addresses);
    dns_free(plan->dns);
    hosts_free(plan->hosts);
    pool_free(plan->pool);
    memory_free(plan);
}
DEFINE_AUTO(plan)

static bool complain(const struct error *error)
{
    output_complain("probe: %s", error->text);
    return false;
}

static bool read_number(const char *name, const char *text, unsigned long max,
                        unsigned *number)
{
    unsigned long value;
    if (text == NULL)
        return true;
    if (!text_parse_uint(text, 1, max, &value)) {
        output_complain("probe: --%s: expected a number from 1 to %lu", name, max);
        return false;
    }
    *number = (unsigned)value;
    return true;
}

static bool read_endpoints(struct plan *plan, const struct option_list *servers)
{
    struct error error;
    plan->endpoints = memory_new((servers->count + 1) * sizeof *plan->endpoints);
    for (size_t i = 0; i < servers->count; i++)
        if (!server_url_parse(servers->items[i], &plan->endpoints[i], &error))
            return complain(&error);
    plan->endpoint_count = servers->count;
    if (servers->count > 0)
        return true;
    output_complain("probe: no server given, expected --server imaps://HOST");
    return false;
}

static bool read_people(struct plan *plan, const struct options *options)
{
    struct address address;
    plan->people = memory_new((options->operand_count + 1) * sizeof *plan->people);
    for (size_t i = 0; i < options->operand_count; i++) {
        const char *text = options->operands[i];
        if (!address_parse(text, strlen(text), &address)) {
            output_complain("probe: %s is no mail address", text);
            return false;
        }
        plan->people[plan->people_count++] = (struct person){
            .address = text, .domain = pool_strdup(plan->pool, address.domain)};
    }
    return true;
}

/* The file to read, or NULL when none is given and none is where it may be. */
static const char *accounts_path_of(const struct options *options, char *path)
{
    const char *config = load_default_path(options->config);
    const char *slash = strrchr(config, '/');
    if (options->accounts != NULL)
        return options->accounts;
    snprintf(path, PATH_SIZE, "%.*saccounts.ini",
             slash != NULL ? (int)(slash + 1 - config) : 0, config);
    if (access(path, F_OK) != 0)
        snprintf(path, PATH_SIZE, "/etc/waypost/accounts.ini");
    return access(path, F_OK) == 0 ? path : NULL;
}

static bool read_accounts(struct plan *plan, const struct options *options)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    char path[PATH_SIZE];
    const char *given = accounts_path_of(options, path);
    if (given == NULL)
        return true;
    plan->accounts = accounts_read(given, mistakes);
    load_print_mistakes(mistakes);
    return plan->accounts != NULL;
}

/* What a password or token is shown with when nothing is said: as mail programs do over
 * TLS, the plain ones first. */
static void set_mechanisms(struct probe_login *login, const struct account *account)
{
    static const enum sasl_mechanism passwords[] = {SASL_PLAIN, SASL_LOGIN,
                                                    SASL_SCRAM_SHA_256};
    static const enum sasl_mechanism tokens[] = {SASL_XOAUTH2, SASL_OAUTHBEARER};
    const char *auth = account->auth;
    if (auth != NULL &&
        sasl_find((struct span){auth, strlen(auth)}, &login->mechanisms[0])) {
        login->mechanism_count = 1;
        return;
    }
    size_t size = account->is_token ? sizeof tokens : sizeof passwords;
    memcpy(login->mechanisms, account->is_token ? tokens : passwords, size);
    login->mechanism_count = size / sizeof *tokens;
}

static bool read_secret(const struct plan *plan, struct person *person)
{
    struct error error;
    person->secret = secrets_read(person->account, &error);
    if (person->secret == NULL) {
        output_complain("%s:%u: %s", accounts_path(plan->accounts),
                        person->account->line, error.text);
        return false;
    }
    person->login.user = person->account->username;
    person->login.secret = person->secret;
    set_mechanisms(&person->login, person->account);
    return true;
}

/* Those from the environment first, so that no command inherits them. */
static bool read_secrets(struct plan *plan, bool from_environment)
{
    for (size_t i = 0; i < plan->people_count; i++) {
        struct person *person = &plan->people[i];
        if (person->account == NULL || person->secret != NULL ||
            (person->account->source == ACCOUNT_ENVIRONMENT) != from_environment)
            continue;
        if (!read_secret(plan, person))
            return false;
    }
    return true;
}

static bool read_logins(struct plan *plan, const struct options *options)
{
    if (options->no_login || plan->people_count == 0)
        return true;
    if (!read_accounts(plan, options))
        return false;
    for (size_t i = 0; plan->accounts != NULL && i < plan->people_count; i++)
        plan->people[i].account =
            accounts_find(plan->accounts, plan->people[i].address);
    if (!read_secrets(plan, true))
        return false;
    if (plan->accounts != NULL)
        secrets_forget(plan->accounts);
    return read_secrets(plan, false);
}

static void add_target(struct plan *plan, const struct server_url *endpoint,
                       const struct person *person)
{
    plan->targets[plan->target_count++] = (struct probe_target){
        .protocol = endpoint->protocol,
        .security = endpoint->security,
        .host = endpoint->host,
        .port = endpoint->port,
        .domain = person != NULL ? person->domain : endpoint->host,
        .mailbox = person != NULL ? person->address : NULL,
        .login = person != NULL && person->account != NULL ? &person->login : NULL,
    };
}

/* Every address at every server. */
static void make_targets(struct plan *plan)
{
    size_t people = plan->people_count > 0 ? plan->people_count : 1;
    plan->targets =
        memory_new((people * plan->endpoint_count + 1) * sizeof *plan->targets);
    for (size_t i = 0; i < people; i++)
        for (size_t j = 0; j < plan->endpoint_count; j++)
            add_target(plan, &plan->endpoints[j],
                       plan->people_count > 0 ? &plan->people[i] : NULL);
}

static void print_transcript(void *context, const struct probe_target *target,
                             char speaker, const char *line)
{
    (void)context;
    fprintf(stderr, "%s %s:%u %c: %s\n", protocol_name(target->protocol), target->host,
            target->port, speaker, line);
}

/* Where names come from. Returns the exit status; 0: so far all is fine. */
static int set_up_names(struct plan *plan, const struct options *options)
{
    struct error error;
    int status;
    const char *hosts = options->hosts != NULL ? options->hosts : "/etc/hosts";
    enum address_family family = options->ipv4   ? ADDRESS_IPV4
                                 : options->ipv6 ? ADDRESS_IPV6
                                                 : ADDRESS_ANY;
    plan->hosts = hosts_read(hosts, &error);
    if (plan->hosts == NULL) {
        complain(&error);
        return STATUS_USAGE;
    }
    plan->dns = resolving_open("probe", options, &status);
    if (plan->dns == NULL)
        return status;
    plan->addresses = addresses_new(plan->dns, plan->hosts, family);
    plan->probe.resolve = addresses_resolve;
    plan->probe.resolver_context = plan->addresses;
    return STATUS_FINE;
}

static bool set_up(struct plan *plan, const struct options *options)
{
    struct error error;
    const struct tls_trust trust = {.file = options->ca_file};
    plan->probe.seconds = PROBE_SECONDS;
    plan->probe.jobs = PROBE_JOBS;
    if (!read_number("timeout", options->timeout, TIMEOUT_MAX, &plan->probe.seconds) ||
        !read_number("jobs", options->jobs, PROBE_JOBS_MAX, &plan->probe.jobs))
        return false;
    plan->tls = tls_context_new(&trust, &error);
    if (plan->tls == NULL)
        return complain(&error);
    plan->probe.tls = plan->tls;
    plan->probe.transcript = options->transcript ? print_transcript : NULL;
    return true;
}

static int probe(struct plan *plan, const struct reporting *reporting)
{
    struct error error;
    AUTO(report)
    struct report *report = report_new(&reporting->shape, output_write, NULL);
    plan->probe.sink = report_add;
    plan->probe.sink_context = report;
    make_targets(plan);
    for (size_t i = 0; i < plan->target_count; i++)
        addresses_ask(plan->addresses, plan->targets[i].host);
    addresses_wait(plan->addresses);
    if (!probe_run(plan->targets, plan->target_count, &plan->probe, &error)) {
        complain(&error);
        return STATUS_UNKNOWN;
    }
    return reporting_finish(reporting, report);
}

static int plan_and_probe(const struct options *options)
{
    struct reporting reporting;
    AUTO(plan) struct plan *plan = memory_new(sizeof *plan);
    plan->pool = pool_new();
    if (!reporting_begin(&reporting, "probe", options) ||
        !read_endpoints(plan, &options->servers) || !read_people(plan, options) ||
        !set_up(plan, options) || !read_logins(plan, options))
        return STATUS_USAGE;
    int status = set_up_names(plan, options);
    return status != STATUS_FINE ? status : probe(plan, &reporting);
}

/* While there are secrets in memory, a crash leaves no picture of it. */
static int run_probe(const struct options *options)
{
    prctl(PR_SET_DUMPABLE, 0);
    int status = plan_and_probe(options);
    prctl(PR_SET_DUMPABLE, 1);
    return status;
}

static void explain(FILE *stream)
{
    fprintf(stream,
            "\nEvery ADDRESS is tried at every server. What to log in with stands in\n"
            "accounts.ini beside domains.ini, or in /etc/waypost/accounts.ini.\n");
}

static const struct option_row servers = {
    .name = "server",
    .argument = "URL",
    .repeats = true,
    .help = "a server, such as imaps://HOST or submission://HOST:587",
    .offset = offsetof(struct options, servers),
};
static const struct option_row accounts = {
    .name = "accounts",
    .argument = "FILE",
    .help = "instead of accounts.ini",
    .offset = offsetof(struct options, accounts),
};
static const struct option_row no_login = {
    .name = "no-login",
    .help = "stop after the capabilities",
    .offset = offsetof(struct options, no_login),
};
static const struct option_row timeout = {
    .name = "timeout",
    .argument = "SECONDS",
    .help = "for the whole of one server (60)",
    .offset = offsetof(struct options, timeout),
};
static const struct option_row jobs = {
    .name = "jobs",
    .argument = "N",
    .help = "servers at the same time (16)",
    .offset = offsetof(struct options, jobs),
};
static const struct option_row transcript = {
    .name = "transcript",
    .help = "print the conversation to stderr, without secrets",
    .offset = offsetof(struct options, transcript),
};
static const struct option_row hosts = {
    .name = "hosts",
    .argument = "FILE",
    .help = "names and addresses before the DNS, instead of /etc/hosts",
    .offset = offsetof(struct options, hosts),
};
static const struct option_row ipv4 = {
    .name = "ipv4",
    .letter = '4',
    .help = "connect to IPv4 addresses only",
    .offset = offsetof(struct options, ipv4),
};
static const struct option_row ipv6 = {
    .name = "ipv6",
    .letter = '6',
    .help = "connect to IPv6 addresses only",
    .offset = offsetof(struct options, ipv6),
};
static const struct option_row ca_file = {
    .name = "ca-file",
    .argument = "FILE",
    .help = "PEM certificates to trust instead of the system's",
    .offset = offsetof(struct options, ca_file),
};

static const struct option_row *const rows[] = {
    &servers,    &accounts,      &no_login,        &timeout,       &jobs,
    &transcript, &hosts,         &option_resolver, &ipv4,          &ipv6,
    &ca_file,    &option_format, &option_quiet,    &option_strict, NULL};

const struct command command_probe = {
    .name = "probe",
    .operands = "[ADDRESS...]",
    .summary = "logs in at mail servers and says what is wrong",
    .explain = explain,
    .options = rows,
    .operands_max = OPERANDS_ANY,
    .run = run_probe,
};
