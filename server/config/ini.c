/* SPDX-License-Identifier: MIT */
/* libinih asks for lines through a callback. It gets those only that it will understand
 * as a person would; and what it makes of them is compared with what stood there. */
#include "config/ini.h"

#include "base/text.h"
#include "config/lines.h"

#include <errno.h>
#include <ini.h>
#include <stdint.h>
#include <string.h>

struct reading {
    struct lines lines;
    const char *file;
    struct mistakes *mistakes;
    ini_receiver *receive;
    void *context;
    char section[INI_NAME_MAX + 1];     /* as it is reported */
    char raw_section[INI_NAME_MAX + 1]; /* as libinih should see it, with its blanks */
    unsigned section_line;
    bool section_used;     /* a key was reported */
    bool section_refused;  /* its keys belong nowhere */
    struct span key, rest; /* of the line that libinih has in hands */
};

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
    for (size_t i = 0; i < line.length; i += sizeof word) {
        size_t left = line.length - i;
        word = ones * ' ';
        memcpy(&word, line.at + i, left < sizeof word ? left : sizeof word);
        unfit |= word | (word - ones * ' ') | (word + ones);
    }
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
            mistakes_add(reading->mistakes, reading->file, reading->lines.number,
                         "byte %zu is a control character (0x%02X)", i + 1,
                         (unsigned char)line.at[i]);
            return false;
        }
    if (!text_is_utf8(line.at, line.length)) {
        mistakes_add(reading->mistakes, reading->file, reading->lines.number,
                     "the line is not UTF-8");
        return false;
    }
    return true;
}

static bool line_is_fit(const struct reading *reading, struct span line)
{
    if (line.length <= INI_LINE_MAX)
        return is_plain(line) || bytes_are_fit(reading, line);
    mistakes_add(reading->mistakes, reading->file, reading->lines.number,
                 "the line is longer than %d bytes: spread a list over several lines "
                 "by repeating its key (`domains =`), or put long names into a "
                 "`domains_file`",
                 INI_LINE_MAX);
    return false;
}

/* A section that had no keys is still a section that somebody wrote. */
static void close_section(struct reading *reading)
{
    if (reading->section_line == 0 || reading->section_used || reading->section_refused)
        return;
    reading->receive(reading->context, &(struct ini_line){
                                           .file = reading->file,
                                           .line = reading->section_line,
                                           .section = reading->section,
                                           .section_line = reading->section_line,
                                       });
}

/* NULL, or what is wrong with a section's name or what stands behind it. */
static const char *judge_section(struct span name, struct span rest)
{
    if (span_trim(name).length == 0)
        return "a section needs a name between [ and ]";
    if (name.length > INI_NAME_MAX)
        return "a section name may have 49 bytes: call the section something short and "
               "name the domain in it with `domains =`, or in a `domains_file`";
    if (memchr(name.at, ';', name.length) != NULL)
        return "a section name holds no `;`";
    if (!is_comment(span_trim(rest)))
        return "only a comment may stand behind the `]`";
    return NULL;
}

static void copy_name(char *out, struct span name)
{
    memcpy(out, name.at, name.length);
    out[name.length] = '\0';
}

/* Notes the section that the line opens; false if it is none. */
static bool open_section(struct reading *reading, struct span line)
{
    const char *bracket = memchr(line.at, ']', line.length);
    const char *wrong = "the `]` is missing";
    struct span name = {line.at + 1, 0};
    close_section(reading);
    if (bracket != NULL) {
        name.length = (size_t)(bracket - name.at);
        size_t behind = line.length - name.length - 2;
        wrong = judge_section(name, (struct span){bracket + 1, behind});
    }
    reading->section_line = reading->lines.number;
    reading->section_used = false;
    reading->section_refused = wrong != NULL;
    if (wrong != NULL) {
        mistakes_add(reading->mistakes, reading->file, reading->lines.number, "%s",
                     wrong);
        return false;
    }
    copy_name(reading->raw_section, name);
    copy_name(reading->section, span_trim(name));
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

static const char *judge_key(struct span line, size_t separator, bool indented)
{
    struct span key = span_trim((struct span){line.at, separator});
    if (separator == line.length)
        return indented ? "neither `key = value` nor `[section]`; a value does not go "
                          "on in the next line: repeat its key"
                        : "neither `key = value` nor `[section]`";
    if (key.length == 0)
        return "there is no key before the `=`";
    if (key.length > INI_NAME_MAX)
        return "a key may have 49 bytes";
    return NULL;
}

/* Notes the key and what stands behind it; false if the line has none. */
static bool open_key(struct reading *reading, struct span line, bool indented)
{
    size_t separator = find_separator(line);
    if (reading->section_refused)
        return false;
    const char *wrong = judge_key(line, separator, indented);
    if (wrong != NULL) {
        mistakes_add(reading->mistakes, reading->file, reading->lines.number, "%s",
                     wrong);
        return false;
    }
    reading->key = span_trim((struct span){line.at, separator});
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
    close_section(reading);
    return NULL;
}

/* What libinih may leave out behind a value: a comment. */
static bool value_is_whole(struct span rest, const char *value)
{
    size_t length = strlen(value);
    if (length > rest.length || memcmp(rest.at, value, length) != 0)
        return false;
    return length == rest.length ||
           is_comment(span_trim((struct span){rest.at + length, rest.length - length}));
}

static int take_key(void *context, const char *section, const char *name,
                    const char *value)
{
    struct reading *reading = context;
    if (strcmp(section, reading->raw_section) != 0 || !span_equal(reading->key, name) ||
        !value_is_whole(reading->rest, value)) {
        mistakes_add(reading->mistakes, reading->file, reading->lines.number,
                     "the line cannot be read as it is written: make it shorter");
        return 0;
    }
    reading->section_used = true;
    reading->receive(reading->context, &(struct ini_line){
                                           .file = reading->file,
                                           .line = reading->lines.number,
                                           .section = reading->section,
                                           .section_line = reading->section_line,
                                           .key = name,
                                           .value = value,
                                       });
    return 1;
}

void ini_read(FILE *stream, const char *file, struct mistakes *mistakes,
              ini_receiver *receive, void *context)
{
    struct reading reading = {
        .file = file, .mistakes = mistakes, .receive = receive, .context = context};
    lines_init(&reading.lines, stream);
    ini_parse_stream(next_line, &reading, take_key, &reading);
    if (ferror(stream))
        mistakes_add(mistakes, file, 0, "cannot be read: %s", strerror(errno));
}
