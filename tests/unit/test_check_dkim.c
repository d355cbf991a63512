/* SPDX-License-Identifier: MIT */
/* DKIM selectors of zones with one fault each: the finding they must give, and that its
 * remedy mends them. */
#include "fake_zone.h"

#define NO_TENANT "[example.com]\ntemplate = microsoft365"
#define DASH "[ex-ample.com]\ntemplate = microsoft365\ntenant = contoso"
#define PARKED "[example.com]\ntemplate = microsoft365\nparked = yes"
#define NEW                                                                            \
    "[example.com]\ntemplate = microsoft365\n"                                         \
    "dkim = example-com._domainkey.contoso.n-v1.dkim.mail.microsoft"

#define CNAME(n, target)                                                               \
    "selector" n "._domainkey.example.com CNAME selector" n target "\n"
#define KEY(n, target) "selector" n target " TXT \"v=DKIM1; k=rsa; p=MIGf\"\n"
#define BOTH(n, target) CNAME(n, target) KEY(n, target)
#define OLD "-example-com._domainkey.contoso.onmicrosoft.com."
#define NEWER "-example-com._domainkey.contoso.o-v1.dkim.mail.microsoft."

static const char common[] = "example.com TXT \"x\"\n"
                             "fabrikam.example TXT \"v=DKIM1; p=MIGf\"\n";

static const struct check_row rows[] = {
    {.name = "both", .zone = BOTH("1", OLD) BOTH("2", OLD), .ids = "ok"},
    {.name = "the new form", .zone = BOTH("1", NEWER) BOTH("2", NEWER), .ids = "ok"},
    {.name = "the new form, as said",
     .section = NEW,
     .zone = BOTH("1", "-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft.")
         BOTH("2", "-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft."),
     .ids = "ok"},
    {.name = "the new form with another letter than said",
     .section = NEW,
     .zone = BOTH("1", "-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft.")
         BOTH("2", NEWER),
     .ids = "dkim.elsewhere",
     .after = "dkim.not-yet"},
    {.name = "no tenant is said",
     .section = NO_TENANT,
     .zone = BOTH("1", OLD) BOTH("2", NEWER),
     .ids = "ok"},
    {.name = "no tenant is said, the domain is another",
     .section = NO_TENANT,
     .zone = BOTH("1", "-other-com._domainkey.contoso.onmicrosoft.com.") BOTH("2", OLD),
     .ids = "dkim.elsewhere",
     .after = "dkim.missing",
     .contains = "; set \"tenant\" in domains.ini to get: selector1._domainkey"},
    {.name = "no tenant is said, and none is there",
     .section = NO_TENANT,
     .zone = "",
     .ids = "dkim.missing dkim.missing",
     .after = "dkim.missing dkim.missing"},
    {.name = "another tenant",
     .zone =
         BOTH("1", "-example-com._domainkey.fabrikam.onmicrosoft.com.") BOTH("2", OLD),
     .ids = "dkim.elsewhere",
     .after = "dkim.not-yet"},
    {.name = "another selector",
     .zone = "selector1._domainkey.example.com CNAME selector2" OLD "\n" BOTH("2", OLD),
     .ids = "dkim.elsewhere",
     .after = "dkim.not-yet"},
    {.name = "another cloud",
     .zone =
         BOTH("1", "-example-com._domainkey.contoso.onmicrosoft.us.") BOTH("2", OLD),
     .ids = "dkim.elsewhere",
     .after = "dkim.not-yet"},
    {.name = "by a detour",
     .zone = "selector1._domainkey.example.com CNAME s.example.com.\n"
             "s.example.com CNAME selector1" OLD "\n" KEY("1", OLD) BOTH("2", OLD),
     .ids = "ok"},
    {.name = "a domain with a dash",
     .section = DASH,
     .zone = "selector1._domainkey.ex-ample.com CNAME "
             "selector1-exzample-com0i._domainkey.contoso.onmicrosoft.com.\n"
             "selector1-exzample-com0i._domainkey.contoso.onmicrosoft.com TXT "
             "\"v=DKIM1; p=MIGf\"\n"
             "selector2._domainkey.ex-ample.com CNAME "
             "selector2-exzample-com0i._domainkey.fabrikam.onmicrosoft.com.\n",
     .ids = "dkim.elsewhere",
     .after = "dkim.missing"},
    {.name = "none",
     .zone = "",
     .ids = "dkim.missing dkim.missing",
     .after = "dkim.no-key",
     .contains = "selector2._domainkey.example.com. 3600 IN CNAME selector2" OLD},
    {.name = "none, with keys at the provider",
     .zone = KEY("1", OLD) KEY("2", OLD),
     .ids = "dkim.missing dkim.missing"},
    {.name = "one is missing",
     .zone = BOTH("1", OLD) KEY("2", OLD),
     .ids = "dkim.missing"},
    {.name = "one is missing, the other without key",
     .zone = CNAME("1", OLD) KEY("2", OLD),
     .ids = "dkim.not-yet dkim.missing",
     .after = "dkim.not-yet"},
    {.name = "a wildcard answers",
     .zone = "selector1._domainkey.example.com TXT \"v=spf1 -all\"\n"
             "selector2._domainkey.example.com CNAME selector2" OLD "\n" KEY("2", OLD),
     .ids = "dkim.missing",
     .after = "dkim.not-yet"},
    {.name = "a TXT record instead",
     .zone = "selector1._domainkey.example.com TXT \"selector1" OLD "\"\n" KEY("1", OLD)
         BOTH("2", OLD),
     .ids = "dkim.text",
     .contains = "; remove: selector1._domainkey.example.com. IN TXT"},
    {.name = "a TXT record instead, without dot, with blanks",
     .zone = "selector1._domainkey.example.com TXT "
             "\" Selector1-example-com._domainkey.contoso.onmicrosoft.com \"\n" KEY(
                 "1", OLD) BOTH("2", OLD),
     .ids = "dkim.text"},
    {.name = "a key of somebody's own",
     .zone = "selector1._domainkey.example.com TXT \"v=DKIM1; p=MIGf\"\n" KEY("1", OLD)
         BOTH("2", OLD),
     .ids = "dkim.elsewhere"},
    {.name = "switched off",
     .zone = CNAME("1", OLD) CNAME("2", OLD),
     .ids = "dkim.no-key",
     .after = "dkim.no-key"},
    {.name = "withdrawn",
     .zone = CNAME("1", OLD) CNAME("2", OLD) "selector1" OLD " TXT \"v=DKIM1; p=\"\n"
                                             "selector2" OLD " TXT \"v=DKIM1; p=;\"\n",
     .ids = "dkim.no-key",
     .after = "dkim.no-key"},
    {.name = "before the first rotation",
     .zone = BOTH("1", OLD) CNAME("2", OLD),
     .ids = "dkim.not-yet",
     .after = "dkim.not-yet"},
    {.name = "not to be had",
     .zone = BOTH("1", OLD) "selector2._domainkey.example.com TXT !\n",
     .ids = "dkim.unknown",
     .after = "dkim.unknown"},
    {.name = "a key not to be had",
     .zone = BOTH("1", OLD) CNAME("2", OLD) "selector2" OLD " TXT !\n",
     .ids = "dkim.unknown",
     .after = "dkim.unknown"},
    {.name = "parked", .section = PARKED, .zone = "", .ids = "", .after = ""},
};

static void zones(void)
{
    run_rows(check_dkim, rows, sizeof rows / sizeof *rows, common);
}

int main(void)
{
    RUN(zones);
    return expect_report();
}
