/* SPDX-License-Identifier: MIT */
/* Reports into a buffer. For one test program each, for it holds functions, not only
 * their declarations. */
#pragma once

#include "base/buf.h"
#include "report/report.h"

enum { OUTPUT_MAX = 16 * 1024 * 1024 };

static const struct report_options plain = {
    .command = "check", .version = "0.1.0", .started = {.tv_sec = 1795255200}};

static void append(void *context, const char *bytes, size_t length)
{
    buf_append(context, bytes, length);
}

/* Reports the findings, NULL-terminated, into `out`; the exit status. */
static int report(const struct report_options *options,
                  const struct finding *const *findings, struct buf *out)
{
    buf_init(out, OUTPUT_MAX);
    AUTO(report) struct report *report = report_new(options, append, out);
    for (; *findings != NULL; findings++)
        report_add(report, *findings);
    return report_finish(report, 0.42);
}
