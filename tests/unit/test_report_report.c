/* SPDX-License-Identifier: MIT */
/* The formats for people, JSON and JUnit about the same findings, byte for byte; and
 * what holds for every format: the exit status, and that it bears whatever a server
 * sends. tests/formats reads real output with programs of others. */
#include "expect.h"
#include "report_into.h"

#include "base/text.h"
#include "cli/options.h"

#include <string.h>

static const struct finding ok = {
    .id = "autoconfig.ok",
    .verdict = VERDICT_OK,
    .domain = "example.org",
    .subject = "config-v1.1.xml",
    .message = "every program reads it",
    .milliseconds = 1,
};

static const struct finding wrong_name = {
    .id = "alias.wrong-name",
    .verdict = VERDICT_FAIL,
    .domain = "example.com",
    .subject = "smtp.example.com CNAME",
    .expected = {"smtp.office365.com", "outlook.office365.com"},
    .found = {"smtp.outlook365.com"},
    .message = "leads to a host that <nobody> & \"no one\" runs",
    .remedy = "smtp.example.com. 3600 IN CNAME smtp.office365.com.\n; remove: it's",
    .file = "domains.ini",
    .line = 14,
    .milliseconds = 1012,
};

static const struct finding servfail = {
    .id = "dns.servfail",
    .verdict = VERDICT_UNKNOWN,
    .domain = "example.org",
    .subject = "example.org MX",
    .message = "no name server answered",
};

static const struct finding no_dmarc = {
    .id = "dmarc.missing",
    .verdict = VERDICT_WARN,
    .domain = "example.com",
    .message = "no policy",
};

static const struct finding *const all[] = {&wrong_name, &ok, &no_dmarc, &servfail,
                                            NULL};

struct format_row {
    const char *name;
    enum report_format format;
    bool colour, quiet, strict;
    const char *output;
};

