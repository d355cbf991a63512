/* SPDX-License-Identifier: MIT */
/* Tokens for those who log in with one that has to be asked for, and what is told of
 * those for whom there is none. */
#pragma once

#include "cli/logins.h"
#include "mail/finding.h"

/* Gets the token of a user whose secrets are read, if the account has oauth: it is the
 * user's secret from then on; or there is a refusal. */
void tokens_get(struct user *user, const char *ca_file);

/* Tells why nobody logs in for a user who has a refusal. */
void tokens_tell(const struct user *user, finding_sink *sink, void *context);
