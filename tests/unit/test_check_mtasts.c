/* SPDX-License-Identifier: MIT */
/* MTA-STS, TLS reports and CAA: what need not be there, and what has to be right if it
 * is. */
#include "fake_zone.h"

#define SUBDOMAIN "[mail.example.com]\ntemplate = microsoft365"
#define NO_SERVICE "[example.com]\ntemplate = microsoft365\nparked = yes"

static const char common[] = "example.com TXT \"x\"\nmail.example.com TXT \"x\"\n";
static const char host[] = "example.com TXT \"x\"\nmta-sts.example.com A 192.0.2.1\n";

static const struct check_row sts[] = {
    {.name = "none", .zone = "", .ids = "", .after = ""},
    {.name = "not to be had",
     .zone = "_mta-sts.example.com TXT !\n",
     .ids = "",
     .after = ""},
    {.name = "a wildcard's answer",
     .zone = "_mta-sts.example.com TXT \"v=spf1 -all\"\n",
     .ids = "",
     .after = ""},
    {.name = "good",
     .zone = "_mta-sts.example.com TXT \"v=STSv1; id=20261101T000000;\"\n",
     .ids = "ok"},
    {.name = "good, by an alias",
     .zone = "_mta-sts.example.com CNAME sts.example.net.\n"
             "sts.example.net TXT \"v=STSv1; id=1\"\n",
     .ids = "ok"},
    {.name = "two",
     .zone = "_mta-sts.example.com TXT \"v=STSv1; id=1;\"\n"
             "_mta-sts.example.com TXT \"v=STSv1; id=2;\"\n",
     .ids = "mtasts.invalid"},
    {.name = "no id",
     .zone = "_mta-sts.example.com TXT \"v=STSv1;\"\n",
     .ids = "mtasts.invalid"},
    {.name = "an id with dashes",
     .zone = "_mta-sts.example.com TXT \"v=STSv1; id=2026-11-01\"\n",
     .ids = "mtasts.invalid",
     .contains = "\"v=STSv1; id=20261101;\""},
    {.name = "an id that is too long",
     .zone = "_mta-sts.example.com TXT \"v=STSv1; "
             "id=012345678901234567890123456789012\"\n",
     .ids = "mtasts.invalid"},
    {.name = "in lower case",
     .zone = "_mta-sts.example.com TXT \"v=stsv1; id=1;\"\n",
     .ids = "mtasts.invalid"},
    {.name = "no semicolon",
     .zone = "_mta-sts.example.com TXT \"v=STSv1 id=1\"\n",
     .ids = "mtasts.invalid"},
    {.name = "twice the same tag",
     .zone = "_mta-sts.example.com TXT \"v=STSv1; id=1; id=2\"\n",
     .ids = "mtasts.invalid"},
};

static const struct check_row sts_without_host[] = {
    {.name = "no host for the policy",
     .zone = "_mta-sts.example.com TXT \"v=STSv1; id=1;\"\n",
     .ids = "mtasts.invalid",
     .after = "",
     .contains = "mta-sts.example.com"},
    {.name = "the host is not to be had",
     .zone = "_mta-sts.example.com TXT \"v=STSv1; id=1;\"\nmta-sts.example.com A !\n",
     .ids = "",
     .after = ""},
    {.name = "the host is an alias",
     .zone = "_mta-sts.example.com TXT \"v=STSv1; id=1;\"\n"
             "mta-sts.example.com CNAME sts.example.net.\n"
             "sts.example.net AAAA 2001:db8::1\n",
     .ids = "ok"},
};