static const struct format_row format_rows[] = {
    {
        .name = "text",
        .format = REPORT_TEXT,
        .output =
            "ok       example.org  config-v1.1.xml         "
            "every program reads it [autoconfig.ok]\n"
            "warn     example.com                          no policy [dmarc.missing]\n"
            "unknown  example.org  example.org MX          "
            "no name server answered [dns.servfail]\n"
            "fail     example.com  smtp.example.com CNAME  "
            "leads to a host that <nobody> & \"no one\" runs [alias.wrong-name]\n"
            "         expected: smtp.office365.com, outlook.office365.com\n"
            "         found:    smtp.outlook365.com\n"
            "         declared: domains.ini:14\n"
            "         remedy:\n"
            "           smtp.example.com. 3600 IN CNAME smtp.office365.com.\n"
            "           ; remove: it's\n"
            "\n"
            "1 ok, 0 info, 1 warn, 1 fail, 1 unknown in 0.42 s\n",
    },
    {
        .name = "json",
        .format = REPORT_JSON,
        .output =
            "{\"waypost\":\"0.1.0\",\"command\":\"check\","
            "\"started\":\"2026-11-21T10:00:00Z\",\"seconds\":0.42,"
            "\"summary\":{\"ok\":1,\"info\":0,\"warn\":1,\"fail\":1,\"unknown\":1},\n"
            " \"findings\":[\n"
            "  {\"id\":\"alias.wrong-name\",\"verdict\":\"fail\","
            "\"domain\":\"example.com\",\"subject\":\"smtp.example.com CNAME\","
            "\"expected\":[\"smtp.office365.com\",\"outlook.office365.com\"],"
            "\"found\":[\"smtp.outlook365.com\"],"
            "\"message\":\"leads to a host that <nobody> & \\\"no one\\\" runs\","
            "\"remedy\":\"smtp.example.com. 3600 IN CNAME smtp.office365.com."
            "\\n; remove: it's\",\"milliseconds\":1012},\n"
            "  {\"id\":\"autoconfig.ok\",\"verdict\":\"ok\","
            "\"domain\":\"example.org\",\"subject\":\"config-v1.1.xml\","
            "\"expected\":[],\"found\":[],\"message\":\"every program reads it\","
            "\"remedy\":null,\"milliseconds\":1},\n"
            "  {\"id\":\"dmarc.missing\",\"verdict\":\"warn\","
            "\"domain\":\"example.com\",\"subject\":\"\",\"expected\":[],\"found\":[],"
            "\"message\":\"no policy\",\"remedy\":null,\"milliseconds\":0},\n"
            "  {\"id\":\"dns.servfail\",\"verdict\":\"unknown\","
            "\"domain\":\"example.org\",\"subject\":\"example.org MX\","
            "\"expected\":[],\"found\":[],\"message\":\"no name server answered\","
            "\"remedy\":null,\"milliseconds\":0}]}\n",
    },
    {
        .name = "junit",
        .format = REPORT_JUNIT,
        .output =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"waypost check\" tests=\"4\" failures=\"1\""
            " errors=\"1\" time=\"0.420\">\n"
            "  <testsuite name=\"example.com\" tests=\"2\" failures=\"1\" errors=\"0\""
            " skipped=\"0\" time=\"1.012\" timestamp=\"2026-11-21T10:00:00Z\">\n"
            "    <testcase classname=\"example.com\""
            " name=\"alias.wrong-name: smtp.example.com CNAME\""
            " file=\"domains.ini\" line=\"14\" time=\"1.012\">\n"
            "      <failure message=\"leads to a host that &lt;nobody&gt; &amp;"
            " &quot;no one&quot; runs\" type=\"alias.wrong-name\">"
            "leads to a host that &lt;nobody&gt; &amp; &quot;no one&quot; runs\n"
            "expected: smtp.office365.com, outlook.office365.com\n"
            "found: smtp.outlook365.com\n"
            "remedy:\n"
            "smtp.example.com. 3600 IN CNAME smtp.office365.com.\n"
            "; remove: it&#39;s\n"
            "</failure>\n"
            "    </testcase>\n"
            "    <testcase classname=\"example.com\" name=\"dmarc.missing\""
            " time=\"0.000\">\n"
            "      <system-out>warn: no policy\n"
            "</system-out>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "  <testsuite name=\"example.org\" tests=\"2\" failures=\"0\" errors=\"1\""
            " skipped=\"0\" time=\"0.001\" timestamp=\"2026-11-21T10:00:00Z\">\n"
            "    <testcase classname=\"example.org\""
            " name=\"autoconfig.ok: config-v1.1.xml\" time=\"0.001\"/>\n"
            "    <testcase classname=\"example.org\""
            " name=\"dns.servfail: example.org MX\" time=\"0.000\">\n"
            "      <error message=\"no name server answered\""
            " type=\"dns.servfail\">no name server answered\n"
            "</error>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "</testsuites>\n",
    },
};

static void formats(void)
{
    for (size_t i = 0; i < sizeof format_rows / sizeof *format_rows; i++) {
        const struct format_row *row = &format_rows[i];
        struct report_options options = plain;
        struct buf out;
        expect_case(row->name);
        options.format = row->format;
        EXPECT_UINT((unsigned long)report(&options, all, &out), 1);
        EXPECT_TEXT(buf_text(&out), row->output);
        buf_clear(&out);
    }
}

