/* SPDX-License-Identifier: MIT */
/* Reading passwords and tokens from where accounts.ini says they are. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "config/accounts.h"

/* The secret of an account without its last end of line, to be given to secret_free.
 * NULL with ERROR_INPUT when there is none; the sentence never quotes it. A variable of
 * the environment is gone afterwards, so that no command inherits it: accounts with one
 * are to be read first. */
MUST_CHECK struct secret *secrets_read(const struct account *account,
                                       struct error *error);
