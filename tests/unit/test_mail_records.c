/* SPDX-License-Identifier: MIT */
/* The records of a domain, for each template and cloud, as they would be published. */
#include "base/buf.h"
#include "config/config.h"
#include "expect.h"
#include "mail/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct config *load(const char *section, const char *host)
{
    char root[2048], path[] = "/tmp/waypost-test-records-XXXXXX";
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    FILE *file = fdopen(mkstemp(path), "w");
    EXPECT(getcwd(root, sizeof root) != NULL);
    fprintf(file, "[waypost]\ntemplates = %s/templates\n%s%s\n%s\n", root,
            host != NULL ? "host = " : "", host != NULL ? host : "", section);
    fclose(file);
    struct config *config = config_load(path, mistakes);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    unlink(path);
    return config;
}

/* "OWNER TYPE DATA\n", with " ?KEY" behind what is missing; owners without the domain.
 */
static void list_records(const struct config *config, struct buf *out)
{
    AUTO(pool) struct pool *pool = pool_new();
    const struct settings *settings;
    struct expected_records records;
    const char *domain = catalog_get(config->catalog, 0, &settings);
    records_expected(catalog_get_site(config->catalog), domain, settings, pool,
                     &records);
    for (size_t i = 0; i < records.count; i++) {
        const struct expected_record *record = &records.items[i];
        const char *end = strstr(record->owner, domain);
        EXPECT_UINT(record->ttl, 3600);
        EXPECT(end != NULL && strlen(end) == strlen(domain) + 1);
        buf_append(out, record->owner, (size_t)(end - record->owner));
        buf_printf(out, " %s %s%s%s\n", record->type, record->data,
                   record->missing != NULL ? " ?" : "",
                   record->missing != NULL ? record->missing : "");
    }
}

struct row {
    const char *name, *section, *host;
    const char *expected;
};

