/* SPDX-License-Identifier: MIT */
/* One sound document of each kind, and for each rule the change that breaks it. */
#include "expect.h"

#include "base/buf.h"
#include "xml/judge.h"

#include <stdio.h>
#include <string.h>

static const char autoconfig[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<clientConfig version=\"1.1\">\n"
    "  <emailProvider id=\"example.com\">\n"
    "    <domain>example.com</domain>\n"
    "    <displayName>Example Mail</displayName>\n"
    "    <displayShortName>Example</displayShortName>\n"
    "    <incomingServer type=\"imap\">\n"
    "      <hostname>imap.example.net</hostname>\n"
    "      <port>993</port>\n"
    "      <socketType>SSL</socketType>\n"
    "      <username>%EMAILADDRESS%</username>\n"
    "      <authentication>OAuth2</authentication>\n"
    "      <authentication>password-cleartext</authentication>\n"
    "    </incomingServer>\n"
    "    <outgoingServer type=\"smtp\">\n"
    "      <hostname>smtp.example.net</hostname>\n"
    "      <port>465</port>\n"
    "      <socketType>SSL</socketType>\n"
    "      <username>%EMAILADDRESS%</username>\n"
    "      <authentication>password-cleartext</authentication>\n"
    "    </outgoingServer>\n"
    "    <documentation url=\"https://help.example.net/\">\n"
    "      <descr lang=\"en\">Help</descr>\n"
    "    </documentation>\n"
    "  </emailProvider>\n"
    "  <oAuth2><issuer>a</issuer><scope>b</scope><authURL>c</authURL>"
    "<tokenURL>d</tokenURL></oAuth2>\n"
    "</clientConfig>\n";

#define IMAP_SECTION                                                                   \
    "<incomingServer type=\"imap\"><hostname>b.example</hostname><port>143</port>"     \
    "<socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username>"             \
    "<authentication>password-cleartext</authentication></incomingServer>"

static const char autodiscover[] =
    "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/"
    "responseschema/2006\">\n"
    "  <Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/"
    "responseschema/2006a\">\n"
    "    <Account><AccountType>email</AccountType><Action>settings</Action>\n"
    "      <Protocol><Type>IMAP</Type><Server>imap.example.net</Server>"
    "<Port>993</Port><SPA>off</SPA><SSL>on</SSL><Encryption>SSL</Encryption>"
    "</Protocol>\n"
    "      <Protocol><Type>SMTP</Type><Server>smtp.example.net</Server>"
    "<Port>587</Port><SPA>off</SPA><SSL>on</SSL><Encryption>TLS</Encryption>"
    "</Protocol>\n"
    "    </Account>\n"
    "  </Response>\n"
    "</Autodiscover>\n";

static const struct offer no_offer;
static const struct settings settings = {
    .offer = &no_offer, .file = "domains.ini", .line = 7};

/* "id=found" of each finding, a blank behind each. */
static struct buf heard;

static void listen(void *context, const struct finding *finding)
{
    (void)context;
    EXPECT_TEXT(finding->domain, "example.com");
    EXPECT(finding->file == NULL || strcmp(finding->file, "domains.ini") == 0);
    EXPECT(finding->message != NULL);
    buf_printf(&heard, "%s=%s|", finding->id,
               finding->found[0] != NULL ? finding->found[0] : "");
}

struct change {
    const char *from, *to; /* the first `from` becomes `to` */
    const char *findings;
};

typedef void judge_function(struct span bytes, const char *domain,
                            const struct settings *settings, finding_sink *sink,
                            void *context);

static void judge_changed(judge_function *judge, const char *document,
                          const struct change *change)
{
    char text[8192];
    const char *at = strstr(document, change->from);
    expect_case(change->findings);
    EXPECT(at != NULL);
    if (at == NULL)
        return;
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - document), document, change->to,
             at + strlen(change->from));
    buf_init(&heard, 8192);
    judge((struct span){text, strlen(text)}, "example.com", &settings, listen, NULL);
    EXPECT_TEXT(buf_text(&heard), change->findings);
    buf_clear(&heard);
}

