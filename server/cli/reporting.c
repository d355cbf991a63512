/* SPDX-License-Identifier: MIT */
#include "cli/reporting.h"

#include "cli/output.h"

#include <stdlib.h>
#include <unistd.h>

/* https://no-color.org: set and not empty means no. */
static bool wants_colour(void)
{
    const char *no_color = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0');
}

bool reporting_begin(struct reporting *reporting, const char *command,
                     const struct options *options)
{
    struct report_options *shape = &reporting->shape;
    *shape = (struct report_options){
        .command = command,
        .version = WAYPOST_VERSION,
        .colour = wants_colour(),
        .quiet = options->quiet,
        .strict = options->strict,
    };
    clock_gettime(CLOCK_MONOTONIC, &reporting->start);
    clock_gettime(CLOCK_REALTIME, &shape->started);
    if (options->format == NULL || report_format_parse(options->format, &shape->format))
        return true;
    output_complain("%s: unknown format %s, expected %s", command, options->format,
                    report_format_names());
    return false;
}

bool reporting_fills_terminal(const struct reporting *reporting)
{
    return reporting->shape.format == REPORT_NDJSON && isatty(STDOUT_FILENO);
}

/* Since the beginning. */
static double seconds_since_begin(const struct reporting *reporting)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - reporting->start.tv_sec) +
           (double)(now.tv_nsec - reporting->start.tv_nsec) / 1e9;
}

int reporting_finish(const struct reporting *reporting, struct report *report)
{
    return report_finish(report, seconds_since_begin(reporting));
}