static const struct row rows[] = {
    {.name = "Microsoft 365",
     .section = "[example.com]\ntemplate = microsoft365\ntenant = contoso",
     .host = "autoconfig.example.net",
     .expected = " MX 0 example-com.mail.protection.outlook.com.\n"
                 " TXT \"v=spf1 include:spf.protection.outlook.com -all\"\n"
                 "selector1._domainkey. CNAME "
                 "selector1-example-com._domainkey.contoso.onmicrosoft.com.\n"
                 "selector2._domainkey. CNAME "
                 "selector2-example-com._domainkey.contoso.onmicrosoft.com.\n"
                 "_dmarc. TXT \"v=DMARC1; p=quarantine\"\n"
                 "imap. CNAME outlook.office365.com.\n"
                 "pop. CNAME outlook.office365.com.\n"
                 "smtp. CNAME smtp.office365.com.\n"
                 "autodiscover. CNAME autodiscover.outlook.com.\n"
                 "autoconfig. CNAME autoconfig.example.net.\n"
                 "_imaps._tcp. SRV 0 1 993 outlook.office365.com.\n"
                 "_imap._tcp. SRV 0 0 0 .\n"
                 "_pop3s._tcp. SRV 10 1 995 outlook.office365.com.\n"
                 "_pop3._tcp. SRV 0 0 0 .\n"
                 "_submissions._tcp. SRV 0 0 0 .\n"
                 "_submission._tcp. SRV 0 1 587 smtp.office365.com.\n"},
    {.name = "neither tenant nor host, IMAP settings for Outlook, no POP3",
     .section =
         "[example.com]\ntemplate = microsoft365\nautodiscover = imap\npop3 = off",
     .expected = " MX 0 example-com.mail.protection.outlook.com.\n"
                 " TXT \"v=spf1 include:spf.protection.outlook.com -all\"\n"
                 "selector1._domainkey. CNAME "
                 "selector1-example-com._domainkey.<tenant>.onmicrosoft.com. ?tenant\n"
                 "selector2._domainkey. CNAME "
                 "selector2-example-com._domainkey.<tenant>.onmicrosoft.com. ?tenant\n"
                 "_dmarc. TXT \"v=DMARC1; p=quarantine\"\n"
                 "imap. CNAME outlook.office365.com.\n"
                 "smtp. CNAME smtp.office365.com.\n"
                 "autoconfig. CNAME <host>. ?host\n"
                 "autodiscover. CNAME <host>. ?host\n"
                 "_imaps._tcp. SRV 0 1 993 outlook.office365.com.\n"
                 "_imap._tcp. SRV 0 0 0 .\n"
                 "_pop3s._tcp. SRV 0 0 0 .\n"
                 "_pop3._tcp. SRV 0 0 0 .\n"
                 "_submissions._tcp. SRV 0 0 0 .\n"
                 "_submission._tcp. SRV 0 1 587 smtp.office365.com.\n"},
    {.name = "a domain with a dash",
     .section =
         "[ex-ample.com]\ntemplate = microsoft365\ntenant = contoso\nsmtp = off\n"
         "imap = off\npop3 = off\ncloud = gcc-high",
     .expected = " MX 0 <domain_dashed>.mail.protection.office365.us. ?mx\n"
                 " TXT \"v=spf1 include:spf.protection.office365.us -all\"\n"
                 "selector1._domainkey. CNAME "
                 "selector1-<domain_dashed>._domainkey.contoso.onmicrosoft.us. ?dkim\n"
                 "selector2._domainkey. CNAME "
                 "selector2-<domain_dashed>._domainkey.contoso.onmicrosoft.us. ?dkim\n"
                 "_dmarc. TXT \"v=DMARC1; p=quarantine\"\n"
                 "autodiscover. CNAME autodiscover.office365.us.\n"
                 "_imaps._tcp. SRV 0 0 0 .\n"
                 "_imap._tcp. SRV 0 0 0 .\n"
                 "_pop3s._tcp. SRV 0 0 0 .\n"
                 "_pop3._tcp. SRV 0 0 0 .\n"
                 "_submissions._tcp. SRV 0 0 0 .\n"
                 "_submission._tcp. SRV 0 0 0 .\n"},
    {.name = "said in full, in the DoD's cloud",
     .section = "[ex-ample.com]\ntemplate = microsoft365\nmx = a.example b.example.\n"
                "dkim = ex._domainkey.contoso.n-v1.dkim.mail.microsoft\ncloud = dod",
     .host = "w.example",
     .expected = " MX 0 a.example.\n"
                 " MX 10 b.example.\n"
                 " TXT \"v=spf1 include:spf.protection.office365.us -all\"\n"
                 "selector1._domainkey. CNAME "
                 "selector1-ex._domainkey.contoso.n-v1.dkim.mail.microsoft.\n"
                 "selector2._domainkey. CNAME "
                 "selector2-ex._domainkey.contoso.n-v1.dkim.mail.microsoft.\n"
                 "_dmarc. TXT \"v=DMARC1; p=quarantine\"\n"
                 "imap. CNAME outlook-dod.office365.us.\n"
                 "pop. CNAME outlook-dod.office365.us.\n"
                 "smtp. CNAME outlook-dod.office365.us.\n"
                 "autodiscover. CNAME autodiscover-dod.office365.us.\n"
                 "autoconfig. CNAME w.example.\n"
                 "_imaps._tcp. SRV 0 1 993 outlook-dod.office365.us.\n"
                 "_imap._tcp. SRV 0 0 0 .\n"
                 "_pop3s._tcp. SRV 10 1 995 outlook-dod.office365.us.\n"
                 "_pop3._tcp. SRV 0 0 0 .\n"
                 "_submissions._tcp. SRV 0 0 0 .\n"
                 "_submission._tcp. SRV 0 1 587 outlook-dod.office365.us.\n"},
    {.name = "China",
     .section =
         "[example.cn]\ntemplate = microsoft365\ncloud = china\ntenant = fabrikam",
     .host = "w.example",
     .expected = " MX 0 example-cn.mail.protection.partner.outlook.cn.\n"
                 " TXT \"v=spf1 include:spf.protection.partner.outlook.cn -all\"\n"
                 "selector1._domainkey. CNAME "
                 "selector1-example-cn._domainkey.fabrikam.partner.onmschina.cn.\n"
                 "selector2._domainkey. CNAME "
                 "selector2-example-cn._domainkey.fabrikam.partner.onmschina.cn.\n"
                 "_dmarc. TXT \"v=DMARC1; p=quarantine\"\n"
                 "imap. CNAME partner.outlook.cn.\n"
                 "pop. CNAME partner.outlook.cn.\n"
                 "smtp. CNAME smtp.partner.outlook.cn.\n"
                 "autodiscover. CNAME autodiscover.partner.outlook.cn.\n"
                 "msoid. CNAME clientconfig.partner.microsoftonline-p.net.cn.\n"
                 "autoconfig. CNAME w.example.\n"
                 "_imaps._tcp. SRV 0 1 993 partner.outlook.cn.\n"
                 "_imap._tcp. SRV 0 0 0 .\n"
                 "_pop3s._tcp. SRV 10 1 995 partner.outlook.cn.\n"
                 "_pop3._tcp. SRV 0 0 0 .\n"
                 "_submissions._tcp. SRV 0 0 0 .\n"
                 "_submission._tcp. SRV 0 1 587 smtp.partner.outlook.cn.\n"},
    {.name = "parked",
     .section = "[example.com]\ntemplate = microsoft365\nparked = yes",
     .host = "w.example",
     .expected = " MX 0 .\n"
                 " TXT \"v=spf1 -all\"\n"
                 "_dmarc. TXT \"v=DMARC1; p=reject\"\n"
                 "_imaps._tcp. SRV 0 0 0 .\n"
                 "_imap._tcp. SRV 0 0 0 .\n"
                 "_pop3s._tcp. SRV 0 0 0 .\n"
                 "_pop3._tcp. SRV 0 0 0 .\n"
                 "_submissions._tcp. SRV 0 0 0 .\n"
                 "_submission._tcp. SRV 0 0 0 .\n"},
    {.name = "own servers",
     .section = "[example.edu]\nimap = a.example:143 starttls\npop3 = p.example none\n"
                "smtp = s.example:4650 tls",
     .host = "w.example",
     .expected = "autoconfig. CNAME w.example.\n"
                 "autodiscover. CNAME w.example.\n"
                 "_imaps._tcp. SRV 0 0 0 .\n"
                 "_imap._tcp. SRV 0 1 143 a.example.\n"
                 "_pop3s._tcp. SRV 0 0 0 .\n"
                 "_pop3._tcp. SRV 0 0 0 .\n"
                 "_submissions._tcp. SRV 0 1 4650 s.example.\n"
                 "_submission._tcp. SRV 0 0 0 .\n"},
};

