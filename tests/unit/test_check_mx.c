/* SPDX-License-Identifier: MIT */
/* MX records of zones with one fault each: the finding they must give, and that its
 * remedy mends them. */
#include "fake_zone.h"

#define GATEWAY                                                                        \
    "[example.com]\ntemplate = microsoft365\nmx = gw1.example.net gw2.example.net"
#define PINNED                                                                         \
    "[example.com]\ntemplate = microsoft365\n"                                         \
    "mx = example-com01b.mail.protection.outlook.com"
#define DASH "[ex-ample.com]\ntemplate = microsoft365\ntenant = contoso"
#define GOVERNMENT "[example.com]\ntemplate = microsoft365\ncloud = gcc-high"
#define PARKED "[example.com]\ntemplate = microsoft365\nparked = yes"
#define OWN "[example.com]\nimap = mail.example.com"

/* What stands in each zone. */
static const char common[] =
    "example.com TXT \"x\"\n"
    "ex-ample.com TXT \"x\"\n"
    "example-com.mail.protection.outlook.com A 192.0.2.1\n"
    "example-com01b.mail.protection.outlook.com A 192.0.2.1\n"
    "ex-ample-com0i.mail.protection.outlook.com A 192.0.2.1\n"
    "example-com.mail.protection.office365.us AAAA 2001:db8::1\n"
    "example-com.o-v1.mx.microsoft A 192.0.2.1\n"
    "gw1.example.net A 192.0.2.1\n"
    "gw2.example.net AAAA 2001:db8::2\n"
    "mx.example.org A 192.0.2.2\n"
    "alias.example.com CNAME mx.example.org.\n"
    "own.example.com CNAME example-com.mail.protection.outlook.com.\n"
    "dangling.example.com CNAME nothing.example.org.\n"
    "blank.example.com TXT \"x\"\n"
    "lost.example.com A !\n"
    "lost.example.com AAAA !\n"
    "half.example.com A !\n"
    "half.example.com AAAA 2001:db8::3\n"
    "mail.example.com A 192.0.2.3\n";

