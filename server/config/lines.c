/* SPDX-License-Identifier: MIT */
#include "config/lines.h"

#include <string.h>

void lines_init(struct lines *lines, FILE *stream)
{
    lines->stream = stream;
    lines->number = 0;
    lines->start = lines->end = 0;
}

/* Moves what is left to the front and reads more behind it; false if nothing came. */
static bool fill(struct lines *lines)
{
    size_t left = lines->end - lines->start;
    memmove(lines->bytes, lines->bytes + lines->start, left);
    lines->start = 0;
    lines->end = left;
    size_t got = fread(lines->bytes + left, 1, LINES_SIZE - left, lines->stream);
    lines->end += got;
    return got > 0;
}

static const char *find_end(const struct lines *lines)
{
    return memchr(lines->bytes + lines->start, '\n', lines->end - lines->start);
}

/* Throws away the rest of a line that did not fit. */
static void skip_rest(struct lines *lines)
{
    const char *end = NULL;
    do {
        lines->start = lines->end;
        if (!fill(lines))
            return;
        end = find_end(lines);
    } while (end == NULL);
    lines->start = (size_t)(end - lines->bytes) + 1;
}

/* Takes the line up to `end`, its newline, or all there is if `end` is NULL. */
static struct span take(struct lines *lines, const char *end)
{
    struct span line = {lines->bytes + lines->start, lines->end - lines->start};
    if (end != NULL)
        line.length = (size_t)(end - line.at);
    lines->start += line.length + (end != NULL);
    if (line.length > 0 && line.at[line.length - 1] == '\r')
        line.length--;
    return line;
}

static struct span without_mark(struct span line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (line.length >= 3 && memcmp(line.at, mark, 3) == 0)
        return (struct span){line.at + 3, line.length - 3};
    return line;
}

/* A line longer than the buffer is ended early and keeps its first bytes, which stay
 * where they are until the next call skips the rest. */
static bool is_cut(const struct lines *lines)
{
    return lines->end == LINES_SIZE && lines->start == LINES_SIZE &&
           lines->bytes[LINES_SIZE - 1] != '\n';
}

bool lines_next(struct lines *lines, struct span *line)
{
    if (is_cut(lines))
        skip_rest(lines);
    const char *end = find_end(lines);
    while (end == NULL && lines->end - lines->start < LINES_SIZE && fill(lines))
        end = find_end(lines);
    if (lines->start == lines->end)
        return false;
    lines->number++;
    *line = take(lines, end);
    if (lines->number == 1)
        *line = without_mark(*line);
    return true;
}
