/* SPDX-License-Identifier: MIT */
#include "cli/output.h"

#include "base/text.h"
#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void output_write(void *context, const char *bytes, size_t length)
{
    (void)context;
    fwrite(bytes, 1, length, stdout);
}

void output_complain(const char *format, ...)
{
    char text[1024], shown[sizeof text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    text_sanitise(text, strlen(text), shown, sizeof shown);
    fprintf(stderr, "waypost: %s\n", shown);
}

int output_finish(int status)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    output_complain("standard output: %s",
                    errno != 0 ? strerror(errno) : "the result is not complete");
    return status != STATUS_FINE ? status : STATUS_UNKNOWN;
}