static const struct change autoconfig_changes[] = {
    {"", "", "autoconfig.document=|"},
    {"</clientConfig>", "",
     "autoconfig.well-formed=line 28: Premature end of data in tag clientConfig line "
     "2|"},
    {"<clientConfig", "<!DOCTYPE clientConfig>\n<clientConfig",
     "autoconfig.well-formed=line 2: a DOCTYPE is not allowed|"},
    {"<?xml", "\xEF\xBB\xBF<?xml", "autoconfig.byte-order-mark=a byte order mark|"},
    {"clientConfig version=\"1.1\"", "clientConfig", "autoconfig.root=no version|"},
    {"help.example.net", "${help}", "autoconfig.variable=${help}|"},
    {"Example Mail", "<![CDATA[Example Mail]]>", "autoconfig.plain=CDATA in line 5|"},
    {"<domain>", "<!-- x --><domain>", "autoconfig.plain=a comment in line 4|"},
    {"id=\"example.com\"", "id=\"%EMAILDOMAIN%\"", "autoconfig.id=%EMAILDOMAIN%|"},
    {" id=\"example.com\"", "", "autoconfig.id=nothing|"},
    {"<domain>example.com</domain>", "", "autoconfig.domain=nothing|"},
    {"<domain>example.com",
     "<domain>b\xC3\xBC"
     "cher.example",
     "autoconfig.domain=b\xC3\xBC"
     "cher.example|"},
    {"</domain>", "</domain><domain>_a.example</domain>",
     "autoconfig.domain=_a.example|"},
    {"type=\"imap\"", "type=\"pop3\"", "autoconfig.imap=nothing|"},
    {"<incomingServer type=\"imap\">",
     "<incomingServer type=\"pop3\"><hostname>a.example</hostname><port>995</port>"
     "<socketType>SSL</socketType><username>%EMAILADDRESS%</username>"
     "<authentication>OAuth2</authentication></incomingServer>"
     "<incomingServer type=\"imap\">",
     "autoconfig.imap-first=pop3|"},
    {"<outgoingServer", IMAP_SECTION "<outgoingServer", "autoconfig.one-imap=2|"},
    {"<documentation",
     "<outgoingServer type=\"smtp\"><hostname>b.example</hostname><port>587</port>"
     "<socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username>"
     "<authentication>OAuth2</authentication></outgoingServer><documentation",
     "autoconfig.one-smtp=2|"},
    {"<outgoingServer",
     "<incomingServer type=\"nntp\"><username>%EMAILADDRESS%</username>"
     "</incomingServer><outgoingServer",
     "autoconfig.type=nntp: not a known type|"},
    {"type=\"smtp\"", "type=\"imap\"",
     "autoconfig.outgoing=nothing|autoconfig.one-imap=2|"
     "autoconfig.type=imap: not a known type|"},
    {"type=\"imap\"", "type=\"imap\" x=\"1\"", "autoconfig.server-attributes=imap: x|"},
    {"<domain>", "<domain purpose=\"mx\">",
     "autoconfig.leaf-attributes=<domain> in line 4: example.com|"},
    {"<hostname>imap.example.net", "<hostname>imap_1.example.net",
     "autoconfig.hostname=imap: imap_1.example.net|"},
    {"<port>993</port>", "", "autoconfig.port=imap: nothing|"},
    {"<port>993", "<port>0", "autoconfig.port=imap: 0|"},
    {"<port>993", "<port>imaps", "autoconfig.port=imap: imaps|"},
    {"SSL", "plain", "autoconfig.socket-type=imap: plain|"},
    {"<username>%EMAILADDRESS%</username>", "",
     "autoconfig.username=imap: nothing|autoconfig.same-username=smtp: "
     "%EMAILADDRESS%|"},
    {"%EMAILADDRESS%", "%EMAILLOCALPART%",
     "autoconfig.same-username=smtp: %EMAILADDRESS%|"},
    {"OAuth2", "CRAM-MD5", "autoconfig.authentication=imap: CRAM-MD5|"},
    {"password-cleartext", "plain", "autoconfig.authentication=imap: OAuth2|"},
    {"      <port>465</port>\n      <socketType>SSL</socketType>",
     "<socketType>SSL</socketType><port>465</port>", "autoconfig.order=smtp: SSL|"},
    {"Example Mail", " Example Mail",
     "autoconfig.blanks=<displayName> in line 5:  Example Mail|"},
    {"Example Mail", "", "autoconfig.empty=<displayName> in line 5|"},
    {"Example Mail", "1e3", "autoconfig.coercion=<displayName> in line 5: 1e3|"},
    {"Example Mail",
     "1234567890123456789012345678901234567890123456789012345678 \xC3\xBC",
     "autoconfig.document=|"},
    {"Example Mail",
     "1234567890123456789012345678901234567890123456789012345678 \xC3\xBC\xC3\xBC",
     "autoconfig.name-length="
     "1234567890123456789012345678901234567890123456789012345678 "
     "\xC3\xBC\xC3\xBC|"},
    {"<displayShortName>Example", "<displayShortName>Example of the longest",
     "autoconfig.short-name-length=Example of the longest|"},
    {"<tokenURL>d</tokenURL>", "", "autoconfig.oauth2=no tokenURL|"},
};

