/* SPDX-License-Identifier: MIT */
/* Usage: nasty --format FORMAT
 * Prints findings as no kind server would cause them, for programs that read them: each
 * of the characters that mean something to some format, in each of the texts. */
#include "report/report.h"

#include <stdio.h>
#include <string.h>

enum { LONG = 20000 };

/* What ends, begins or escapes something in JSON, XML, URIs, workflow commands,
 * performance data or labels; what is no character in UTF-8, XML or print. */
static const char *const texts[] = {
    "a\nb\r\nc\rd\n",
    "100% %0A %25 %3A%2C",
    "::error file=x::stop",
    "::set-output name=a,title=b::c",
    "##[error]stop",
    "a|b=1;2;3 | 'c d'=4s",
    "\"quoted\" 'single' `back` \\ \\n \\\"",
    "{\"json\":[1,2]}",
    "a{b=\"c\"} 1\n# TYPE a counter",
    "]]> <!-- --> <![CDATA[ &amp; &#0; <a b='c'>",
    "\x01\x02\x1b[31mred\x1b[0m\x7f\x08",
    "\xC2\x85\xC2\x9B next line",
    "\xE2\x80\xA8 line separator \xE2\x80\xAE right to left \xE2\x80\xAC",
    "\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBB\xBF noncharacters",
    "\xFF\xFE\xC3\x28\xED\xA0\x80\xF4\x90\x80\x80\xC0\x80 not UTF-8",
    "\xF0\x9F\x93\xA7 m\xC3\xBCnchen \xE4\xBE\x8B",
    "  blanks  \t tab ",
    "",
};
enum { TEXT_COUNT = sizeof texts / sizeof *texts };

static void write_out(void *context, const char *bytes, size_t length)
{
    fwrite(bytes, 1, length, context);
}

/* Everything is this text, in every verdict. */
static void add_everywhere(struct report *report, const char *text)
{
    const struct stage_result stages[] = {
        {.name = text, .verdict = VERDICT_UNKNOWN, .milliseconds = 7},
        {.name = text, .skipped = true},
    };
    for (unsigned i = 0; i < VERDICT_COUNT; i++) {
        struct finding finding = {
            .id = text[0] != '\0' ? text : "empty",
            .verdict = (enum verdict)i,
            .domain = text,
            .subject = text,
            .expected = {text, text},
            .found = {text},
            .message = text,
            .remedy = text,
            .file = text,
            .line = 7,
            .milliseconds = 1001,
            .stage = i == VERDICT_OK ? NULL : text,
            .stages = stages,
            .stage_count = sizeof stages / sizeof *stages,
            .ignored = i == VERDICT_INFO,
        };
        report_add(report, &finding);
    }
}

/* All values there is room for, and texts as long as somebody likes. */
static void add_large(struct report *report)
{
    static char text[LONG];
    memset(text, '|', sizeof text - 1);
    struct finding finding = {
        .id = "large",
        .verdict = VERDICT_FAIL,
        .domain = "example.com",
        .message = text,
        .remedy = text,
    };
    for (size_t i = 0; i < FINDING_VALUES_MAX; i++)
        finding.expected[i] = finding.found[i] = text;
    report_add(report, &finding);
}

/* As little as there can be. */
static void add_bare(struct report *report)
{
    for (unsigned i = 0; i < VERDICT_COUNT; i++) {
        struct finding finding = {.id = "bare", .verdict = (enum verdict)i};
        report_add(report, &finding);
    }
}

int main(int count, char *arguments[])
{
    static const struct finding_kind kinds[] = {
        {"large", VERDICT_FAIL, "It is large.", "Make it small."},
        {"unseen", VERDICT_WARN, "<It> is \"never\" seen.", NULL},
    };
    struct report_options options = {
        .command = "nasty",
        .version = "0.0.0",
        .started = {.tv_sec = time(NULL)},
        .kinds = kinds,
        .kind_count = sizeof kinds / sizeof *kinds,
    };
    if (count != 3 || !report_format_parse(arguments[2], &options.format))
        return 2;
    AUTO(report) struct report *report = report_new(&options, write_out, stdout);
    for (size_t i = 0; i < TEXT_COUNT; i++)
        add_everywhere(report, texts[i]);
    add_large(report);
    add_bare(report);
    add_bare(report); /* the same again */
    return report_finish(report, 1.25);
}
