/* SPDX-License-Identifier: MIT */
/* Which resolvers the command line says to ask, for all commands that ask the DNS. */
#pragma once

#include "cli/options.h"
#include "dns/dns.h"

extern const struct option_row option_resolver, option_rate;

/* Asks the resolvers of the options. NULL, with the exit status, after a line on stderr
 * that names the command. To be given to dns_free. */
struct dns *resolving_open(const char *command, const struct options *options,
                           int *status);
