/* SPDX-License-Identifier: MIT */
/* Names that are right, wrong or gone at Microsoft. */
#include "check/names.h"
#include "expect.h"

#include <stddef.h>

struct pair {
    const char *expected, *name;
    bool as_good, detour;
};

static const struct pair pairs[] = {
    {"smtp.office365.com", "outlook.office365.com", .as_good = true},
    {"smtp.office365.com", "smtp.outlook.office365.com", .as_good = true},
    {"smtp.partner.outlook.cn", "partner.outlook.cn", .as_good = true},
    {.expected = "outlook.office365.com", .name = "smtp.office365.com"},
    {.expected = "outlook.office365.com", .name = "outlook.office365.com"},
    {"outlook.office365.com", "outlook.office.com", .detour = true},
    {"smtp.office365.com", "outlook.office.com", .detour = true},
    {"outlook.office365.com", "fra-efz.ms-acdc.office.com", .detour = true},
    {.expected = "outlook.office365.com", .name = "ms-acdc.office.com"},
    {.expected = "outlook.office365.us", .name = "outlook.office.com"},
    {"outlook.office365.us", "smtp.office365.us", .detour = true},
    {.expected = "mail.example.com", .name = "outlook.office.com"},
};

static void test_pairs(void)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct pair *pair = &pairs[i];
        expect_case(pair->name);
        EXPECT(name_is_as_good(pair->expected, pair->name) == pair->as_good);
        EXPECT(name_is_detour(pair->expected, pair->name) == pair->detour);
    }
    expect_case(NULL);
}

static void test_as_good_one_by_one(void)
{
    EXPECT_TEXT(name_as_good("smtp.office365.com", 0), "outlook.office365.com");
    EXPECT_TEXT(name_as_good("smtp.office365.com", 1), "smtp.outlook.office365.com");
    EXPECT(name_as_good("smtp.office365.com", 2) == NULL);
    EXPECT(name_as_good("outlook.office365.com", 0) == NULL);
}

struct row {
    const char *name;
    bool wrong, legacy, closed, microsoft;
};

static const struct row rows[] = {
    {"smtp.outlook365.com", .wrong = true},
    {"outlook365.com", .wrong = true},
    {.name = "notoutlook365.com"},
    {"outlook.com", .wrong = true, .microsoft = true},
    {"smtp-mail.outlook.com", .wrong = true, .microsoft = true},
    {"imap-mail.outlook.com", .wrong = true, .microsoft = true},
    {"pod51019.outlook.com", .wrong = true, .microsoft = true},
    {"pod.outlook.com", .microsoft = true},
    {"pod5x.outlook.com", .microsoft = true},
    {"am0pr01.eurprd01.prod.outlook.com", .wrong = true, .microsoft = true},
    {"mail.office365.com", .wrong = true, .microsoft = true},
    {"outlook.office365.com", .microsoft = true},
    {"smtp.office365.com", .microsoft = true},
    {"outlook.office.com", .microsoft = true},
    {"autodiscover.outlook.com", .microsoft = true},
    {"outlook-dod.office365.us", .microsoft = true},
    {"smtp.partner.outlook.cn", .microsoft = true},
    {.name = "outlook.cn"},
    {"example-com.mail.protection.outlook.com", .microsoft = true},
    {"example-com.o-v1.mx.microsoft", .microsoft = true},
    {"contoso.onmicrosoft.com", .microsoft = true},
    {"smtp-legacy.office365.com", .legacy = true, .microsoft = true},
    {"pop-legacy.office365.com", .legacy = true, .microsoft = true},
    {"imap-legacy.partner.outlook.cn", .legacy = true, .microsoft = true},
    {.name = "imap-legacy.example.com"},
    {"imap.x-legacy.office365.com", .microsoft = true},
    {"-legacy.office365.com", .microsoft = true},
    {"outlook.office.de", .closed = true},
    {"smtp.office.de", .closed = true},
    {"outlook.de", .closed = true},
    {"example-com.mail.protection.outlook.de", .closed = true},
    {"autodiscover-outlook.de", .closed = true},
    {.name = "backoffice.de"},
    {.name = "example.com"},
    {.name = ""},
};

static void test_names(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        expect_case(row->name);
        EXPECT(name_is_known_wrong(row->name) == row->wrong);
        EXPECT(name_is_legacy_tls(row->name) == row->legacy);
        EXPECT(name_is_closed_cloud(row->name) == row->closed);
        EXPECT(name_is_microsoft(row->name) == row->microsoft);
    }
    expect_case(NULL);
}

static void test_below(void)
{
    EXPECT(name_is_below("example.com", "example.com"));
    EXPECT(name_is_below("a.b.example.com", "example.com"));
    EXPECT(!name_is_below("notexample.com", "example.com"));
    EXPECT(!name_is_below("com", "example.com"));
    EXPECT(name_is_below("example.com", ""));
}

int main(void)
{
    RUN(test_pairs);
    RUN(test_as_good_one_by_one);
    RUN(test_names);
    RUN(test_below);
    return expect_report();
}
