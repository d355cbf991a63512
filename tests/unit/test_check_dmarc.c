/* SPDX-License-Identifier: MIT */
/* DMARC records by themselves, and zones with one fault each: the finding they must
 * give, and that its remedy mends them. */
#include "check/dmarc_policy.h"
#include "fake_zone.h"

#define SUBDOMAIN "[mail.example.com]\ntemplate = microsoft365"
#define DEEP "[a.b.c.d.e.f.g.example.com]\ntemplate = microsoft365"
#define PARKED "[example.com]\ntemplate = microsoft365\nparked = yes"
#define OWN "[example.com]\nimap = mail.example.com"

struct policy_row {
    const char *record;
    enum dmarc_level level, below;
    const char *mended; /* with none at least; NULL: as it stands */
};

static const struct policy_row policies[] = {
    {"v=DMARC1; p=none", DMARC_NONE, DMARC_NONE, NULL},
    {"v=DMARC1; p=quarantine", DMARC_QUARANTINE, DMARC_QUARANTINE, NULL},
    {"v=DMARC1; p=reject", DMARC_REJECT, DMARC_REJECT, NULL},
    {"v=DMARC1;p=REJECT;", DMARC_REJECT, DMARC_REJECT, "v=DMARC1; p=reject"},
    {"v=DMARC1; p=reject; sp=none", DMARC_REJECT, DMARC_NONE, NULL},
    {"v=DMARC1; sp=quarantine; p=none", DMARC_NONE, DMARC_QUARANTINE,
     "v=DMARC1; p=none; sp=quarantine"},
    {"v=DMARC1; p=reject; t=y", DMARC_QUARANTINE, DMARC_QUARANTINE, NULL},
    {"v=DMARC1; p=quarantine; t=y", DMARC_NONE, DMARC_NONE, NULL},
    {"v=DMARC1; p=none; t=y", DMARC_NONE, DMARC_NONE, NULL},
    {"v=DMARC1; p=reject; np=none; fo=1; x=y", DMARC_REJECT, DMARC_REJECT, NULL},
    {"v=DMARC1", DMARC_INVALID, DMARC_INVALID, "v=DMARC1; p=none"},
    {"v=DMARC1; p=", DMARC_INVALID, DMARC_INVALID, "v=DMARC1; p=none"},
    {"v=DMARC1; p=block", DMARC_INVALID, DMARC_INVALID, "v=DMARC1; p=none"},
    {"v=DMARC1; p=reject; sp=block", DMARC_INVALID, DMARC_INVALID,
     "v=DMARC1; p=reject"},
    {"v=DMARC1; p=reject rua=mailto:a@example.com", DMARC_INVALID, DMARC_INVALID,
     "v=DMARC1; p=none"},
    {"v=DMARC1; p=block; rua=mailto:a@example.com", DMARC_NONE, DMARC_NONE,
     "v=DMARC1; p=none; rua=mailto:a@example.com"},
    {"v=DMARC1; rua=mailto:a@example.com!10m", DMARC_NONE, DMARC_NONE,
     "v=DMARC1; p=none; rua=mailto:a@example.com!10m"},
    {"v=DMARC1; rua=a@example.com", DMARC_INVALID, DMARC_INVALID,
     "v=DMARC1; p=none; rua=mailto:a@example.com"},
    {"v=DMARC1; p=none; pct=50; rf=afrf; ri=86400; aspf=s", DMARC_NONE, DMARC_NONE,
     "v=DMARC1; p=none; aspf=s"},
    {"v=DMARC1; p=none; aspf=s; aspf=r; ; x", DMARC_NONE, DMARC_NONE,
     "v=DMARC1; p=none; aspf=s"},
    {"v=DMARC1; p=none; ruf=b@example.com,mailto:c@example.com,https://x", DMARC_NONE,
     DMARC_NONE,
     "v=DMARC1; p=none; ruf=mailto:b@example.com,mailto:c@example.com,https://x"},
};

