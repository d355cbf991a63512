/* SPDX-License-Identifier: MIT */
#include "mail/finding.h"

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[VERDICT_COUNT] = {"ok", "info", "warn", "fail",
                                                     "unknown"};
    return names[verdict];
}

bool verdict_is_problem(enum verdict verdict)
{
    return verdict >= VERDICT_WARN;
}
