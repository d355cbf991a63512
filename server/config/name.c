/* SPDX-License-Identifier: MIT */
#include "config/name.h"

#include "config/lines.h"

#include <errno.h>
#include <string.h>

/* Even a name in UTF-8 that comes to 253 bytes is shorter. */
enum { NAME_LINE_MAX = 1024, LIST_LINES_MAX = 10 * 1000 * 1000 };

const char *name_judge(struct span name, char *out)
{
    bool pattern = name.length > 0 && name.at[0] == '*';
    if (span_equal(name, "*")) {
        memcpy(out, "*", 2);
        return NULL;
    }
    if (pattern && (name.length < 3 || name.at[1] != '.'))
        return "is no pattern; expected *.example.com or *";
    size_t skipped = pattern ? 2 : 0;
    memcpy(out, "*.", skipped);
    if (!hostname_normalise(name.at + skipped, name.length - skipped, out + skipped))
        return "is no domain name";
    if (!pattern && !hostname_is_qualified(out))
        return "is no mail domain: it has one label only";
    return NULL;
}

/* A line of a list without its comment. */
static struct span without_comment(struct span line)
{
    const char *comment = memchr(line.at, '#', line.length);
    if (comment != NULL)
        line.length = (size_t)(comment - line.at);
    return span_trim(line);
}

/* What is wrong with a line, of which the reader has cut the longest ones. */
static bool line_is_fit(const struct lines *lines, struct span line, const char *file,
                        struct mistakes *mistakes)
{
    if (lines->number > LIST_LINES_MAX)
        mistakes_add(mistakes, file, lines->number, "%d lines are enough",
                     LIST_LINES_MAX);
    else if (line.length > NAME_LINE_MAX)
        mistakes_add(mistakes, file, lines->number,
                     "the line is longer than %d bytes; expected one domain a line",
                     NAME_LINE_MAX);
    else
        return true;
    return false;
}

/* Stops where the list is none: at a line so long that it was cut, or far too many. */
void name_read_list(FILE *stream, const char *file, struct mistakes *mistakes,
                    name_receiver *receive, void *context)
{
    struct lines lines;
    struct span line;
    lines_init(&lines, stream);
    while (lines_next(&lines, &line)) {
        struct span name = without_comment(line);
        bool fit = line_is_fit(&lines, line, file, mistakes);
        if (fit && name.length > 0)
            receive(context, name, lines.number);
        if (!fit && (line.length >= LINES_SIZE - 1 || lines.number > LIST_LINES_MAX))
            break;
    }
    if (ferror(stream))
        mistakes_add(mistakes, file, 0, "cannot be read: %s", strerror(errno));
}
