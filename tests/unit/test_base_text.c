/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "expect.h"

#include <string.h>

static void numbers(void)
{
    static const struct {
        const char *text;
        bool good;
    } rows[] = {
        {"1", true},   {"65535", true},  {"007", true},
        {"0", false},  {"65536", false}, {"99999999999999999999999999", false},
        {"", false},   {"-1", false},    {"+1", false},
        {" 1", false}, {"1x", false},    {"0x1", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned long number = 0;
        expect_case(rows[i].text);
        EXPECT(text_parse_uint(rows[i].text, 1, 65535, &number) == rows[i].good);
    }
}

static void words(void)
{
    static const char text[] = " a,\tbc  d,";
    struct span rest = {text, sizeof text - 1}, word;
    EXPECT(span_next_word(&rest, &word) && span_equal(word, "a"));
    EXPECT(span_next_word(&rest, &word) && span_equal_nocase(word, "BC"));
    EXPECT(span_next_word(&rest, &word) && !span_equal(word, "dd"));
    EXPECT(!span_next_word(&rest, &word));
    EXPECT(span_equal(span_trim((struct span){"\t a b ", 6}), "a b"));
    EXPECT(text_equal_nocase("AbC", "aBc"));
    EXPECT(!text_equal_nocase("abc", "abcd"));
}

static void comparisons(void)
{
    struct span text = {"V=spf1 -all", 11}, same = {"v=SPF1 -ALL", 11};
    EXPECT(span_begins_nocase(text, "v=spf1"));
    EXPECT(span_begins_nocase(text, ""));
    EXPECT(!span_begins_nocase(text, "v=spf2"));
    EXPECT(!span_begins_nocase(text, "v=spf1 -all "));
    EXPECT(spans_equal_nocase(text, same));
    EXPECT(!spans_equal_nocase(text, span_skip(same, 1)));
    EXPECT(!spans_equal_nocase(text, (struct span){same.at, 10}));
    EXPECT(spans_equal_nocase(span_skip(text, 11), span_skip(same, 11)));
}

static void suggestions(void)
{
    static const char *const candidates[] = {"imap", "pop3", "template", "username"};
    EXPECT_TEXT(text_nearest("tempalte", candidates, 4), "template");
    EXPECT_TEXT(text_nearest("nmae", candidates, 4), NULL);
    EXPECT_TEXT(text_nearest("iamp", candidates, 4), "imap");
    EXPECT_TEXT(text_nearest("IMAP", candidates, 4), "imap");
    EXPECT_TEXT(text_nearest("pop", candidates, 4), "pop3");
    EXPECT_TEXT(text_nearest("xyzzy", candidates, 4), NULL);
    EXPECT_TEXT(text_nearest("imap", candidates, 0), NULL);
}

static void utf8(void)
{
    static const struct {
        const char *text;
        bool good;
    } rows[] = {
        {"", true},
        {"abc", true},
        {"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x93\xAC", true},
        {"\xC3", false},
        {"\xA4", false},
        {"\xC0\xAF", false},
        {"\xE0\x80\xAF", false},
        {"\xED\xA0\x80", false},
        {"\xF4\x90\x80\x80", false},
        {"\xF5\x80\x80\x80", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        EXPECT(text_is_utf8(rows[i].text, strlen(rows[i].text)) == rows[i].good);
}

static void sanitising(void)
{
    char out[8];
    EXPECT_TEXT(text_sanitise("a\x1B[b", 4, out, sizeof out), "a?[b");
    EXPECT_TEXT(text_sanitise("\xC2\x9B\xFF", 3, out, sizeof out), "??");
    const char right_to_left[] = {(char)0xE2, (char)0x80, (char)0xAE, 'a'};
    EXPECT_TEXT(text_sanitise(right_to_left, 4, out, sizeof out), "?a");
    const char isolate[] = {(char)0xE2, (char)0x81, (char)0xA6, 'b'};
    EXPECT_TEXT(text_sanitise(isolate, 4, out, sizeof out), "?b");
    EXPECT_TEXT(text_sanitise("\xE2\x80\xA6", 3, out, sizeof out), "\xE2\x80\xA6");
    EXPECT_TEXT(text_sanitise("123456789", 9, out, sizeof out), "1234567");
    EXPECT_TEXT(text_sanitise("123456\xC3\xA4", 8, out, sizeof out), "123456");
}

int main(void)
{
    RUN(numbers);
    RUN(words);
    RUN(comparisons);
    RUN(suggestions);
    RUN(utf8);
    RUN(sanitising);
    return expect_report();
}
