/* SPDX-License-Identifier: MIT */
#include "cli/expecting.h"

#include "base/text.h"
#include "cli/output.h"

#include <stddef.h>
#include <string.h>

static const char *const names[EXPECTATION_COUNT] = {
    [EXPECT_BASIC_REFUSED] = "basic-refused",
    [EXPECT_LOGIN_REFUSED] = "login-refused",
    [EXPECT_NO_POP3] = "no-pop3",
    [EXPECT_NO_IMAP] = "no-imap",
};

const char *expecting_name(enum expectation expectation)
{
    return names[expectation];
}

static bool read_one(struct expecting *expecting, const char *name)
{
    for (size_t i = 0; i < EXPECTATION_COUNT; i++)
        if (strcmp(name, names[i]) == 0) {
            expecting->wanted[i] = true;
            return true;
        }
    output_complain("probe: --expect: %s is no policy, expected basic-refused, "
                    "login-refused, no-pop3 or no-imap",
                    name);
    return false;
}

bool expecting_read(struct expecting *expecting, const struct option_list *given)
{
    for (size_t i = 0; i < given->count; i++)
        if (!read_one(expecting, given->items[i]))
            return false;
    return true;
}

static bool applies(enum expectation expectation, const struct service *service,
                    const struct user *user, bool logs_in)
{
    switch (expectation) {
    case EXPECT_BASIC_REFUSED:
        return user != NULL && logins_is_basic(user);
    case EXPECT_LOGIN_REFUSED:
        return logs_in;
    case EXPECT_NO_POP3:
        return service->protocol == PROTOCOL_POP3;
    case EXPECT_NO_IMAP:
        return service->protocol == PROTOCOL_IMAP;
    case EXPECTATION_COUNT:
        break;
    }
    return false;
}

enum expectation expecting_find(struct expecting *expecting,
                                const struct service *service, const struct user *user,
                                bool logs_in)
{
    enum expectation found = EXPECTATION_COUNT;
    for (enum expectation i = 0; i < EXPECTATION_COUNT; i++) {
        if (!expecting->wanted[i] || !applies(i, service, user, logs_in))
            continue;
        expecting->applied[i] = true;
        found = found == EXPECTATION_COUNT ? i : found;
    }
    return found;
}

bool expecting_judge(const struct expecting *expecting)
{
    for (size_t i = 0; i < EXPECTATION_COUNT; i++)
        if (expecting->wanted[i] && !expecting->applied[i]) {
            output_complain("probe: --expect %s: nothing is probed that could show it; "
                            "%s",
                            names[i],
                            i < EXPECT_NO_POP3 ? "it takes an account that logs in so"
                                               : "name the server with --server");
            return false;
        }
    return true;
}

const struct option_row option_expect = {
    .name = "expect",
    .argument = "POLICY",
    .repeats = true,
    .help = "basic-refused|login-refused|no-pop3|no-imap; repeatable",
    .offset = offsetof(struct options, expect),
};
