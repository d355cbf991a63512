/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error->kind = kind;
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return false;
}

bool error_prefix(struct error *error, const char *format, ...)
{
    char context[sizeof error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(context, sizeof context, format, arguments);
    va_end(arguments);

    size_t length = strlen(context);
    if (length + 2 < sizeof error->text) {
        size_t room = sizeof error->text - length - 3;
        size_t rest = strnlen(error->text, room);
        memmove(error->text + length + 2, error->text, rest);
        memcpy(error->text, context, length);
        memcpy(error->text + length, ": ", 2);
        error->text[length + 2 + rest] = '\0';
    }
    return false;
}
