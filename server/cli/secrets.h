/* SPDX-License-Identifier: MIT */
/* Reading passwords and tokens from where accounts.ini says they are. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "config/accounts.h"

/* A secret without its last end of line, to be given to secret_free. NULL with
 * ERROR_INPUT when there is none; the sentence never quotes it. */
MUST_CHECK struct secret *secrets_read(const struct account_secret *from,
                                       struct error *error);

/* What stands in a file that others may read, such as a certificate; likewise. */
MUST_CHECK struct secret *secrets_read_public(const char *path, struct error *error);

/* Overwrites the variables that accounts name, and takes them out of the environment,
 * so that no command inherits them: before any account with one is read. */
void secrets_forget(const struct accounts *accounts);