static const struct check_row rows[] = {
    {.name = "as listed",
     .zone = "example.com MX 0 example-com.mail.protection.outlook.com.\n",
     .ids = "ok"},
    {.name = "another preference",
     .zone = "example.com MX 10 example-com.mail.protection.outlook.com.\n",
     .ids = "ok"},
    {.name = "a key that nobody can work out",
     .zone = "example.com MX 0 example-com01b.mail.protection.outlook.com.\n",
     .ids = "ok"},
    {.name = "the new form",
     .zone = "example.com MX 0 example-com.o-v1.mx.microsoft.\n",
     .ids = "ok"},
    {.name = "the new form is of the worldwide cloud only",
     .section = GOVERNMENT,
     .zone = "example.com MX 0 example-com.o-v1.mx.microsoft.\n",
     .ids = "mx.foreign"},
    {.name = "another cloud",
     .section = GOVERNMENT,
     .zone = "example.com MX 0 example-com.mail.protection.office365.us.\n",
     .ids = "ok"},
    {.name = "worldwide where it is another cloud",
     .section = GOVERNMENT,
     .zone = "example.com MX 0 example-com.mail.protection.outlook.com.\n",
     .ids = "mx.foreign",
     .contains = "example.com. 3600 IN MX 0 example-com.mail.protection.office365.us."},
    {.name = "nearly the new form",
     .zone = "example.com MX 0 example-com.oo-v1.mx.microsoft.\n",
     .ids = "mx.foreign"},
    {.name = "two labels in front of the zone",
     .zone = "example.com MX 0 a.b.mail.protection.outlook.com.\n",
     .ids = "mx.foreign"},
    {.name = "the zone itself",
     .zone = "example.com MX 0 mail.protection.outlook.com.\n",
     .ids = "mx.foreign"},
    {.name = "no dot at the end",
     .zone = "example.com MX 0 example-com.mail.protection.outlook.com.example.com.\n",
     .ids = "mx.foreign"},
    {.name = "an exact host that is said",
     .section = PINNED,
     .zone = "example.com MX 0 example-com01b.mail.protection.outlook.com.\n",
     .ids = "ok"},
    {.name = "another than the one that is said",
     .section = PINNED,
     .zone = "example.com MX 0 example-com.mail.protection.outlook.com.\n",
     .ids = "mx.foreign"},
    {.name = "a domain with a dash",
     .section = DASH,
     .zone = "ex-ample.com MX 0 ex-ample-com0i.mail.protection.outlook.com.\n",
     .ids = "ok"},
    {.name = "a domain with a dash, without MX",
     .section = DASH,
     .zone = "",
     .ids = "mx.missing",
     .after = "mx.missing",
     .contains = "; set \"mx\" in domains.ini to get: ex-ample.com. 3600 IN MX"},
    {.name = "a domain with a dash at another provider",
     .section = DASH,
     .zone = "ex-ample.com MX 0 mx.example.org.\n",
     .ids = "mx.foreign",
     .after = "mx.missing"},
    {.name = "none",
     .zone = "",
     .ids = "mx.missing",
     .contains = "example.com. 3600 IN MX 0 example-com.mail.protection.outlook.com."},
    {.name = "somebody else's",
     .zone = "example.com MX 10 mx.example.org.\n",
     .ids = "mx.foreign",
     .contains = "; remove: example.com. IN MX 10 mx.example.org."},
    {.name = "somebody else's without an address, which is one fault",
     .zone = "example.com MX 10 mx.nothing.example.\n",
     .ids = "mx.foreign"},
    {.name = "several of somebody else",
     .zone = "example.com MX 10 mx.example.org.\nexample.com MX 20 mail.example.com.\n",
     .ids = "mx.foreign"},
    {.name = "a further one behind it",
     .zone = "example.com MX 0 example-com.mail.protection.outlook.com.\n"
             "example.com MX 10 mx.example.org.\n",
     .ids = "mx.extra"},
    {.name = "another in front of it",
     .zone = "example.com MX 10 example-com.mail.protection.outlook.com.\n"
             "example.com MX 0 mx.example.org.\n",
     .ids = "mx.foreign"},
    {.name = "another beside it",
     .zone = "example.com MX 10 example-com.mail.protection.outlook.com.\n"
             "example.com MX 10 mx.example.org.\n",
     .ids = "mx.foreign"},
    {.name = "a gateway",
     .section = GATEWAY,
     .zone = "example.com MX 10 gw1.example.net.\nexample.com MX 20 gw2.example.net.\n",
     .ids = "ok"},
    {.name = "half of a gateway",
     .section = GATEWAY,
     .zone = "example.com MX 0 gw1.example.net.\n",
     .ids = "mx.missing",
     .contains = "example.com. 3600 IN MX 10 gw2.example.net."},
    {.name = "past the gateway",
     .section = GATEWAY,
     .zone = "example.com MX 0 gw1.example.net.\nexample.com MX 10 gw2.example.net.\n"
             "example.com MX 20 example-com.mail.protection.outlook.com.\n",
     .ids = "mx.extra"},
    {.name = "an alias of the right host",
     .zone = "example.com MX 0 own.example.com.\n",
     .ids = "mx.alias",
     .contains = "example.com. 3600 IN MX 0 example-com.mail.protection.outlook.com."},
    {.name = "an alias of another host",
     .zone = "example.com MX 0 alias.example.com.\n",
     .ids = "mx.foreign"},
    {.name = "no address",
     .zone = "example.com MX 0 gone.mail.protection.outlook.com.\n",
     .ids = "mx.unresolved"},
    {.name = "very old",
     .zone = "example.com MX 0 mail.eo.outlook.com.\n",
     .ids = "mx.legacy"},
    {.name = "very old, by a name of its own",
     .zone = "example.com MX 0 example.com.mail.messaging.microsoft.com.\n",
     .ids = "mx.legacy"},
    {.name = "the closed cloud",
     .zone = "example.com MX 0 example-com.mail.protection.outlook.de.\n",
     .ids = "mx.closed-cloud"},
    {.name = "takes no mail", .zone = "example.com MX 0 .\n", .ids = "mx.null"},
    {.name = "takes no mail, and does",
     .zone = "example.com MX 0 example-com.mail.protection.outlook.com.\n"
             "example.com MX 10 .\n",
     .ids = "mx.null"},
    {.name = "not to be had",
     .zone = "example.com MX !\n",
     .ids = "mx.unknown",
     .after = "mx.unknown"},

    {.name = "parked", .section = PARKED, .zone = "example.com MX 0 .\n", .ids = "ok"},
    {.name = "parked, with a server",
     .section = PARKED,
     .zone = "example.com MX 0 mx.example.org.\n",
     .ids = "mx.not-null"},
    {.name = "parked, with two",
     .section = PARKED,
     .zone = "example.com MX 0 .\nexample.com MX 10 mx.example.org.\n",
     .ids = "mx.not-null"},
    {.name = "parked, without", .section = PARKED, .zone = "", .ids = "mx.not-null"},

    {.name = "own servers",
     .section = OWN,
     .zone = "example.com MX 10 mail.example.com.\nexample.com MX 20 mx.example.org.\n",
     .ids = "ok"},
    {.name = "own servers, no MX",
     .section = OWN,
     .zone = "",
     .ids = "mx.implicit",
     .after = "mx.implicit"},
    {.name = "own servers, an alias",
     .section = OWN,
     .zone = "example.com MX 10 alias.example.com.\n",
     .ids = "mx.alias",
     .contains = "example.com. 3600 IN MX 10 mx.example.org."},
    {.name = "own servers, an alias of nothing, which is one fault",
     .section = OWN,
     .zone = "example.com MX 10 dangling.example.com.\n"
             "example.com MX 20 mail.example.com.\n",
     .ids = "mx.alias"},
    {.name = "own servers, no such name",
     .section = OWN,
     .zone = "example.com MX 10 nothing.example.com.\n",
     .ids = "mx.unresolved",
     .after = "mx.unresolved"},
    {.name = "own servers, no address there",
     .section = OWN,
     .zone = "example.com MX 10 blank.example.com.\n",
     .ids = "mx.unresolved",
     .after = "mx.unresolved"},
    {.name = "own servers, address not to be had",
     .section = OWN,
     .zone = "example.com MX 10 lost.example.com.\n",
     .ids = "mx.unknown",
     .after = "mx.unknown"},
    {.name = "own servers, one of two addresses not to be had",
     .section = OWN,
     .zone = "example.com MX 10 half.example.com.\n",
     .ids = "ok"},
    {.name = "own servers, takes no mail",
     .section = OWN,
     .zone = "example.com MX 0 .\n",
     .ids = "mx.null",
     .after = "mx.implicit"},
};

static void zones(void)
{
    run_rows(check_mx, rows, sizeof rows / sizeof *rows, common);
}

int main(void)
{
    RUN(zones);
    return expect_report();
}
