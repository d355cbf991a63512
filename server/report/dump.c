/* SPDX-License-Identifier: MIT */
#include "report/dump.h"

static int write_piece(const char *bytes, size_t length, void *context)
{
    struct report *report = context;
    report->writer(report->writer_context, bytes, length);
    return 0;
}

void dump_own(struct report *report, json_t *value, size_t flags)
{
    json_dump_callback(value, write_piece, report, JSON_COMPACT | flags);
    json_decref(value);
}

void dump_text(struct report *report, const char *text)
{
    buf_puts(&report->line, text);
    report_flush(report);
}