static void policies_are_read_and_mended(void)
{
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        const struct policy_row *row = &policies[i];
        struct span record = {row->record, strlen(row->record)};
        AUTO(pool) struct pool *pool = pool_new();
        expect_case(row->record);
        EXPECT(dmarc_is_record(record));
        EXPECT_UINT(dmarc_judge(record, false, pool).level, row->level);
        EXPECT_UINT(dmarc_judge(record, true, pool).level, row->below);
        EXPECT((dmarc_judge(record, false, pool).reason != NULL) ==
               (row->level == DMARC_INVALID ||
                (strstr(row->record, "t=y") != NULL &&
                 strstr(row->record, "p=none") == NULL) ||
                strstr(row->record, "v=DMARC1; rua") != NULL ||
                strstr(row->record, "block") != NULL));
        EXPECT_TEXT(dmarc_mend(record, DMARC_NONE, pool).at,
                    row->mended != NULL ? row->mended : row->record);
    }
}

static void a_weak_policy_is_raised(void)
{
    static const char record[] =
        "v=DMARC1; p=quarantine; t=y; rua=mailto:a@example.com";
    AUTO(pool) struct pool *pool = pool_new();
    struct span text = {record, strlen(record)};
    EXPECT_TEXT(dmarc_mend(text, DMARC_QUARANTINE, pool).at,
                "v=DMARC1; p=quarantine; rua=mailto:a@example.com");
    EXPECT_TEXT(dmarc_mend(text, DMARC_REJECT, pool).at,
                "v=DMARC1; p=reject; rua=mailto:a@example.com");
}

static void addresses_are_taken_one_by_one(void)
{
    static const char *const domains[] = {
        "example.com", "", "", "example.net", "xn--bcher-kva.example", "", ""};
    static const char list[] = "mailto:a@Example.COM, b@example.com,https://c.example,"
                               "MAILTO:d@e@example.net!10m,mailto:e@b\xC3\xBC"
                               "cher.example,mailto:@example.com,mailto:x@-";
    struct span rest = {list, strlen(list)}, address;
    char domain[HOSTNAME_SIZE];
    size_t count = 0;
    for (; dmarc_next_address(&rest, &address, domain); count++)
        EXPECT_TEXT(domain, domains[count]);
    EXPECT_UINT(count, sizeof domains / sizeof *domains);
}

static const char common[] =
    "example.com TXT \"x\"\n"
    "mail.example.com TXT \"x\"\n"
    "a.b.c.d.e.f.g.example.com TXT \"x\"\n"
    "example.net TXT \"x\"\n"
    "example.com._report._dmarc.agrees.example TXT \"v=DMARC1\"\n"
    "example.com._report._dmarc.lost.example TXT !\n";