static const struct check_row reports[] = {
    {.name = "none", .zone = "", .ids = "", .after = ""},
    {.name = "not to be had",
     .zone = "_smtp._tls.example.com TXT !\n",
     .ids = "",
     .after = ""},
    {.name = "good",
     .zone = "_smtp._tls.example.com TXT \"v=TLSRPTv1; rua=mailto:a@example.com\"\n",
     .ids = "ok"},
    {.name = "good, by two ways",
     .zone = "_smtp._tls.example.com TXT \"v=TLSRPTv1;rua=https://r.example.com/x , "
             "mailto:a@example.com;\"\n",
     .ids = "ok"},
    {.name = "two",
     .zone = "_smtp._tls.example.com TXT \"v=TLSRPTv1; rua=mailto:a@example.com\"\n"
             "_smtp._tls.example.com TXT \"v=TLSRPTv1; rua=mailto:b@example.com\"\n",
     .ids = "tlsrpt.invalid"},
    {.name = "a bare address",
     .zone = "_smtp._tls.example.com TXT \"v=TLSRPTv1; rua=a@example.com\"\n",
     .ids = "tlsrpt.invalid",
     .contains = "\"v=TLSRPTv1; rua=mailto:a@example.com\""},
    {.name = "an address of another kind",
     .zone = "_smtp._tls.example.com TXT \"v=TLSRPTv1; rua=http://r.example.com/\"\n",
     .ids = "tlsrpt.invalid",
     .after = ""},
    {.name = "no address",
     .zone = "_smtp._tls.example.com TXT \"v=TLSRPTv1\"\n",
     .ids = "tlsrpt.invalid",
     .after = ""},
    {.name = "an empty address",
     .zone = "_smtp._tls.example.com TXT \"v=TLSRPTv1; rua=\"\n",
     .ids = "tlsrpt.invalid",
     .after = ""},
    {.name = "behind a blank",
     .zone = "_smtp._tls.example.com TXT \" v=TLSRPTv1; rua=mailto:a@example.com\"\n",
     .ids = "tlsrpt.invalid"},
};

static const struct check_row caa[] = {
    {.name = "none", .zone = "", .ids = "", .after = ""},
    {.name = "not to be had",
     .zone = "autoconfig.example.com CAA !\n"
             "example.com CAA 0 issue \"ca.example.net\"\n",
     .ids = "",
     .after = ""},
    {.name = "of the domain",
     .zone = "example.com CAA 0 issue \"ca.example.net; validationmethods=dns-01\"\n"
             "example.com CAA 0 issue \"other.example\"\n"
             "example.com CAA 0 issuewild \"third.example\"\n",
     .ids = "caa.restricts",
     .after = "caa.restricts",
     .contains = "may only come from: ca.example.net, other.example"},
    {.name = "nobody",
     .zone = "example.com CAA 0 issue \";\"\n",
     .ids = "caa.restricts",
     .after = "caa.restricts",
     .contains = "nobody may issue"},
    {.name = "about something else",
     .zone = "example.com CAA 0 iodef \"mailto:a@example.com\"\n",
     .ids = "",
     .after = ""},
    {.name = "the nearest counts",
     .zone = "autoconfig.example.com CAA 0 iodef \"mailto:a@example.com\"\n"
             "example.com CAA 0 issue \"ca.example.net\"\n",
     .ids = "",
     .after = ""},
    {.name = "at the end of the alias",
     .zone = "autoconfig.example.com CNAME autoconfig.example.net.\n"
             "autoconfig.example.net CAA 0 issue \"ca.example.net\"\n"
             "example.com CAA 0 issue \"other.example\"\n",
     .ids = "caa.restricts",
     .after = "caa.restricts",
     .contains = "may only come from: ca.example.net"},
    {.name = "of the domain above",
     .section = SUBDOMAIN,
     .zone = "example.com CAA 0 issue \"ca.example.net\"\n",
     .ids = "caa.restricts",
     .after = "caa.restricts"},
    {.name = "a top-level domain is not asked",
     .zone = "com CAA 0 issue \"ca.example.net\"\n",
     .ids = "",
     .after = ""},
    {.name = "no certificate is wanted",
     .section = NO_SERVICE,
     .zone = "example.com CAA 0 issue \"ca.example.net\"\n",
     .ids = "",
     .after = ""},
};

static void policies_are_judged(void)
{
    run_rows(check_mtasts, sts, sizeof sts / sizeof *sts, host);
    run_rows(check_mtasts, sts_without_host,
             sizeof sts_without_host / sizeof *sts_without_host, common);
}

static void reports_are_judged(void)
{
    run_rows(check_tlsrpt, reports, sizeof reports / sizeof *reports, common);
}

static void issuers_are_named(void)
{
    run_rows(check_caa, caa, sizeof caa / sizeof *caa, common);
}

int main(void)
{
    RUN(policies_are_judged);
    RUN(reports_are_judged);
    RUN(issuers_are_named);
    return expect_report();
}