static void every_format_has_a_name(void)
{
    static const char *const names[REPORT_FORMAT_COUNT] = {
        [REPORT_TEXT] = "text",     [REPORT_JSON] = "json",
        [REPORT_NDJSON] = "ndjson", [REPORT_JUNIT] = "junit",
        [REPORT_SARIF] = "sarif",   [REPORT_GITHUB] = "github",
        [REPORT_NAGIOS] = "nagios", [REPORT_PROMETHEUS] = "prometheus",
    };
    enum report_format format;
    for (unsigned i = 0; i < REPORT_FORMAT_COUNT; i++) {
        expect_case(names[i]);
        EXPECT(report_format_parse(names[i], &format));
        EXPECT_UINT(format, i);
        EXPECT(strstr(option_format.help, names[i]) != NULL);
    }
    expect_case(NULL);
    EXPECT(!report_format_parse("TEXT", &format));
    EXPECT(!report_format_parse("", &format));
    char all_names[REPORT_NAMES_SIZE];
    EXPECT_TEXT(report_format_names(all_names),
                "text|json|ndjson|junit|sarif|github|nagios|prometheus");
}

static void ndjson_is_written_at_once(void)
{
    struct report_options options = plain;
    struct buf out;
    options.format = REPORT_NDJSON;
    buf_init(&out, OUTPUT_MAX);
    AUTO(report) struct report *report = report_new(&options, append, &out);
    report_add(report, &no_dmarc);
    EXPECT_TEXT(buf_text(&out),
                "{\"id\":\"dmarc.missing\",\"verdict\":\"warn\","
                "\"domain\":\"example.com\",\"subject\":\"\",\"expected\":[],"
                "\"found\":[],\"message\":\"no policy\",\"remedy\":null,"
                "\"milliseconds\":0}\n");
    size_t length = out.length;
    EXPECT_UINT((unsigned long)report_finish(report, 0.42), 0);
    EXPECT_UINT(out.length, length);
    buf_clear(&out);
}

static void quiet_and_colour_are_for_text(void)
{
    static const struct finding *const findings[] = {&ok, &no_dmarc, NULL};
    struct report_options options = plain;
    struct buf out;
    options.quiet = true;
    report(&options, findings, &out);
    EXPECT_TEXT(buf_text(&out), "warn     example.com    no policy [dmarc.missing]\n\n"
                                "1 ok, 0 info, 1 warn, 0 fail, 0 unknown in 0.42 s\n");
    buf_clear(&out);

    options.colour = true;
    report(&options, findings, &out);
    EXPECT(strncmp(buf_text(&out), "\033[33mwarn     \033[0mexample.com", 26) == 0);
    buf_clear(&out);

    options.format = REPORT_JSON;
    report(&options, findings, &out);
    EXPECT(strstr(buf_text(&out), "autoconfig.ok") != NULL);
    EXPECT(strchr(buf_text(&out), '\033') == NULL);
    buf_clear(&out);
}

static void strict_turns_warnings_into_failures(void)
{
    static const struct finding *const findings[] = {&no_dmarc, NULL};
    struct report_options options = plain;
    struct buf out;
    options.format = REPORT_JUNIT;
    options.strict = true;
    EXPECT_UINT((unsigned long)report(&options, findings, &out), 1);
    EXPECT(strstr(buf_text(&out), "tests=\"1\" failures=\"1\" errors=\"0\"") != NULL);
    EXPECT(strstr(buf_text(&out), "<failure message=\"no policy\"") != NULL);
    buf_clear(&out);
}

struct status_row {
    const char *name;
    const struct finding *findings[4];
    bool strict;
    int status, nagios;
};

static const struct status_row status_rows[] = {
    {.name = "nothing", .status = 0, .nagios = 0},
    {.name = "fine", .findings = {&ok}, .status = 0, .nagios = 0},
    {.name = "warning", .findings = {&no_dmarc, &ok}, .status = 0, .nagios = 1},
    {.name = "strict",
     .findings = {&no_dmarc, &ok},
     .strict = true,
     .status = 1,
     .nagios = 2},
    {.name = "fail", .findings = {&ok, &wrong_name}, .status = 1, .nagios = 2},
    {.name = "unknown", .findings = {&servfail, &ok}, .status = 3, .nagios = 3},
    {.name = "unknown and warning",
     .findings = {&servfail, &no_dmarc},
     .status = 3,
     .nagios = 1},
    {.name = "unknown and fail",
     .findings = {&servfail, &wrong_name},
     .status = 1,
     .nagios = 2},
    {.name = "unknown, strict",
     .findings = {&servfail, &no_dmarc},
     .strict = true,
     .status = 1,
     .nagios = 2},
};

