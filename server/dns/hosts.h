/* SPDX-License-Identifier: MIT */
/* Names and addresses as in /etc/hosts (hosts(5)): to probe a server before its name
 * is in the DNS, and to probe without any DNS. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "mail/resolver.h"

#include <stdbool.h>

struct hosts;

/* The names of a file, to be given to hosts_free. NULL with ERROR_INPUT when it cannot
 * be read; lines that say nothing are skipped, as the C library does. */
MUST_CHECK struct hosts *hosts_read(const char *path, struct error *error);

/* Frees; NULL is fine. */
void hosts_free(struct hosts *hosts);
DEFINE_AUTO(hosts)

/* A resolver with a struct hosts as its context, or NULL: knows addresses that stand
 * for themselves, and the names of the file; of others it knows nothing. */
void hosts_resolve(void *context, const char *host, struct resolution *out);
