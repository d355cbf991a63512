/* SPDX-License-Identifier: MIT */
/* What is read from an ini file, line by line, and what is refused. */
#include "base/buf.h"
#include "config/section.h"
#include "expect.h"

#include <stdio.h>
#include <string.h>

#define TEN "abcdefghij"
#define FIFTY TEN TEN TEN TEN TEN
#define TWO_HUNDRED FIFTY FIFTY FIFTY FIFTY

/* Each key as "section@LINE LINE key=value|", "-" for a section without keys. */
static void write_section(void *context, const struct section *section)
{
    static const struct entry none = {"-", "-", 0};
    for (size_t i = 0; i == 0 || i < section->count; i++) {
        const struct entry *entry = section->count > 0 ? &section->entries[i] : &none;
        buf_printf(context, "%s@%u %u %s=%s|", section->name, section->line,
                   section->count > 0 ? entry->line : section->line, entry->key,
                   entry->value);
    }
}

struct row {
    const char *name;
    const char *text;
    size_t length; /* 0: strlen */
    const char *got;
    const char *mistake; /* the only one, "LINE: text" or its beginning */
};

static const struct row rows[] = {
    {.name = "plain", .text = "[a]\nk = v\n", .got = "a@1 2 k=v|"},
    {.name = "no newline at the end", .text = "[a]\nk = v", .got = "a@1 2 k=v|"},
    {.name = "CRLF", .text = "[a]\r\nk = v\r\n\r\n", .got = "a@1 2 k=v|"},
    {.name = "BOM", .text = "\xEF\xBB\xBF[a]\nk=v\n", .got = "a@1 2 k=v|"},
    {.name = "comments",
     .text = "; x\n# y\n[a] ; z\nk = v ; w\n  ; u\n",
     .got = "a@3 4 k=v|"},
    {.name = "no comment without a blank",
     .text = "[a]\nk=a;b\n",
     .got = "a@1 2 k=a;b|"},
    {.name = "hash in a value", .text = "[a]\nk = a # b\n", .got = "a@1 2 k=a # b|"},
    {.name = "colon", .text = "[a]\nk: v\n", .got = "a@1 2 k=v|"},
    {.name = "empty value", .text = "[a]\nk =\n", .got = "a@1 2 k=|"},
    {.name = "indented keys are keys",
     .text = "[a]\n  k = v\n\tl = w\n",
     .got = "a@1 2 k=v|a@1 3 l=w|"},
    {.name = "blanks in brackets", .text = "[ a ]\nk=v\n", .got = "a@1 2 k=v|"},
    {.name = "same name twice",
     .text = "[a]\nk=v\n[a]\nk=w\n",
     .got = "a@1 2 k=v|a@3 4 k=w|"},
    {.name = "sections without keys",
     .text = "[a]\n[b]\n\n[c]",
     .got = "a@1 1 -=-|b@2 2 -=-|c@4 4 -=-|"},
    {.name = "before the first section",
     .text = "k=v\n[a]\nk=w\n",
     .got = "a@2 3 k=w|",
     .mistake = "1: k: stands before the first [section]"},
    {.name = "UTF-8", .text = "[a]\nk = M\xC3\xBCnchen\n", .got = "a@1 2 k=München|"},
    {.name = "longest section",
     .text = "[" FIFTY "]\nk=v\n",
     .got = "",
     .mistake = "1: a section name may have 49 bytes: call it else"},
    {.name = "longest key",
     .text = "[a]\n" FIFTY " = v\n",
     .got = "a@1 1 -=-|",
     .mistake = "2: a key may have 49 bytes"},
    {.name = "line too long",
     .text = "[a]\nk = " TWO_HUNDRED "\nl=w\n",
     .got = "a@1 3 l=w|",
     .mistake = "2: the line is longer than 199 bytes: break it"},
    {.name = "long comments are fine",
     .text = "; " TWO_HUNDRED " = 1\n[a]\nk=v\n",
     .got = "a@2 3 k=v|"},
    {.name = "NUL",
     .text = "[a]\nk = a\0b\nl=w\n",
     .length = 16,
     .got = "a@1 3 l=w|",
     .mistake = "2: byte 6 is a control character (0x00)"},
    {.name = "escape",
     .text = "[a]\nk = \x1B[1m\n",
     .got = "a@1 1 -=-|",
     .mistake = "2: byte 5 is a control character (0x1B)"},
    {.name = "C1 control",
     .text = "[a]\nk = \xC2\x9B\n",
     .got = "a@1 1 -=-|",
     .mistake = "2: byte 5 is a control character (0xC2)"},
    {.name = "DEL",
     .text = "[a]\nk = \x7F\n",
     .got = "a@1 1 -=-|",
     .mistake = "2: byte 5 is a control character (0x7F)"},
    {.name = "Latin-1",
     .text = "[a]\nk = M\xFCnchen\n",
     .got = "a@1 1 -=-|",
     .mistake = "2: the line is not UTF-8"},
    {.name = "open bracket",
     .text = "[a\nk=v\n",
     .got = "",
     .mistake = "1: the `]` is missing"},
    {.name = "behind the bracket",
     .text = "[a] b\nk=v\n",
     .got = "",
     .mistake = "1: only a comment may stand behind the `]`"},
    {.name = "nameless section",
     .text = "[ ]\nk=v\n",
     .got = "",
     .mistake = "1: a section needs a name between [ and ]"},
    {.name = "semicolon in a section",
     .text = "[a ; b]\nk=v\n",
     .got = "",
     .mistake = "1: a section name holds no `;`"},
    {.name = "no key",
     .text = "[a]\n= v\n",
     .got = "a@1 1 -=-|",
     .mistake = "2: there is no key before the `=`"},
    {.name = "no value",
     .text = "[a]\nk\n",
     .got = "a@1 1 -=-|",
     .mistake = "2: neither `key = value` nor `[section]`"},
    {.name = "equals in a comment",
     .text = "[a]\nk ; = v\n",
     .got = "a@1 1 -=-|",
     .mistake = "2: neither `key = value` nor `[section]`"},
    {.name = "continuation",
     .text = "[a]\nk = v\n  w\n",
     .got = "a@1 2 k=v|",
     .mistake =
         "3: neither `key = value` nor `[section]`; a value does not go on in the "
         "next line: repeat its key"},
    {.name = "the rest of a refused section is refused",
     .text = "[a]\nk=v\n[b\nk=w\nx\n[c]\nk=u\n",
     .got = "a@1 2 k=v|c@6 7 k=u|",
     .mistake = "3: the `]` is missing"},
};

