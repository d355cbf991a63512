/* SPDX-License-Identifier: MIT */
/* What code scanning, GitHub Actions, Nagios and Prometheus get, byte for byte; what
 * the rules of SARIF are made of; and what keeps the report small when there are many
 * findings. */
#include "expect.h"
#include "report_into.h"

#include <stdio.h>
#include <string.h>

static const struct finding_kind kinds[] = {
    {"alias.target", VERDICT_OK, "The alias is right.", NULL},
    {"alias.wrong-name", VERDICT_FAIL, "The alias is not.", "Correct the target."},
};

static const struct finding ok = {
    .id = "alias.target",
    .verdict = VERDICT_OK,
    .domain = "example.com",
    .message = "right",
};

static const struct finding wrong_name = {
    .id = "alias.wrong-name",
    .verdict = VERDICT_FAIL,
    .domain = "example.com",
    .subject = "smtp.example.com CNAME",
    .expected = {"smtp.office365.com", "outlook.office365.com"},
    .found = {"a|b"},
    .message = "100% wrong | ::error::no",
    .remedy = "one\ntwo",
    .file = "con:f,100%/d\xC3\xBC.ini",
    .line = 14,
};

static const struct finding servfail = {
    .id = "mx.unknown",
    .verdict = VERDICT_UNKNOWN,
    .domain = "example.org",
    .subject = "example.org MX",
    .message = "no \"answer\" \\",
    .file = "/etc/domains.ini",
};

static const struct finding ignored = {
    .id = "dmarc.missing",
    .verdict = VERDICT_INFO,
    .domain = "example.org",
    .message = "known: no policy (warn)",
    .ignored = true,
};

static const struct finding quoted = {
    .id = "mx.unknown",
    .verdict = VERDICT_WARN,
    .domain = "back\\slash \"quote\"",
};

static const struct finding *const all[] = {&ok,      &wrong_name, &servfail,
                                            &ignored, &wrong_name, NULL};

#define WRONG_NAME                                                                     \
    "{\"ruleId\":\"alias.wrong-name\",\"ruleIndex\":1,\"level\":\"error\","            \
    "\"message\":{\"text\":\"example.com: smtp.example.com CNAME: "                    \
    "100% wrong | ::error::no\\nexpected: smtp.office365.com, "                        \
    "outlook.office365.com\\nfound: a|b\\nremedy:\\none\\ntwo\"},"                     \
    "\"locations\":[{\"logicalLocations\":[{\"fullyQualifiedName\":\"example.com\","   \
    "\"kind\":\"resource\"}],\"physicalLocation\":{\"artifactLocation\":"              \
    "{\"uri\":\"con%3Af%2C100%25/d%C3%BC.ini\"},\"region\":{\"startLine\":14}}}],"     \
    "\"partialFingerprints\":{\"idDomainSubject/v1\":\"HASH\"},"                       \
    "\"properties\":{\"verdict\":\"fail\"}}"

struct format_row {
    const char *name;
    enum report_format format;
    int status;
    const char *output;
};

