/* SPDX-License-Identifier: MIT */
/* libinih asks for lines through a callback. It gets those only that it will understand
 * as a person would; and what it makes of them is compared with what stood there. Keys
 * are collected in memory that is used again for the next section. */
#include "config/section.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/text.h"
#include "config/lines.h"

#include <errno.h>
#include <ini.h>
#include <stdint.h>
#include <string.h>

enum { NAME_MAX_BYTES = 49, LINE_MAX_BYTES = 199 };

struct reading {
    struct lines lines;
    const struct section_kind *kind;
    struct mistakes *mistakes;
    void *context;
    struct section section;            /* being read; line 0: none yet */
    bool refused;                      /* its keys belong nowhere */
    size_t mistakes_before;            /* the section */
    char raw_name[NAME_MAX_BYTES + 1]; /* as libinih should see it, with its blanks */
    char name[NAME_MAX_BYTES + 1];     /* as it is reported */
    struct span key, rest;             /* of the line that libinih has in hands */
    struct buf text;                   /* of the keys and values, each with a NUL */
    struct entry *entries;
    size_t capacity;
};

static void complain(const struct reading *reading, const char *text)
{
    mistakes_add(reading->mistakes, reading->section.file, reading->lines.number, "%s",
                 text);
}

static void advise(const struct reading *reading, const char *text, const char *advice)
{
    mistakes_add(reading->mistakes, reading->section.file, reading->lines.number,
                 "%s: %s", text, advice);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_comment(struct span line)
{
    return line.length == 0 || line.at[0] == ';' || line.at[0] == '#';
}

/* Whether there is nothing but printable ASCII, looked at eight bytes at once, as there
 * may be millions of lines. Never true when it should not be. */
static bool is_plain(struct span line)
{
    const uint64_t ones = 0x0101010101010101U;
    uint64_t unfit = 0, word;
    size_t i = 0;
    for (; i + sizeof word <= line.length; i += sizeof word) {
        memcpy(&word, line.at + i, sizeof word);
        unfit |= word | (word - ones * ' ') | (word + ones);
    }
    for (; i < line.length; i++)
        unfit |= (uint64_t)(line.at[i] < ' ' || line.at[i] == 0x7F) << 7;
    return (unfit & (ones * 0x80)) == 0;
}

static bool is_control(struct span line, size_t i)
{
    unsigned char c = (unsigned char)line.at[i];
    return (c < 0x20 && c != '\t') || c == 0x7F ||
           (c == 0xC2 && i + 1 < line.length && (unsigned char)line.at[i + 1] < 0xA0);
}

static bool bytes_are_fit(const struct reading *reading, struct span line)
{
    for (size_t i = 0; i < line.length; i++)
        if (is_control(line, i)) {
            mistakes_add(reading->mistakes, reading->section.file,
                         reading->lines.number,
                         "byte %zu is a control character (0x%02X)", i + 1,
                         (unsigned char)line.at[i]);
            return false;
        }
    if (!text_is_utf8(line.at, line.length)) {
        complain(reading, "the line is not UTF-8");
        return false;
    }
    return true;
}

static bool line_is_fit(const struct reading *reading, struct span line)
{
    if (line.length <= LINE_MAX_BYTES)
        return is_plain(line) || bytes_are_fit(reading, line);
    advise(reading, "the line is longer than 199 bytes", reading->kind->long_line);
    return false;
}

/* Hands over the section that was read, if there is one. */
static void close_section(struct reading *reading)
{
    struct section *section = &reading->section;
    const char *at = buf_text(&reading->text);
    for (size_t i = 0; i < section->count; i++) {
        reading->entries[i].key = at;
        at += strlen(at) + 1;
        reading->entries[i].value = at;
        at += strlen(at) + 1;
    }
    section->entries = reading->entries;
    section->is_whole = mistakes_count(reading->mistakes) == reading->mistakes_before;
    if (section->line > 0 && !reading->refused)
        reading->kind->receive(reading->context, section);
    section->count = 0;
    buf_reset(&reading->text);
}

/* A section's name, and what stands behind it. */
static bool name_is_fit(const struct reading *reading, struct span name,
                        struct span rest)
{
    const char *wrong = NULL;
    if (name.length > NAME_MAX_BYTES) {
        advise(reading, "a section name may have 49 bytes", reading->kind->long_name);
        return false;
    }
    if (span_trim(name).length == 0)
        wrong = "a section needs a name between [ and ]";
    else if (memchr(name.at, ';', name.length) != NULL)
        wrong = "a section name holds no `;`";
    else if (!is_comment(span_trim(rest)))
        wrong = "only a comment may stand behind the `]`";
    if (wrong != NULL)
        complain(reading, wrong);
    return wrong == NULL;
}

static void copy_name(char *out, struct span name)
{
    memcpy(out, name.at, name.length);
    out[name.length] = '\0';
}

/* Begins the section that the line opens; false if it is none. */
static bool open_section(struct reading *reading, struct span line)
{
    const char *bracket = memchr(line.at, ']', line.length);
    close_section(reading);
    reading->section.line = reading->lines.number;
    reading->mistakes_before = mistakes_count(reading->mistakes);
    reading->refused = true;
    if (bracket == NULL) {
        complain(reading, "the `]` is missing");
        return false;
    }
    struct span name = {line.at + 1, (size_t)(bracket - line.at) - 1};
    if (!name_is_fit(reading, name, span_skip(line, name.length + 2)))
        return false;
    reading->refused = false;
    copy_name(reading->raw_name, name);
    copy_name(reading->name, span_trim(name));
    return true;
}

/* Where libinih sees the key end: at the first `=` or `:` that is no comment's. */
static size_t find_separator(struct span line)
{
    for (size_t i = 0; i < line.length; i++) {
        if (line.at[i] == '=' || line.at[i] == ':')
            return i;
        if (line.at[i] == ';' && i > 0 && is_blank(line.at[i - 1]))
            break;
    }
    return line.length;
}

/* Notes the key and what stands behind it; false if the line has none. */
static bool open_key(struct reading *reading, struct span line, bool indented)
{
    size_t separator = find_separator(line);
    const char *wrong = NULL;
    if (reading->refused)
        return false;
    reading->key = span_trim((struct span){line.at, separator});
    if (separator == line.length)
        wrong = indented ? "neither `key = value` nor `[section]`; a value does not go "
                           "on in the next line: repeat its key"
                         : "neither `key = value` nor `[section]`";
    else if (reading->key.length == 0)
        wrong = "there is no key before the `=`";
    else if (reading->key.length > NAME_MAX_BYTES)
        wrong = "a key may have 49 bytes";
    if (wrong != NULL) {
        complain(reading, wrong);
        return false;
    }
    reading->rest =
        span_trim((struct span){line.at + separator + 1, line.length - separator - 1});
    return true;
}

/* libinih's reader: the next line worth showing to it, without indentation. */
static char *next_line(char *out, int size, void *context)
{
    struct reading *reading = context;
    struct span whole;
    while (lines_next(&reading->lines, &whole)) {
        struct span line = span_trim(whole);
        if (is_comment(line) || !line_is_fit(reading, line))
            continue;
        bool good = line.at[0] == '[' ? open_section(reading, line)
                                      : open_key(reading, line, line.at != whole.at);
        if (!good || line.length >= (size_t)size)
            continue;
        memcpy(out, line.at, line.length);
        out[line.length] = '\0';
        return out;
    }
    return NULL;
}

/* What libinih may leave out behind a value: a comment. */
static bool value_is_whole(struct span rest, struct span value)
{
    if (value.length > rest.length || memcmp(rest.at, value.at, value.length) != 0)
        return false;
    struct span behind = {rest.at + value.length, rest.length - value.length};
    return is_comment(span_trim(behind));
}

static int take_key(void *context, const char *section, const char *name,
                    const char *text)
{
    struct reading *reading = context;
    struct span key = reading->key, value = {text, strlen(text)};
    if (reading->section.line == 0) {
        mistakes_add(reading->mistakes, reading->section.file, reading->lines.number,
                     "%s: stands before the first [section]", name);
        return 0;
    }
    if (strcmp(section, reading->raw_name) != 0 || !span_equal(key, name) ||
        !value_is_whole(reading->rest, value)) {
        complain(reading, "the line cannot be read as it is written: make it shorter");
        return 0;
    }
    size_t index = reading->section.count++;
    reading->entries = memory_grow(reading->entries, index, &reading->capacity,
                                   sizeof *reading->entries);
    reading->entries[index].line = reading->lines.number;
    buf_append(&reading->text, name, key.length + 1);
    buf_append(&reading->text, text, value.length + 1);
    return 1;
}

void section_read(FILE *stream, const char *file, const struct section_kind *kind,
                  struct mistakes *mistakes, void *context)
{
    struct reading reading = {.kind = kind, .mistakes = mistakes, .context = context};
    reading.section.file = file;
    reading.section.name = reading.name;
    lines_init(&reading.lines, stream);
    buf_init(&reading.text, SIZE_MAX / 4);
    ini_parse_stream(next_line, &reading, take_key, &reading);
    close_section(&reading);
    if (ferror(stream))
        mistakes_add(mistakes, file, 0, "cannot be read: %s", strerror(errno));
    buf_clear(&reading.text);
    memory_free(reading.entries);
}

bool section_read_file(const char *path, const struct section_kind *kind,
                       struct mistakes *mistakes, void *context)
{
    FILE *stream = fopen(path, "re");
    if (stream == NULL)
        return false;
    section_read(stream, path, kind, mistakes, context);
    fclose(stream);
    return true;
}

void section_refuse(const struct section *section, const struct entry *entry,
                    struct mistakes *mistakes, const char *text)
{
    mistakes_add(mistakes, section->file, entry->line, "%s: %s", entry->key, text);
}

void section_refuse_again(const struct section *section, const struct entry *entry,
                          struct mistakes *mistakes, unsigned before)
{
    mistakes_add(mistakes, section->file, entry->line,
                 "%s: stands twice, first in line %u", entry->key, before);
}