static const struct section_kind kind = {write_section, "call it else", "break it"};

static void try_row(const struct row *row)
{
    struct buf got;
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    size_t length = row->length > 0 ? row->length : strlen(row->text);
    FILE *stream = fmemopen((void *)row->text, length, "r");
    buf_init(&got, 4096);
    section_read(stream, "x.ini", &kind, mistakes, &got);
    fclose(stream);
    EXPECT_TEXT(buf_text(&got), row->got);
    EXPECT_UINT(mistakes_count(mistakes), row->mistake != NULL);
    buf_reset(&got);
    const struct mistake *mistake = mistakes_get(mistakes, 0);
    if (mistake != NULL)
        buf_printf(&got, "%u: %s", mistake->line, mistake->text);
    EXPECT_TEXT(buf_text(&got), row->mistake != NULL ? row->mistake : "");
    buf_clear(&got);
}

static void lines(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].name);
        try_row(&rows[i]);
    }
}

/* Lengths around the bounds, and far beyond the buffer. */
static void lengths(void)
{
    static const struct {
        size_t length;
        bool good;
    } bounds[] = {{5, true},      {198, true},    {199, true},    {200, false},
                  {16383, false}, {16384, false}, {16385, false}, {100000, false}};
    static char text[100100];
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        struct buf got;
        AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
        size_t length = bounds[i].length;
        memset(text, 'v', sizeof text);
        snprintf(text, sizeof text, "[a]\nk =");
        text[7] = ' ';
        snprintf(text + 4 + length, 8, "\nl=w\n");
        FILE *stream = fmemopen(text, strlen(text), "r");
        buf_init(&got, sizeof text);
        section_read(stream, "x.ini", &kind, mistakes, &got);
        fclose(stream);
        EXPECT_UINT(mistakes_count(mistakes), !bounds[i].good);
        EXPECT(strstr(buf_text(&got), "a@1 3 l=w|") != NULL);
        EXPECT(got.length == (bounds[i].good ? length + 15 : 10));
        buf_clear(&got);
    }
}

int main(void)
{
    RUN(lines);
    RUN(lengths);
    return expect_report();
}