static void templates(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf got;
        expect_case(rows[i].name);
        AUTO(config) struct config *config = load(rows[i].section, rows[i].host);
        buf_init(&got, 8192);
        list_records(config, &got);
        EXPECT_TEXT(buf_text(&got), rows[i].expected);
        buf_clear(&got);
    }
}

/* Rules that no template of ours has. */
static void rules(void)
{
    char text[301];
    memset(text, 'x', sizeof text - 1);
    text[300] = '\0';
    const struct record_rule list[] = {
        {.owner = "@", .type = "TXT", .data = "say \"a\\b\" \xC3\xA4"},
        {.owner = "long", .type = "TXT", .data = text},
        {.owner = "*", .type = "A", .data = "192.0.2.1"},
        {.owner = "_sip._tls", .type = "SRV", .data = "100 1 443 sip.${domain}"},
        {.owner = "x", .type = "TXT", .data = "${domain_dashed}"},
    };
    const struct variables none = {.count = 0};
    const struct offer offer = {.records = list, .record_count = 5, .variables = &none};
    const struct settings settings = {.offer = &offer};
    const struct site site = {.host = NULL};
    struct expected_records records;
    AUTO(pool) struct pool *pool = pool_new();
    records_expected(&site, "a-b.example", &settings, pool, &records);
    EXPECT_UINT(records.count, 5 + 6);
    EXPECT_TEXT(records.items[0].data, "\"say \\\"a\\\\b\\\" \\195\\164\"");
    EXPECT_UINT(strlen(records.items[1].data), 300 + 5);
    EXPECT(strncmp(records.items[1].data + 256, "\" \"x", 4) == 0);
    EXPECT_TEXT(records.items[2].owner, "*.a-b.example.");
    EXPECT_TEXT(records.items[2].data, "192.0.2.1");
    EXPECT_TEXT(records.items[3].data, "100 1 443 sip.a-b.example.");
    EXPECT_TEXT(records.items[4].missing, "domain_dashed");
}

int main(void)
{
    RUN(templates);
    RUN(rules);
    return expect_report();
}
