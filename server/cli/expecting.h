/* SPDX-License-Identifier: MIT */
/* --expect: policies that probe turns into tests. Where one applies, a refusal is what
 * should come, and anything else is wrong. */
#pragma once

#include "cli/logins.h"
#include "cli/options.h"
#include "mail/service.h"

#include <stdbool.h>

enum expectation {
    EXPECT_BASIC_REFUSED, /* nobody gets in by a password that is shown as it is */
    EXPECT_LOGIN_REFUSED, /* nobody of the accounts gets in */
    EXPECT_NO_POP3,       /* nobody uses POP3 */
    EXPECT_NO_IMAP,
    EXPECTATION_COUNT,
};

extern const struct option_row option_expect;

struct expecting {
    bool wanted[EXPECTATION_COUNT];
    bool applied[EXPECTATION_COUNT]; /* to something */
};

/* Reads what was given. False after a line on stderr. */
bool expecting_read(struct expecting *expecting, const struct option_list *given);

/* Which of the policies applies to a service for `user` (or nobody: NULL), who, without
 * a policy, logs in there or not; EXPECTATION_COUNT: none. */
enum expectation expecting_find(struct expecting *expecting,
                                const struct service *service, const struct user *user,
                                bool logs_in);

/* Whether everything that is wanted applied to something; else a test would have tested
 * nothing. False after a line on stderr. */
bool expecting_judge(const struct expecting *expecting);

/* "basic-refused", ... */
const char *expecting_name(enum expectation expectation);