static const struct format_row format_rows[] = {
    {
        .name = "sarif",
        .format = REPORT_SARIF,
        .status = 1,
        .output =
            "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
            "schemas/sarif-schema-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
            "\"results\":[\n " WRONG_NAME ",\n "
            "{\"ruleId\":\"mx.unknown\",\"ruleIndex\":2,\"level\":\"warning\","
            "\"message\":{\"text\":\"example.org: example.org MX: "
            "no \\\"answer\\\" \\\\\"},\"locations\":[{\"logicalLocations\":["
            "{\"fullyQualifiedName\":\"example.org\",\"kind\":\"resource\"}],"
            "\"physicalLocation\":{\"artifactLocation\":"
            "{\"uri\":\"file:///etc/domains.ini\"}}}],"
            "\"partialFingerprints\":{\"idDomainSubject/v1\":\"HASH\"},"
            "\"properties\":{\"verdict\":\"unknown\"}},\n "
            "{\"ruleId\":\"dmarc.missing\",\"ruleIndex\":3,\"level\":\"note\","
            "\"message\":{\"text\":\"example.org: known: no policy (warn)\"},"
            "\"locations\":[{\"logicalLocations\":[{\"fullyQualifiedName\":"
            "\"example.org\",\"kind\":\"resource\"}]}],"
            "\"partialFingerprints\":{\"idDomainSubject/v1\":\"HASH\"},"
            "\"properties\":{\"verdict\":\"info\"},\"suppressions\":[{\"kind\":"
            "\"external\",\"justification\":\"named in check.ignore\"}]},\n " WRONG_NAME
            "],\n\"tool\":{\"driver\":{\"name\":\"waypost\",\"version\":\"0.1.0\","
            "\"rules\":["
            "{\"id\":\"alias.target\",\"shortDescription\":{\"text\":"
            "\"The alias is right.\"},\"fullDescription\":{\"text\":"
            "\"The alias is right.\"},\"help\":{\"text\":\"There is nothing to do.\"},"
            "\"defaultConfiguration\":{\"level\":\"none\"}},"
            "{\"id\":\"alias.wrong-name\",\"shortDescription\":{\"text\":"
            "\"The alias is not.\"},\"fullDescription\":{\"text\":"
            "\"The alias is not.\"},\"help\":{\"text\":\"Correct the target.\"},"
            "\"defaultConfiguration\":{\"level\":\"error\"}},"
            "{\"id\":\"mx.unknown\",\"shortDescription\":{\"text\":\"mx.unknown\"},"
            "\"fullDescription\":{\"text\":\"mx.unknown\"},\"help\":{\"text\":"
            "\"The message says what was found and what helps.\"},"
            "\"defaultConfiguration\":{\"level\":\"warning\"}},"
            "{\"id\":\"dmarc.missing\",\"shortDescription\":{\"text\":"
            "\"dmarc.missing\"},\"fullDescription\":{\"text\":\"dmarc.missing\"},"
            "\"help\":{\"text\":\"The message says what was found and what helps.\"},"
            "\"defaultConfiguration\":{\"level\":\"note\"}}]}},"
            "\"invocations\":[{\"executionSuccessful\":true,"
            "\"startTimeUtc\":\"2026-11-21T10:00:00Z\"}],"
            "\"automationDetails\":{\"id\":\"waypost-check/\"}}]}\n",
    },
    {
        .name = "github",
        .format = REPORT_GITHUB,
        .status = 1,
        .output =
            "::error title=alias.wrong-name,file=con%3Af%2C100%25/d\xC3\xBC.ini,line=14"
            "::example.com: smtp.example.com CNAME: 100%25 wrong | ::error::no"
            "%0Aexpected: smtp.office365.com, outlook.office365.com%0Afound: a|b"
            "%0Aremedy:%0Aone%0Atwo\n"
            "::warning title=mx.unknown,file=/etc/domains.ini"
            "::example.org: example.org MX: no \"answer\" \\\n"
            "::notice title=dmarc.missing::example.org: known: no policy (warn)\n"
            "::error title=alias.wrong-name,file=con%3Af%2C100%25/d\xC3\xBC.ini,line=14"
            "::example.com: smtp.example.com CNAME: 100%25 wrong | ::error::no"
            "%0Aexpected: smtp.office365.com, outlook.office365.com%0Afound: a|b"
            "%0Aremedy:%0Aone%0Atwo\n"
            "waypost check: 1 ok, 1 info, 0 warn, 2 fail, 1 unknown in 0.42 s\n",
    },
    {
        .name = "nagios",
        .format = REPORT_NAGIOS,
        .status = 2,
        .output = "WAYPOST CRITICAL - 2 fail, 1 unknown (3 domains) | "
                  "fail=2;;;0 warn=0;;;0 unknown=1;;;0 info=1;;;0 ok=1;;;0 "
                  "domains=3;;;0 time=0.420s;;;0\n"
                  "fail example.com: smtp.example.com CNAME: "
                  "100% wrong \xC2\xA6 ::error::no [alias.wrong-name]\n"
                  "fail example.com: smtp.example.com CNAME: "
                  "100% wrong \xC2\xA6 ::error::no [alias.wrong-name]\n"
                  "unknown example.org: example.org MX: no \"answer\" \\ "
                  "[mx.unknown]\n",
    },
    {
        .name = "prometheus",
        .format = REPORT_PROMETHEUS,
        .status = 1,
        .output = "# HELP waypost_findings Problems of the last run by domain, id and "
                  "verdict.\n"
                  "# TYPE waypost_findings gauge\n"
                  "waypost_findings{command=\"check\",domain=\"example.com\","
                  "id=\"alias.wrong-name\",verdict=\"fail\"} 2\n"
                  "waypost_findings{command=\"check\",domain=\"example.org\","
                  "id=\"mx.unknown\",verdict=\"unknown\"} 1\n"
                  "# HELP waypost_verdicts Findings of the last run by verdict.\n"
                  "# TYPE waypost_verdicts gauge\n"
                  "waypost_verdicts{command=\"check\",verdict=\"ok\"} 1\n"
                  "waypost_verdicts{command=\"check\",verdict=\"info\"} 1\n"
                  "waypost_verdicts{command=\"check\",verdict=\"warn\"} 0\n"
                  "waypost_verdicts{command=\"check\",verdict=\"fail\"} 2\n"
                  "waypost_verdicts{command=\"check\",verdict=\"unknown\"} 1\n"
                  "# HELP waypost_findings_left_out Problems of the last run that "
                  "waypost_findings lacks, being too many.\n"
                  "# TYPE waypost_findings_left_out gauge\n"
                  "waypost_findings_left_out{command=\"check\"} 0.000\n"
                  "# HELP waypost_check_timestamp_seconds When the last run began, in "
                  "seconds since 1970.\n"
                  "# TYPE waypost_check_timestamp_seconds gauge\n"
                  "waypost_check_timestamp_seconds{command=\"check\"} 1795255200.000\n"
                  "# HELP waypost_check_duration_seconds How long the last run took.\n"
                  "# TYPE waypost_check_duration_seconds gauge\n"
                  "waypost_check_duration_seconds{command=\"check\"} 0.420\n",
    },
};

