/* SPDX-License-Identifier: MIT */
/* Logins that a person has to take part in: says on stderr what is to be done, and
 * waits until it is done. */
#pragma once

#include "base/cleanup.h"
#include "cli/applicant.h"
#include "oauth/grant.h"

/* Asks by the account's flow, device or code. NULL when there is no token. */
MUST_CHECK struct grant *login_ask(const struct applicant *applicant,
                                   struct refusal *refusal);
