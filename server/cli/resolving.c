/* SPDX-License-Identifier: MIT */
#include "cli/resolving.h"

#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"

enum { RATE_MAX = 1000 * 1000 };

struct dns *resolving_open(const char *command, const struct options *options,
                           int *status)
{
    struct dns_options wanted = {.resolvers = options->resolvers.items,
                                 .resolver_count = options->resolvers.count};
    unsigned long rate = 0;
    struct error error;
    *status = STATUS_USAGE;
    if (options->rate != NULL && !text_parse_uint(options->rate, 1, RATE_MAX, &rate)) {
        output_complain("%s: --rate: %s is no number from 1 to %d", command,
                        options->rate, RATE_MAX);
        return NULL;
    }
    wanted.rate = (unsigned)rate;
    struct dns *dns = dns_new(&wanted, &error);
    if (dns == NULL) {
        output_complain("%s: %s", command, error.text);
        *status = error.kind == ERROR_INPUT ? STATUS_USAGE : STATUS_UNKNOWN;
    }
    return dns;
}

const struct option_row option_resolver = {
    .name = "resolver",
    .letter = 'r',
    .argument = "ADDR",
    .repeats = true,
    .help = "ask this resolver, ADDR or ADDR:PORT; repeatable",
    .offset = offsetof(struct options, resolvers),
};

const struct option_row option_rate = {
    .name = "rate",
    .argument = "N",
    .help = "ask a resolver at most N questions a second",
    .offset = offsetof(struct options, rate),
};