/* Hashes are numbers that nobody can read; that they differ is tested below. */
static void mask_hashes(struct buf *out)
{
    static const char before[] = "idDomainSubject/v1\":\"";
    for (char *at = out->data; (at = strstr(at, before)) != NULL;) {
        at += sizeof before - 1;
        EXPECT_UINT(strspn(at, "0123456789abcdef"), 16);
        memcpy(at, "HASH", 4);
        memmove(at + 4, at + 16, strlen(at + 16) + 1);
    }
}

static void formats(void)
{
    for (size_t i = 0; i < sizeof format_rows / sizeof *format_rows; i++) {
        const struct format_row *row = &format_rows[i];
        struct report_options options = plain;
        struct buf out;
        expect_case(row->name);
        options.format = row->format;
        options.kinds = kinds;
        options.kind_count = sizeof kinds / sizeof *kinds;
        EXPECT_UINT((unsigned long)report(&options, all, &out),
                    (unsigned long)row->status);
        mask_hashes(&out);
        EXPECT_TEXT(buf_text(&out), row->output);
        buf_clear(&out);
    }
}

static void ignored_is_marked(void)
{
    static const struct finding *const findings[] = {&ignored, NULL};
    static const char *const marks[REPORT_FORMAT_COUNT] = {
        [REPORT_TEXT] = "info     example.org    known: no policy (warn)",
        [REPORT_JSON] = "\"milliseconds\":0,\"ignored\":true}",
        [REPORT_NDJSON] = "\"milliseconds\":0,\"ignored\":true}\n",
        [REPORT_JUNIT] = "      <skipped>known: no policy (warn)\n</skipped>\n",
        [REPORT_SARIF] = "\"suppressions\":[{",
        [REPORT_GITHUB] = "::notice title=dmarc.missing::",
        [REPORT_NAGIOS] = "WAYPOST OK - 0 ok (1 domain) | ",
        [REPORT_PROMETHEUS] = "verdict=\"info\"} 1\n",
    };
    for (unsigned format = 0; format < REPORT_FORMAT_COUNT; format++) {
        struct report_options options = plain;
        struct buf out;
        expect_case(marks[format]);
        options.format = (enum report_format)format;
        options.strict = true;
        EXPECT_UINT((unsigned long)report(&options, findings, &out), 0);
        EXPECT(strstr(buf_text(&out), marks[format]) != NULL);
        if (format == REPORT_JUNIT)
            EXPECT(strstr(buf_text(&out), "errors=\"0\" skipped=\"1\"") != NULL);
        buf_clear(&out);
    }
}

