/* SPDX-License-Identifier: MIT */
#include "dns/name.h"
#include "expect.h"

#include <stdio.h>
#include <string.h>

static const char long_label[] =
    "a23456789b23456789c23456789d23456789e23456789f23456789g23456789";

static void parsing(void)
{
    static const struct {
        const char *text, *printed; /* NULL: no name */
    } rows[] = {
        {"example.com", "example.com"},
        {"EXAMPLE.Com.", "example.com"},
        {"", ""},
        {".", ""},
        {"_imaps._tcp.example.com", "_imaps._tcp.example.com"},
        {"*.example.com", "*.example.com"},
        {"a\\.b.example", "a\\.b.example"},
        {"a\\032b.example", "a\\032b.example"},
        {"\\097\\066.example", "ab.example"},
        {"b\xC3\xBC.example", "b\\195\\188.example"},
        {"a b.example", "a\\032b.example"},
        {"a\\000b.example", "a\\000b.example"},
        {"a;b.example", "a\\;b.example"},
        {"\\(\\).example", "\\(\\).example"},
        {"a..b", NULL},
        {".a", NULL},
        {"a..", NULL},
        {"..", NULL},
        {"a\\", NULL},
        {"a\\25", NULL},
        {"a\\256.example", NULL},
        {"a\\2x4.example", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct name name;
        char text[NAME_TEXT_SIZE] = "";
        expect_case(rows[i].text);
        EXPECT(name_parse(rows[i].text, &name) == (rows[i].printed != NULL));
        if (rows[i].printed == NULL)
            continue;
        EXPECT_UINT(name_print(&name, text), strlen(rows[i].printed));
        EXPECT_TEXT(text, rows[i].printed);
    }
    expect_case(NULL);
}

static void lengths(void)
{
    char text[400];
    struct name name;
    snprintf(text, sizeof text, "%s.example", long_label);
    EXPECT(name_parse(text, &name));
    snprintf(text, sizeof text, "%sx.example", long_label);
    EXPECT(!name_parse(text, &name));
    /* Three labels of 64 bytes on the wire, one of 62, and the root: 255. */
    snprintf(text, sizeof text, "%s.%s.%s.%.61s", long_label, long_label, long_label,
             long_label);
    EXPECT(name_parse(text, &name));
    EXPECT_UINT(name.length, 255);
    EXPECT_UINT(strlen(text), 253);
    snprintf(text, sizeof text, "%s.%s.%s.%.62s", long_label, long_label, long_label,
             long_label);
    EXPECT(!name_parse(text, &name));
}

/* The longest text: each byte needs four characters. */
static void printing_the_longest(void)
{
    struct name name = {.length = 255};
    char text[NAME_TEXT_SIZE];
    for (size_t at = 0; at < 254; at += 64) {
        size_t length = at + 64 <= 254 ? 63 : 254 - at - 1;
        name.bytes[at] = (uint8_t)length;
        memset(name.bytes + at + 1, 0xFF, length);
    }
    size_t length = name_print(&name, text);
    EXPECT(length == strlen(text) && length < sizeof text);
    struct name again;
    EXPECT(name_parse(text, &again) && name_equal(&name, &again));
}

/* The name that stands at `at` of 24 bytes; "!": none. */
static void reading(void)
{
    static const struct {
        const char *name;
        const char *bytes;
        size_t length, at, end;
        const char *text;
    } rows[] = {
        {"plain", "\3WWW\7example\0", 13, 0, 13, "www.example"},
        {"root", "\0", 1, 0, 1, ""},
        {"pointer", "\7example\0\3www\xC0\0", 15, 9, 15, "www.example"},
        {"pointer to a pointer", "\1a\0\1b\xC0\0\1c\xC0\3", 11, 7, 11, "c.b.a"},
        {"pointer to itself", "\xC0\0", 2, 0, 0, "!"},
        {"pointer forwards", "\xC0\2\1a\0", 5, 0, 0, "!"},
        {"two pointers in a circle", "\xC0\2\xC0\0", 4, 2, 0, "!"},
        {"label before a pointer to it", "\1a\xC0\0", 4, 0, 0, "!"},
        {"pointer past the end", "\1a\xC0\xFF", 4, 2, 0, "!"},
        {"half a pointer", "\1a\0\xC0", 4, 3, 0, "!"},
        {"cut in a label", "\5exam", 5, 0, 0, "!"},
        {"cut before the root", "\1a", 2, 0, 0, "!"},
        {"behind the end", "\0", 1, 1, 0, "!"},
        {"kind of label 01", "\x41x\0", 3, 0, 0, "!"},
        {"kind of label 10", "\x81x\0", 3, 0, 0, "!"},
        {"dot in a label", "\3a.b\0", 5, 0, 5, "a\\.b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wire wire = {(const uint8_t *)rows[i].bytes, rows[i].length};
        struct name name;
        char text[NAME_TEXT_SIZE] = "!";
        size_t at = rows[i].at;
        expect_case(rows[i].name);
        if (name_read(wire, &at, &name)) {
            name_print(&name, text);
            EXPECT_UINT(at, rows[i].end);
        }
        EXPECT_TEXT(text, rows[i].text);
    }
    expect_case(NULL);
}

/* Labels that each point to the one before, until the name is too long. */
static void reading_too_long(void)
{
    uint8_t bytes[300 * 4] = {1, 'a', 0};
    struct name name;
    size_t length = 3, before = 0;
    unsigned labels = 1;
    while (length + 4 < sizeof bytes) {
        size_t here = length, at = here;
        memcpy(bytes + length,
               (uint8_t[]){1, 'a', (uint8_t)(0xC0 | before >> 8), (uint8_t)before}, 4);
        length += 4;
        bool is_name = name_read((struct wire){bytes, length}, &at, &name);
        EXPECT(is_name == (++labels <= 127));
        before = here;
    }
}

static void zones(void)
{
    static const struct {
        const char *name, *zone;
        bool is_within;
    } rows[] = {
        {"www.example.com", "example.com", true},
        {"example.com", "example.com", true},
        {"example.com", "", true},
        {"", "", true},
        {"example.com", "www.example.com", false},
        {"wwwexample.com", "example.com", false},
        {"www.example.org", "example.com", false},
        {"a\\.example.com", "example.com", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct name name, zone;
        expect_case(rows[i].name);
        EXPECT(name_parse(rows[i].name, &name) && name_parse(rows[i].zone, &zone));
        EXPECT(name_is_within(&name, &zone) == rows[i].is_within);
    }
    expect_case(NULL);
}

int main(void)
{
    RUN(parsing);
    RUN(lengths);
    RUN(printing_the_longest);
    RUN(reading);
    RUN(reading_too_long);
    RUN(zones);
    return expect_report();
}