static void expect_status(const struct status_row *row, enum report_format format)
{
    struct report_options options = plain;
    struct buf out;
    options.strict = row->strict;
    options.format = format;
    EXPECT_UINT((unsigned long)report(&options, row->findings, &out),
                (unsigned long)(format == REPORT_NAGIOS ? row->nagios : row->status));
    EXPECT(!out.overflowed);
    buf_clear(&out);
}

static void status(void)
{
    for (size_t i = 0; i < sizeof status_rows / sizeof *status_rows; i++) {
        expect_case(status_rows[i].name);
        for (unsigned format = 0; format < REPORT_FORMAT_COUNT; format++)
            expect_status(&status_rows[i], (enum report_format)format);
    }
}

/* What a hostile server may send: no format lets it through as it is. */
static void remote_bytes_are_sanitised(void)
{
    static const struct finding hostile = {
        .id = "smtp.greeting",
        .verdict = VERDICT_FAIL,
        .domain = "example.com",
        .subject = "line one\nline two",
        .found = {"\033[2J", "\xff\xfe", "\xEF\xBF\xBE]]>"},
        .message = "\xC2\x9B"
                   "31m",
        .remedy = "one \xC2\x9B\ntwo\n\nfour\r\n",
    };
    static const struct finding *const findings[] = {&hostile, NULL};
    for (unsigned format = 0; format < REPORT_FORMAT_COUNT; format++) {
        struct report_options options = plain;
        struct buf out;
        options.format = (enum report_format)format;
        report(&options, findings, &out);
        EXPECT(text_is_utf8(out.data, out.length));
        EXPECT(strchr(out.data, '\033') == NULL && strchr(out.data, '\r') == NULL);
        EXPECT(strstr(out.data, "\xC2\x9B") == NULL);
        EXPECT(strstr(out.data, "\xEF\xBF\xBE") == NULL);
        EXPECT((strstr(out.data, "line one?line two") != NULL) ==
               (format != REPORT_PROMETHEUS));
        if (format == REPORT_TEXT)
            EXPECT(strstr(out.data, "           one ?\n           two\n"
                                    "\n           four?\n") != NULL);
        buf_clear(&out);
    }
}

static void long_values_are_cut(void)
{
    static char huge[100000];
    struct finding finding = ok;
    memset(huge, '&', sizeof huge - 1);
    finding.verdict = VERDICT_FAIL;
    finding.message = finding.remedy = huge;
    for (size_t i = 0; i < FINDING_VALUES_MAX; i++)
        finding.expected[i] = finding.found[i] = huge;
    for (unsigned format = 0; format < REPORT_FORMAT_COUNT; format++) {
        struct report_options options = plain;
        struct buf out;
        options.format = (enum report_format)format;
        buf_init(&out, OUTPUT_MAX);
        AUTO(report) struct report *report = report_new(&options, append, &out);
        report_add(report, &finding);
        report_finish(report, 1);
        if (format == REPORT_NAGIOS || format == REPORT_PROMETHEUS)
            EXPECT(out.length < 2UL * 8192);
        else
            EXPECT(out.length > 34UL * 8192 && out.length < 40UL * 6 * 8192);
        buf_clear(&out);
    }
}

int main(void)
{
    RUN(formats);
    RUN(every_format_has_a_name);
    RUN(ndjson_is_written_at_once);
    RUN(quiet_and_colour_are_for_text);
    RUN(strict_turns_warnings_into_failures);
    RUN(status);
    RUN(remote_bytes_are_sanitised);
    RUN(long_values_are_cut);
    return expect_report();
}