static void labels_are_escaped(void)
{
    static const struct finding *const findings[] = {&quoted, NULL};
    struct report_options options = plain;
    struct buf out;
    options.format = REPORT_PROMETHEUS;
    report(&options, findings, &out);
    EXPECT(strstr(buf_text(&out), "domain=\"back\\\\slash \\\"quote\\\"\",") != NULL);
    buf_clear(&out);
}

/* The hash of a report with this finding alone. */
static void get_hash(const struct finding *finding, char hash[17])
{
    const struct finding *const findings[] = {finding, NULL};
    struct report_options options = plain;
    struct buf out;
    options.format = REPORT_SARIF;
    report(&options, findings, &out);
    const char *at = strstr(buf_text(&out), "/v1\":\"");
    EXPECT(at != NULL);
    snprintf(hash, 17, "%s", at != NULL ? at + 6 : "");
    buf_clear(&out);
}

static void fingerprints(void)
{
    char first[17], other[17];
    struct finding finding = wrong_name;
    get_hash(&finding, first);
    EXPECT_TEXT(first, "58a435c132169902"); /* the same in every release */
    finding.line = 99;
    finding.message = "in other words";
    get_hash(&finding, other);
    EXPECT_TEXT(other, first);
    finding.subject = "smtp.example.com AAAA";
    get_hash(&finding, other);
    EXPECT(strcmp(other, first) != 0);
    finding = wrong_name;
    finding.domain = "example.comsmtp";
    finding.subject = ".example.com CNAME";
    get_hash(&finding, other);
    EXPECT(strcmp(other, first) != 0);
}

static void sarif_and_github_are_written_at_once(void)
{
    static const enum report_format now[] = {REPORT_SARIF, REPORT_GITHUB};
    for (size_t i = 0; i < sizeof now / sizeof *now; i++) {
        struct report_options options = plain;
        struct buf out;
        options.format = now[i];
        buf_init(&out, OUTPUT_MAX);
        AUTO(report) struct report *report = report_new(&options, append, &out);
        report_add(report, &wrong_name);
        EXPECT(strstr(buf_text(&out), "alias.wrong-name") != NULL);
        buf_clear(&out);
    }
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        found++;
    return found;
}

/* `number` failures of as many domains in this format. */
static void report_many(enum report_format format, unsigned number, struct buf *out)
{
    struct report_options options = plain;
    options.format = format;
    buf_init(out, OUTPUT_MAX);
    AUTO(report) struct report *report = report_new(&options, append, out);
    for (unsigned i = 0; i < number; i++) {
        char domain[32];
        struct finding finding = wrong_name;
        snprintf(domain, sizeof domain, "%u.example.com", i);
        finding.domain = domain;
        report_add(report, &finding);
    }
    report_finish(report, 1);
}

static void many_problems(void)
{
    struct buf out;
    report_many(REPORT_NAGIOS, 123, &out);
    EXPECT(strncmp(buf_text(&out), "WAYPOST CRITICAL - 123 fail (123 domains) | ",
                   44) == 0);
    EXPECT_UINT(count(buf_text(&out), "\nfail "), 20);
    EXPECT(strstr(buf_text(&out), "[alias.wrong-name]\nfail: 103 more\n") != NULL);
    buf_clear(&out);

    report_many(REPORT_PROMETHEUS, 10007, &out);
    EXPECT_UINT(count(buf_text(&out), "\nwaypost_findings{"), 10000);
    EXPECT(strstr(buf_text(&out), "_left_out{command=\"check\"} 7.000\n") != NULL);
    EXPECT(strstr(buf_text(&out), "verdict=\"fail\"} 10007\n") != NULL);
    buf_clear(&out);
}

int main(void)
{
    RUN(formats);
    RUN(ignored_is_marked);
    RUN(labels_are_escaped);
    RUN(fingerprints);
    RUN(sarif_and_github_are_written_at_once);
    RUN(many_problems);
    return expect_report();
}
