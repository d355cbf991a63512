/* SPDX-License-Identifier: MIT */
/* Reading passwords and tokens from where accounts.ini says they are. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "config/accounts.h"

/* The secret of an account without its last end of line, to be given to secret_free.
 * NULL with ERROR_INPUT when there is none; the sentence never quotes it. */
MUST_CHECK struct secret *secrets_read(const struct account *account,
                                       struct error *error);

/* Overwrites the variables that accounts name, and takes them out of the environment,
 * so that no command inherits them: before any account with one is read. */
void secrets_forget(const struct accounts *accounts);