static const struct check_row rows[] = {
    {.name = "as listed",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=quarantine\"\n",
     .ids = "ok"},
    {.name = "reject, with much else",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; sp=reject; adkim=s; aspf=s; "
             "fo=1; psd=n; np=reject; rua=mailto:a@example.com\"\n",
     .ids = "ok"},
    {.name = "in several strings",
     .zone = "_dmarc.example.com TXT \"v=DMARC1\" \"; p=quar\" \"antine\"\n",
     .ids = "ok"},
    {.name = "other texts beside it",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n"
             "_dmarc.example.com TXT \"v=spf1 -all\"\n",
     .ids = "ok"},
    {.name = "by an alias",
     .zone = "_dmarc.example.com CNAME _dmarc.example.net.\n"
             "_dmarc.example.net TXT \"v=DMARC1; p=reject\"\n",
     .ids = "ok"},
    {.name = "none at all",
     .zone = "",
     .ids = "dmarc.missing",
     .contains = "_dmarc.example.com. 3600 IN TXT \"v=DMARC1; p=quarantine\""},
    {.name = "none at all, with own servers",
     .section = OWN,
     .zone = "",
     .ids = "dmarc.missing"},
    {.name = "only a wildcard's answer",
     .zone = "_dmarc.example.com TXT \"v=spf1 -all\"\n",
     .ids = "dmarc.missing"},
    {.name = "an alias of nothing",
     .zone = "_dmarc.example.com CNAME _dmarc.nothing.example.\n",
     .ids = "dmarc.missing"},
    {.name = "two",
     .zone =
         "_dmarc.example.com TXT \"v=DMARC1; p=none\"\n"
         "_dmarc.example.com TXT \"v=DMARC1; p=reject; rua=mailto:a@example.com\"\n",
     .ids = "dmarc.multiple",
     .contains = "\"v=DMARC1; p=reject; rua=mailto:a@example.com\""},
    {.name = "two weak ones",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=none\"\n"
             "_dmarc.example.com TXT \"v=DMARC1\"\n",
     .ids = "dmarc.multiple"},
    {.name = "no policy",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; aspf=s\"\n",
     .ids = "dmarc.syntax",
     .contains = "\"v=DMARC1; p=quarantine; aspf=s\""},
    {.name = "an unknown policy",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=block\"\n",
     .ids = "dmarc.syntax"},
    {.name = "an unknown policy for subdomains",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; sp=block\"\n",
     .ids = "dmarc.syntax",
     .contains = "\"v=DMARC1; p=reject\""},
    {.name = "an unknown policy, with reports",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=block; rua=mailto:a@example.com\"\n",
     .ids = "dmarc.none"},
    {.name = "no semicolons",
     .zone = "_dmarc.example.com TXT \"v=DMARC1 p=reject\"\n",
     .ids = "dmarc.syntax"},
    {.name = "the version in lower case",
     .zone = "_dmarc.example.com TXT \"v=dmarc1; p=reject\"\n",
     .ids = "dmarc.syntax"},
    {.name = "the version behind a blank",
     .zone = "_dmarc.example.com TXT \" v=DMARC1; p=reject\"\n",
     .ids = "dmarc.syntax"},
    {.name = "the version at the end",
     .zone = "_dmarc.example.com TXT \"p=reject; v=DMARC1\"\n",
     .ids = "dmarc.syntax",
     .contains = "3600 IN TXT \"v=DMARC1; p=reject\""},
    {.name = "no version",
     .zone = "_dmarc.example.com TXT \"p=reject; rua=mailto:a@example.com\"\n",
     .ids = "dmarc.syntax"},
    {.name = "quoted twice",
     .zone = "_dmarc.example.com TXT \"\\\"v=DMARC1; p=reject\\\"\"\n",
     .ids = "dmarc.syntax"},
    {.name = "none",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=none; rua=mailto:a@example.com\"\n",
     .ids = "dmarc.none",
     .contains = "\"v=DMARC1; p=quarantine; rua=mailto:a@example.com\""},
    {.name = "for a test",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=quarantine; t=y\"\n",
     .ids = "dmarc.none",
     .contains = "\"v=DMARC1; p=quarantine\""},
    {.name = "obsolete",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; pct=100; sp=none; t=y\"\n",
     .ids = "dmarc.obsolete",
     .contains = "\"v=DMARC1; p=reject; sp=none; t=y\""},
    {.name = "obsolete, and none",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=none; pct=0\"\n",
     .ids = "dmarc.obsolete dmarc.none"},
    {.name = "reports to one who wants them",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; "
             "rua=mailto:a@agrees.example,mailto:a@mail.example.com\"\n",
     .ids = "ok"},
    {.name = "reports to strangers",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; "
             "rua=mailto:a@example.net; ruf=mailto:b@example.net\"\n",
     .ids = "dmarc.reports",
     .contains = "example.com._report._dmarc.example.net. 3600 IN TXT \"v=DMARC1;\""},
    {.name = "reports to two strangers",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; "
             "rua=mailto:a@example.net; ruf=mailto:b@example.org\"\n",
     .ids = "dmarc.reports dmarc.reports"},
    {.name = "reports to no address",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; rua=a@example.com\"\n",
     .ids = "dmarc.reports",
     .contains = "\"v=DMARC1; p=reject; rua=mailto:a@example.com\""},
    {.name = "reports to one who cannot be asked",
     .zone =
         "_dmarc.example.com TXT \"v=DMARC1; p=reject; rua=mailto:a@lost.example\"\n",
     .ids = "dmarc.unknown",
     .after = "dmarc.unknown"},
    {.name = "several faults have one remedy",
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=none; ri=1; rua=a@example.com\"\n",
     .ids = "dmarc.reports dmarc.obsolete dmarc.none",
     .contains = "\"v=DMARC1; p=quarantine; rua=mailto:a@example.com\""},
    {.name = "not to be had",
     .zone = "_dmarc.example.com TXT !\n",
     .ids = "dmarc.unknown",
     .after = "dmarc.unknown"},

    {.name = "the domain above speaks for it",
     .section = SUBDOMAIN,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n",
     .ids = "ok",
     .contains = "(that of example.com)"},
    {.name = "the domain above is weak",
     .section = SUBDOMAIN,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=none\"\n",
     .ids = "dmarc.none",
     .contains = "_dmarc.mail.example.com. 3600 IN TXT"},
    {.name = "the domain above is weak about subdomains",
     .section = SUBDOMAIN,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; sp=none\"\n",
     .ids = "dmarc.none"},
    {.name = "the domain above is strong about subdomains",
     .section = SUBDOMAIN,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=none; sp=reject\"\n",
     .ids = "ok"},
    {.name = "the domain above has a record that is none",
     .section = SUBDOMAIN,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=block\"\n",
     .ids = "dmarc.syntax"},
    {.name = "the domain above has two, which is none",
     .section = SUBDOMAIN,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n"
             "_dmarc.example.com TXT \"v=DMARC1; p=none\"\n",
     .ids = "dmarc.missing"},
    {.name = "the domain above cannot be asked",
     .section = SUBDOMAIN,
     .zone = "_dmarc.example.com TXT !\n",
     .ids = "dmarc.unknown",
     .after = "dmarc.unknown"},
    {.name = "the registry above speaks for it",
     .zone = "_dmarc.com TXT \"v=DMARC1; p=reject; psd=y\"\n",
     .ids = "ok",
     .contains = "(that of com)"},
    {.name = "the registry says less than the domain above",
     .section = SUBDOMAIN,
     .zone = "_dmarc.com TXT \"v=DMARC1; p=none; psd=y\"\n"
             "_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n",
     .ids = "ok",
     .contains = "(that of example.com)"},
    {.name = "the highest speaks",
     .section = DEEP,
     .zone = "_dmarc.g.example.com TXT \"v=DMARC1; p=none\"\n"
             "_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n",
     .ids = "ok",
     .contains = "(that of example.com)"},
    {.name = "an organisation of its own speaks",
     .section = DEEP,
     .zone = "_dmarc.g.example.com TXT \"v=DMARC1; p=reject; psd=n\"\n"
             "_dmarc.example.com TXT \"v=DMARC1; p=none\"\n",
     .ids = "ok",
     .contains = "(that of g.example.com)"},
    {.name = "what has more than seven labels is passed over",
     .section = DEEP,
     .zone = "_dmarc.b.c.d.e.f.g.example.com TXT \"v=DMARC1; p=reject\"\n",
     .ids = "dmarc.missing"},
    {.name = "what has seven is not",
     .section = DEEP,
     .zone = "_dmarc.c.d.e.f.g.example.com TXT \"v=DMARC1; p=reject\"\n",
     .ids = "ok"},
    {.name = "reports to a sibling",
     .section = SUBDOMAIN,
     .zone = "_dmarc.mail.example.com TXT \"v=DMARC1; p=reject; "
             "rua=mailto:a@reports.example.com\"\n"
             "_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n",
     .ids = "ok"},
    {.name = "reports to what need not be a sibling",
     .section = SUBDOMAIN,
     .zone = "_dmarc.mail.example.com TXT \"v=DMARC1; p=reject; "
             "rua=mailto:a@reports.example.com\"\n",
     .ids = "dmarc.reports"},

    {.name = "parked",
     .section = PARKED,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n",
     .ids = "ok"},
    {.name = "parked, and not strict",
     .section = PARKED,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=quarantine\"\n",
     .ids = "dmarc.parked",
     .contains = "3600 IN TXT \"v=DMARC1; p=reject\""},
    {.name = "parked, and weak",
     .section = PARKED,
     .zone = "_dmarc.example.com TXT \"v=DMARC1; p=none\"\n",
     .ids = "dmarc.parked"},
    {.name = "parked, without",
     .section = PARKED,
     .zone = "",
     .ids = "dmarc.missing",
     .contains = "3600 IN TXT \"v=DMARC1; p=reject\""},
};

static void zones(void)
{
    run_rows(check_dmarc, rows, sizeof rows / sizeof *rows, common);
}

int main(void)
{
    RUN(policies_are_read_and_mended);
    RUN(a_weak_policy_is_raised);
    RUN(addresses_are_taken_one_by_one);
    RUN(zones);
    return expect_report();
}
