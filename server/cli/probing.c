/* SPDX-License-Identifier: MIT */
#include "cli/probing.h"

#include "base/memory.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/targets.h"
#include "cli/tokens.h"
#include "mail/records.h"

#include <stdio.h>
#include <sys/prctl.h>

enum { TIMEOUT_MAX = 3600 };

void probing_free(struct probing *probing)
{
    if (probing == NULL)
        return;
    wishes_clear(&probing->wishes);
    logins_free(probing->logins);
    addresses_free(probing->addresses);
    hosts_free(probing->hosts);
    tls_context_free(probing->tls);
    memory_free(probing);
    prctl(PR_SET_DUMPABLE, 1);
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

static bool complain(const struct error *error)
{
    output_complain("probe: %s", error->text);
    return false;
}

static void print_transcript(void *context, const struct probe_target *target,
                             char speaker, const char *line)
{
    (void)context;
    fprintf(stderr, "%s %s:%u %c: %s\n", protocol_name(target->protocol), target->host,
            target->port, speaker, line);
}

static bool set_up(struct probing *probing, const struct options *options)
{
    struct error error;
    const struct tls_trust trust = {.file = options->ca_file};
    struct probe_options *probe = &probing->probe;
    *probe = (struct probe_options){.seconds = PROBE_SECONDS, .jobs = PROBE_JOBS};
    if (!read_number("timeout", options->timeout, TIMEOUT_MAX, &probe->seconds) ||
        !read_number("jobs", options->jobs, PROBE_JOBS_MAX, &probe->jobs) ||
        !expecting_read(&probing->expecting, &options->expect))
        return false;
    probing->tls = tls_context_new(&trust, &error);
    if (probing->tls == NULL)
        return complain(&error);
    probe->tls = probing->tls;
    probe->transcript = options->transcript ? print_transcript : NULL;
    return true;
}

static bool set_up_names(struct probing *probing, const struct options *options,
                         struct dns *dns)
{
    struct error error;
    enum address_family family = options->ipv4   ? ADDRESS_IPV4
                                 : options->ipv6 ? ADDRESS_IPV6
                                                 : ADDRESS_ANY;
    probing->hosts =
        hosts_read(options->hosts != NULL ? options->hosts : "/etc/hosts", &error);
    if (probing->hosts == NULL)
        return complain(&error);
    probing->addresses = addresses_new(dns, probing->hosts, family);
    probing->probe.resolve = addresses_resolve;
    probing->probe.resolver_context = probing->addresses;
    return true;
}

struct probing *probing_new(const struct options *options, struct dns *dns)
{
    AUTO(probing) struct probing *probing = memory_new(sizeof *probing);
    prctl(PR_SET_DUMPABLE, 0);
    probing->ca_file = options->ca_file;
    wishes_init(&probing->wishes);
    if (!set_up(probing, options) || !set_up_names(probing, options, dns))
        return NULL;
    probing->logins = logins_read(options);
    return probing->logins != NULL ? TAKE(probing) : NULL;
}

bool probing_open(struct probing *probing)
{
    const struct wishes *wishes = &probing->wishes;
    struct user *user;
    for (size_t i = 0; i < wishes->count; i++)
        if (wishes->list[i].user != NULL)
            wishes->list[i].user->is_wanted = true;
    if (!logins_open(probing->logins))
        return false;
    size_t count = logins_of(probing->logins, NULL, &user);
    tokens_get(user, count, probing->ca_file);
    return true;
}

static struct probe_owner owner_of(const struct wish *wish,
                                   const struct service *service, struct pool *pool)
{
    struct probe_owner owner = {.domain = wish->domain != NULL ? wish->domain
                                                               : service->host};
    if (wish->settings != NULL && wish->settings->offer != NULL) {
        owner.alias = records_alias(wish->settings->offer, wish->domain, service, pool);
        owner.file = wish->settings->file;
        owner.line = wish->settings->line;
    }
    return owner;
}

/* A policy that nobody needs to log in for is kept where nobody listens, too. */
static void set_policy(struct probe_target *target, enum expectation expectation)
{
    if (expectation == EXPECTATION_COUNT)
        return;
    target->policy = expecting_name(expectation);
    target->may_be_absent =
        expectation == EXPECT_NO_POP3 || expectation == EXPECT_NO_IMAP;
}

static void add_target(struct probing *probing, struct targets *targets,
                       const struct wish *wish, const struct service *service)
{
    struct pool *pool = targets->pool;
    const struct user *user = wish->user;
    const struct probe_login *login = NULL;
    const char *unadvertised = NULL;
    const struct probe_owner owner = owner_of(wish, service, pool);
    bool refused = user != NULL && user->refusal != NULL;
    if (user != NULL && !refused)
        login = logins_make(user, service, pool, &unadvertised);
    enum expectation expectation =
        expecting_find(&probing->expecting, service, user, refused || login != NULL);
    if (refused)
        return; /* told once: see tell_refusals */
    if (expectation == EXPECT_BASIC_REFUSED)
        login = logins_make_basic(user, service, pool);
    set_policy(user != NULL && login != NULL
                   ? targets_add(targets, service, &owner, user->address, login)
                   : targets_add_without_login(targets, service, &owner, unadvertised),
               expectation);
}

/* Once for everybody who has no token, however many servers there would be. */
static void tell_refusals(const struct logins *logins, finding_sink *sink,
                          void *context)
{
    struct user *user;
    size_t count = logins_of(logins, NULL, &user);
    for (size_t i = 0; i < count; i++)
        if (user[i].refusal != NULL)
            tokens_tell(&user[i], sink, context);
}

/* What is not advertised, as no service in clear is, nobody would try. */
static void make_targets(struct probing *probing, struct targets *targets)
{
    const struct wishes *wishes = &probing->wishes;
    for (size_t i = 0; i < wishes->count; i++)
        for (size_t j = 0; j < wishes->list[i].service_count; j++)
            if (service_is_public(&wishes->list[i].services[j]))
                add_target(probing, targets, &wishes->list[i],
                           &wishes->list[i].services[j]);
}

int probing_run(struct probing *probing, finding_sink *sink, void *context)
{
    struct error error;
    struct targets targets;
    targets_init(&targets);
    make_targets(probing, &targets);
    if (!expecting_judge(&probing->expecting)) {
        targets_clear(&targets);
        return STATUS_USAGE;
    }
    for (size_t i = 0; i < targets.count; i++)
        addresses_ask(probing->addresses, targets.list[i].host);
    addresses_wait(probing->addresses);
    probing->probe.sink = sink;
    probing->probe.sink_context = context;
    tell_refusals(probing->logins, sink, context);
    bool done = probe_run(targets.list, targets.count, &probing->probe, &error);
    targets_clear(&targets);
    if (!done)
        complain(&error);
    return done ? STATUS_FINE : STATUS_UNKNOWN;
}

const struct option_row option_accounts = {
    .name = "accounts",
    .argument = "FILE",
    .help = "instead of accounts.ini",
    .offset = offsetof(struct options, accounts),
};

const struct option_row option_no_login = {
    .name = "no-login",
    .help = "stop after the capabilities",
    .offset = offsetof(struct options, no_login),
};

const struct option_row option_timeout = {
    .name = "timeout",
    .argument = "SECONDS",
    .help = "for the whole of one server (60)",
    .offset = offsetof(struct options, timeout),
};

const struct option_row option_jobs = {
    .name = "jobs",
    .argument = "N",
    .help = "servers at the same time (16)",
    .offset = offsetof(struct options, jobs),
};

const struct option_row option_transcript = {
    .name = "transcript",
    .help = "print the conversation to stderr, without secrets",
    .offset = offsetof(struct options, transcript),
};

const struct option_row option_hosts = {
    .name = "hosts",
    .argument = "FILE",
    .help = "names and addresses before the DNS, instead of /etc/hosts",
    .offset = offsetof(struct options, hosts),
};

const struct option_row option_ipv4 = {
    .name = "ipv4",
    .letter = '4',
    .help = "connect to IPv4 addresses only",
    .offset = offsetof(struct options, ipv4),
};

const struct option_row option_ipv6 = {
    .name = "ipv6",
    .letter = '6',
    .help = "connect to IPv6 addresses only",
    .offset = offsetof(struct options, ipv6),
};

const struct option_row option_ca_file = {
    .name = "ca-file",
    .argument = "FILE",
    .help = "PEM certificates to trust instead of the system's",
    .offset = offsetof(struct options, ca_file),
};
