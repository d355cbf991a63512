/* SPDX-License-Identifier: MIT */
/* Tokens for those who log in with one that has to be asked for, and what is told of
 * those for whom there is none. */
#pragma once

#include "cli/logins.h"
#include "mail/finding.h"

/* Gets the tokens of those users who are wanted, whose secrets are read, and whose
 * accounts have oauth: it is the user's secret from then on; or there is a refusal. An
 * application's token, which is nobody's own, is asked for once. */
void tokens_get(struct user *users, size_t count, const char *ca_file);

/* Tells why nobody logs in for a user who has a refusal. */
void tokens_tell(const struct user *user, finding_sink *sink, void *context);