static void autoconfig_rules(void)
{
    for (size_t i = 0; i < sizeof autoconfig_changes / sizeof *autoconfig_changes; i++)
        judge_changed(judge_autoconfig, autoconfig, &autoconfig_changes[i]);
}

static void autoconfig_of_another_kind(void)
{
    static const struct change changes[] = {
        {"<a/>", "<html/>", "autoconfig.root=<html>|"},
        {"<a/>", "<clientConfig version=\"1.1\"/>", "autoconfig.provider=nothing|"},
        {"<a/>",
         "<clientConfig version=\"1.1\"><emailProvider id=\"a.b\"><domain>a.b"
         "</domain></emailProvider></clientConfig>",
         "autoconfig.incoming=nothing|autoconfig.outgoing=nothing|"
         "autoconfig.imap=nothing|"},
        {"<a/>", "", "autoconfig.well-formed=line 1: Document is empty|"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        judge_changed(judge_autoconfig, "<a/>", &changes[i]);
}

/* Thunderbird's type coercion, by the displayName. */
static void coercions(void)
{
    static const char *const coerced[] = {
        "0",          "00123",       "-1.5",   "+.5",   "1e3",  "2E-2", "0x1F",
        "2026-11-21", "21 Nov 2026", "May 24", "1/2/3", "TRUE", "false"};
    static const char *const kept[] = {"1&amp;1", "Mail 24", "May",      "1e",
                                       "0x",      "-",       "1.2.3",    "Mayor 7",
                                       "a1",      "truely",  "12 Mails", "."};
    char expected[128];
    for (size_t i = 0; i < sizeof coerced / sizeof *coerced; i++) {
        snprintf(expected, sizeof expected,
                 "autoconfig.coercion=<displayName> in line 5: %s|", coerced[i]);
        judge_changed(judge_autoconfig, autoconfig,
                      &(struct change){"Example Mail", coerced[i], expected});
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        judge_changed(
            judge_autoconfig, autoconfig,
            &(struct change){"Example Mail", kept[i], "autoconfig.document=|"});
}

static const struct change autodiscover_changes[] = {
    {"", "", "autodiscover.document=|"},
    {"</Autodiscover>", "",
     "autodiscover.well-formed=line 9: Premature end of data in tag Autodiscover line "
     "1|"},
    {"imap.example.net", "${hots}",
     "autodiscover.variable=${hots}|autodiscover.server=IMAP: ${hots}|"},
    {"xmlns=\"http:", "xmlns=\"https:",
     "autodiscover.namespace=https://schemas.microsoft.com/exchange/autodiscover/"
     "responseschema/2006|"},
    {"2006a", "2006",
     "autodiscover.namespace=http://schemas.microsoft.com/exchange/autodiscover/"
     "outlook/responseschema/2006|"},
    {"settings", "redirectUrl", "autodiscover.account=another Action|"},
    {"email", "mail", "autodiscover.account=another AccountType|"},
    {"IMAP", "Imap",
     "autodiscover.type=Imap|autodiscover.complete=neither IMAP nor "
     "POP3|"},
    {"<Type>SMTP</Type>", "<Type>WEB</Type>", "autodiscover.complete=no SMTP|"},
    {"imap.example.net", "imap_1.example.net",
     "autodiscover.server=IMAP: imap_1.example.net|"},
    {"<Port>993</Port>", "", "autodiscover.port=IMAP: nothing|"},
    {"<SSL>on", "<SSL>yes", "autodiscover.ssl=IMAP: yes|"},
    {"<SSL>on</SSL><Encryption>SSL", "<SSL>off</SSL><Encryption>None",
     "autodiscover.ssl=IMAP: off|autodiscover.encryption=IMAP: None|"},
    {"<Encryption>SSL", "<Encryption>TLS", "autodiscover.encryption=IMAP: TLS|"},
    {"<Encryption>TLS", "<Encryption>SSL", "autodiscover.encryption=SMTP: SSL|"},
    {"587", "2587", "autodiscover.starttls-port=SMTP: 2587|"},
    {"<SPA>off</SPA>", "", "autodiscover.spa=IMAP: nothing|"},
    {"<SPA>off", "<SPA>on", "autodiscover.spa=IMAP: on|"},
    {"</Account>", "<MicrosoftOnline/></Account>",
     "autodiscover.empty=<MicrosoftOnline> in line 6|"},
};

static void autodiscover_rules(void)
{
    size_t count = sizeof autodiscover_changes / sizeof *autodiscover_changes;
    for (size_t i = 0; i < count; i++)
        judge_changed(judge_autodiscover, autodiscover, &autodiscover_changes[i]);
    judge_changed(judge_autodiscover, "<a/>",
                  &(struct change){"<a/>", "<a/>",
                                   "autodiscover.namespace=none|"
                                   "autodiscover.account=no Account|"});
}

struct settings_case {
    const char *name;
    struct service service;
    const char *findings;
};

static const struct settings_case settings_cases[] = {
    {"fine", {.host = "a.example", .port = 993, .auth_count = 1}, ""},
    {"clear",
     {.host = "a.example", .port = 143, .security = SECURITY_NONE, .auth_count = 1},
     "service.clear=none|"},
    {"oauth2 only",
     {.host = "a.example", .port = 993, .auth = {AUTH_OAUTH2}, .auth_count = 1},
     "service.oauth2-host=oauth2|"},
    {"oauth2 at a known host",
     {.host = "outlook.office365.com",
      .port = 993,
      .auth = {AUTH_OAUTH2},
      .auth_count = 1},
     ""},
    {"oauth2 at a host that only ends alike",
     {.host = "notoffice365.com", .port = 993, .auth = {AUTH_OAUTH2}, .auth_count = 1},
     "service.oauth2-host=oauth2|"},
    {"oauth2 and password",
     {.host = "a.example",
      .port = 993,
      .auth = {AUTH_OAUTH2, AUTH_PASSWORD},
      .auth_count = 2},
     ""},
    {"tls on the port of starttls",
     {.host = "a.example", .port = 143, .auth_count = 1},
     "service.port=tls|"},
    {"starttls on the port of tls",
     {.host = "a.example",
      .protocol = PROTOCOL_SMTP,
      .port = 465,
      .security = SECURITY_STARTTLS,
      .auth_count = 1},
     "service.port=starttls|"},
};

static void settings_rules(void)
{
    for (size_t i = 0; i < sizeof settings_cases / sizeof *settings_cases; i++) {
        const struct settings_case *c = &settings_cases[i];
        struct offer offer = {.services = &c->service, .service_count = 1};
        struct settings about = {.offer = &offer};
        expect_case(c->name);
        buf_init(&heard, 4096);
        judge_settings("example.com", &about, listen, NULL);
        EXPECT_TEXT(buf_text(&heard), c->findings);
        buf_clear(&heard);
    }
}

static void names_too_long_for_a_short_name(void)
{
    struct settings about = {.offer = &no_offer, .name = "Example of a very long name"};
    buf_init(&heard, 4096);
    judge_settings("example.com", &about, listen, NULL);
    EXPECT_TEXT(buf_text(&heard), "name.short=Example of a very long name|");
    buf_reset(&heard);
    about.short_name_xml = "Example";
    judge_settings("example.com", &about, listen, NULL);
    judge_settings("example.com", &(struct settings){.offer = NULL}, listen, NULL);
    EXPECT_TEXT(buf_text(&heard), "");
    buf_clear(&heard);
}

int main(void)
{
    RUN(autoconfig_rules);
    RUN(autoconfig_of_another_kind);
    RUN(coercions);
    RUN(autodiscover_rules);
    RUN(settings_rules);
    RUN(names_too_long_for_a_short_name);
    return expect_report();
}
