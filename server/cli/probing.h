/* SPDX-License-Identifier: MIT */
/* Probing for whoever is wanted: what probe and check --probe share. */
#pragma once

#include "cli/expecting.h"
#include "cli/options.h"
#include "cli/wishes.h"
#include "dns/addresses.h"
#include "mail/finding.h"
#include "probe/probe.h"

/* The options of both commands. */
extern const struct option_row option_accounts, option_no_login, option_timeout,
    option_jobs, option_transcript, option_hosts, option_ipv4, option_ipv6,
    option_ca_file;

struct probing {
    struct logins *logins;
    struct wishes wishes; /* to be added to */
    struct hosts *hosts;
    struct addresses *addresses;
    struct tls_context *tls;
    struct expecting expecting;
    struct probe_options probe;
    const char *ca_file; /* or NULL */
};

/* Sets up what the options ask for, with names by `dns`, which is borrowed. NULL after
 * a line on stderr, when the options or accounts.ini are wrong. To be given to
 * probing_free. Until then a crash of the process leaves no picture of its memory,
 * where secrets are. */
struct probing *probing_new(const struct options *options, struct dns *dns);

/* Frees, and overwrites the secrets; NULL is fine. */
void probing_free(struct probing *probing);
DEFINE_AUTO(probing)

/* Reads the secrets of those who are wanted, and gets tokens where an account says how.
 * False after a line on stderr. */
bool probing_open(struct probing *probing);

/* Probes the services of all wishes. Returns 0 or, after a line on stderr, the exit
 * status: a policy that nothing could show, or a machine that refuses. */
int probing_run(struct probing *probing, finding_sink *sink, void *context);
