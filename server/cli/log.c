/* SPDX-License-Identifier: MIT */
#include "cli/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct level_text {
    const char *name, *journal;
};

/* sd-daemon(3): the numbers of syslog. */
static const struct level_text levels[] = {
    [LOG_LEVEL_ERROR] = {"error", "<3>"},
    [LOG_LEVEL_WARNING] = {"warning", "<4>"},
    [LOG_LEVEL_INFO] = {"info", "<6>"},
};

void log_line(enum log_level level, const char *format, ...)
{
    char line[4096];
    const struct level_text *text = &levels[level];
    const char *prefix = getenv("JOURNAL_STREAM") != NULL ? text->journal : "";
    int head = snprintf(line, sizeof line, "%s%s ", prefix, text->name);
    int room = (int)sizeof line - head - 1;

    va_list arguments;
    va_start(arguments, format);
    int body = vsnprintf(line + head, (size_t)room, format, arguments);
    va_end(arguments);
    size_t length = (size_t)head + (size_t)(body < room ? body : room - 1);
    line[length++] = '\n';
    (void)!write(STDERR_FILENO, line, length);
}
