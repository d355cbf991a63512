/* SPDX-License-Identifier: MIT */
#include "probe/stage.h"

const char *stage_name(enum stage stage)
{
    static const char *const names[STAGE_COUNT] = {
        "resolve", "connect",     "greeting", "capabilities", "starttls",
        "tls",     "certificate", "login",    "mailbox",      "logout",
    };
    return names[stage];
}
