/* SPDX-License-Identifier: MIT */
#include "config/lines.h"

#include <string.h>

void lines_init(struct lines *lines, FILE *stream)
{
    lines->stream = stream;
    lines->number = 0;
    lines->start = lines->end = 0;
}

/* The length of the line at the start with its newline, read as far as it fits; 0 if
 * none ends here. */
static size_t find_end(struct lines *lines)
{
    size_t left = lines->end - lines->start;
    const char *at = lines->bytes + lines->start;
    const char *newline = memchr(at, '\n', left);
    if (newline == NULL) {
        memmove(lines->bytes, at, left);
        lines->start = 0;
        lines->end =
            left + fread(lines->bytes + left, 1, LINES_SIZE - left, lines->stream);
        at = lines->bytes;
        newline = memchr(at, '\n', lines->end);
    }
    return newline != NULL ? (size_t)(newline - at) + 1 : 0;
}

/* Throws away the rest of a line that did not fit. */
static void skip_rest(struct lines *lines)
{
    size_t length = 0;
    while (length == 0 && lines->end == LINES_SIZE) {
        lines->start = lines->end;
        length = find_end(lines);
    }
    lines->start = length > 0 ? lines->start + length : lines->end;
}

bool lines_next(struct lines *lines, struct span *line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (lines->start == LINES_SIZE && lines->bytes[LINES_SIZE - 1] != '\n')
        skip_rest(lines);
    size_t length = find_end(lines), ending = length > 0;
    if (length == 0)
        length = lines->end - lines->start;
    if (length == 0)
        return false;
    *line = (struct span){lines->bytes + lines->start, length - ending};
    lines->start += length;
    if (line->length > 0 && line->at[line->length - 1] == '\r')
        line->length--;
    if (++lines->number == 1 && line->length >= 3 && memcmp(line->at, mark, 3) == 0)
        *line = (struct span){line->at + 3, line->length - 3};
    return true;
}
