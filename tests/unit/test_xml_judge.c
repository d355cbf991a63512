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

static const char *const variables[] = {"documentation", "oauth_scope"};
static const char *const values[] = {"gopher://help.example.net/", ""};
static const struct template template = {.variables = variables, .variable_count = 2};
static const struct service services[] = {
    {.protocol = PROTOCOL_IMAP,
     .host = "private.example",
     .port = 1143,
     .security = SECURITY_STARTTLS,
     .username = "00123",
     .auth = {AUTH_OAUTH2},
     .auth_count = 1},
    {.protocol = PROTOCOL_POP3,
     .host = "clear.example",
     .port = 110,
     .security = SECURITY_NONE,
     .username = "00123",
     .auth_count = 1},
};
static const struct offer offer = {.template = &template,
                                   .values = values,
                                   .values_xml = values,
                                   .services = services,
                                   .service_count = 2};
static const struct offer no_offer = {
    .template = &template, .values = values, .values_xml = values};
static const struct settings declared = {.offer = &offer,
                                         .name = "1e3",
                                         .short_name_xml = "1e4",
                                         .file = "domains.ini",
                                         .line = 7};
static const struct settings settings = {
    .offer = &no_offer, .file = "domains.ini", .line = 7};

/* "id=found" of each finding, a bar behind each; and what mends the last one: its
 * remedy, and where. */
static struct buf heard;
static char remedy[1024], place[64];

static void listen(void *context, const struct finding *finding)
{
    (void)context;
    EXPECT_TEXT(finding->domain, "example.com");
    EXPECT(finding->message != NULL);
    buf_printf(&heard, "%s=%s|", finding->id,
               finding->found[0] != NULL ? finding->found[0] : "");
    snprintf(remedy, sizeof remedy, "%s",
             finding->remedy != NULL ? finding->remedy : "");
    snprintf(place, sizeof place, "%s:%u", finding->file != NULL ? finding->file : "",
             finding->line);
}

struct change {
    const char *from, *to; /* the first `from` becomes `to` */
    const char *findings;
};

typedef void judge_function(const struct answer *answer, finding_sink *sink,
                            void *context);

static void judge_about(const struct settings *about, judge_function *judge,
                        const char *document, const struct change *change)
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
    struct span bytes = {text, strlen(text)};
    judge(&(struct answer){bytes, bytes, "example.com", about, "a.xml", NULL}, listen,
          NULL);
    EXPECT_TEXT(buf_text(&heard), change->findings);
    buf_clear(&heard);
}

static void judge_changed(judge_function *judge, const char *document,
                          const struct change *change)
{
    judge_about(&settings, judge, document, change);
}

#define SHOWN " of `waypost render autoconfig example.com`"

static const struct change autoconfig_changes[] = {
    {"", "", "autoconfig.document=|"},
    {"</clientConfig>", "",
     "autoconfig.well-formed=line 28" SHOWN
     ": Premature end of data in tag clientConfig line 2|"},
    {"<clientConfig", "<!DOCTYPE clientConfig>\n<clientConfig",
     "autoconfig.well-formed=line 2" SHOWN ": a DOCTYPE is not allowed|"},
    {"<?xml", "\xEF\xBB\xBF<?xml", "autoconfig.byte-order-mark=a byte order mark|"},
    {"clientConfig version=\"1.1\"", "clientConfig", "autoconfig.root=no version|"},
    {"Example Mail", "Cash ${domain} $", "autoconfig.document=|"},
    {"Example Mail", "<![CDATA[Example Mail]]>",
     "autoconfig.plain=CDATA in line 5" SHOWN "|"},
    {"<domain>", "<!-- x --><domain>",
     "autoconfig.plain=a comment in line 4" SHOWN "|"},
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
     "<authentication>password-cleartext</authentication></incomingServer>"
     "<incomingServer type=\"imap\">",
     "autoconfig.imap-first=pop3|"},
    {"<outgoingServer", IMAP_SECTION "<outgoingServer", "autoconfig.one-imap=2|"},
    {"<documentation",
     "<outgoingServer type=\"smtp\"><hostname>b.example</hostname><port>587</port>"
     "<socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username>"
     "<authentication>password-cleartext</authentication></"
     "outgoingServer><documentation",
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
     "autoconfig.leaf-attributes=<domain> in line 4" SHOWN ": example.com|"},
    {"<hostname>imap.example.net", "<hostname>imap_1.example.net",
     "autoconfig.hostname=imap: imap_1.example.net|"},
    {"<port>993</port>", "", "autoconfig.port=imap: nothing|"},
    {"<port>993", "<port>0", "autoconfig.port=imap: 0|"},
    {"<port>993", "<port>imaps", "autoconfig.port=imap: imaps|"},
    {"SSL", "plain", "autoconfig.socket-type=imap: plain|"},
    {"<username>%EMAILADDRESS%</username>", "", "autoconfig.username=imap: nothing|"},
    {"%EMAILADDRESS%", "%EMAILLOCALPART%",
     "autoconfig.same-username=<username> in line 19" SHOWN ": %EMAILADDRESS%|"},
    {"%EMAILADDRESS%", "all@%EMAILDOMAIN%",
     "autoconfig.personal-username=imap: all@%EMAILDOMAIN%|"
     "autoconfig.same-username=<username> in line 19" SHOWN ": %EMAILADDRESS%|"},
    {"<oAuth2>", "<webMail><username>%EMAILLOCALPART%</username></webMail><oAuth2>",
     "autoconfig.same-username=<username> in line 26" SHOWN ": %EMAILLOCALPART%|"},
    {"<oAuth2>", "<webMail><username>%EMAILADDRESS%</username></webMail><oAuth2>",
     "autoconfig.document=|"},
    {"</port>", "</port><password>geheim</password>",
     "autoconfig.password=<password> in line 9" SHOWN "|"},
    {"<clientConfig ", "<clientConfig xmlns=\"urn:x\" ", "autoconfig.namespace=urn:x|"},
    {"https://help", "javascript:help",
     "autoconfig.documentation=javascript:help.example.net/|"},
    {" url=\"https://help.example.net/\"", "", "autoconfig.documentation=no url|"},
    {"<oAuth2>", "<webMail><loginPage url=\"https://a.example/\"/></webMail><oAuth2>",
     "autoconfig.document=|"},
    {"<oAuth2>", "<webMail>\n </webMail><oAuth2>",
     "autoconfig.empty=<webMail> in line 26" SHOWN "|"},
    {"<authentication>password-cleartext</authentication>\n    </inc", "</inc",
     "autoconfig.oauth2-host=imap: imap.example.net|"},
    {"OAuth2", "CRAM-MD5", "autoconfig.authentication=imap: CRAM-MD5|"},
    {"password-cleartext", "plain", "autoconfig.authentication=imap: OAuth2|"},
    {"      <port>465</port>\n      <socketType>SSL</socketType>",
     "<socketType>SSL</socketType><port>465</port>", "autoconfig.order=smtp: SSL|"},
    {"Example Mail", " Example Mail",
     "autoconfig.blanks=<displayName> in line 5" SHOWN ":  Example Mail|"},
    {"Example Mail", "", "autoconfig.empty=<displayName> in line 5" SHOWN "|"},
    {"Example Mail", "1e3",
     "autoconfig.coercion=<displayName> in line 5" SHOWN ": 1e3|"},
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
    {"<scope>b</scope><authURL>c</authURL>", "<scope></scope>",
     "autoconfig.oauth2=no scope, no authURL|"},
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
        {"<a/>", "", "autoconfig.well-formed=line 1" SHOWN ": Document is empty|"},
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
                 "autoconfig.coercion=<displayName> in line 5" SHOWN ": %s|",
                 coerced[i]);
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
     "autodiscover.well-formed=line 9 of `waypost render autodiscover "
     "user@example.com`: Premature end of data in tag Autodiscover line 1|"},
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
     "autodiscover.empty=<MicrosoftOnline> in line 6 of `waypost render "
     "autodiscover user@example.com`|"},
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

/* What is broken only where nobody is named is found there. */
static void autodiscover_without_an_address(void)
{
    char nameless[8192];
    const char *at = strstr(autodiscover, "imap.example.net");
    snprintf(nameless, sizeof nameless, "%.*s%s", (int)(at - autodiscover),
             autodiscover, at + strlen("imap.example.net"));
    struct answer answer = {
        .bytes = {autodiscover, strlen(autodiscover)},
        .nameless = {nameless, strlen(nameless)},
        .domain = "example.com",
        .settings = &settings,
        .document = "a.xml",
    };
    buf_init(&heard, 4096);
    judge_autodiscover(&answer, listen, NULL);
    EXPECT_TEXT(buf_text(&heard),
                "autodiscover.server=IMAP: nothing|autodiscover.empty=<Server> in line "
                "4 of `waypost render autodiscover example.com`|");
    EXPECT_TEXT(place, "a.xml:0");
    buf_clear(&heard);
}

/* Declared: IMAP with STARTTLS on 1143 and OAuth2 only; POP3 in clear; names and logins
 * that look like numbers. */
struct cure_case {
    judge_function *judge;
    const char *document;
    struct change change;
    const char *place, *remedy; /* of the last finding */
};

static const struct cure_case cure_cases[] = {
    {judge_autoconfig,
     autoconfig,
     {"<port>993</port>", "", "autoconfig.port=imap: nothing|"},
     "a.xml:0",
     "<port>${port}</port>"},
    {judge_autoconfig,
     autoconfig,
     {"Example Mail", "1e3",
      "autoconfig.coercion=<displayName> in line 5" SHOWN ": 1e3|"},
     "domains.ini:7",
     "name = NAME"},
    {judge_autoconfig,
     autoconfig,
     {"Example Mail", "1e4",
      "autoconfig.coercion=<displayName> in line 5" SHOWN ": 1e4|"},
     "a.xml:0",
     ""},
    {judge_autoconfig,
     autoconfig,
     {"Name>Example<", "Name>1e4<",
      "autoconfig.coercion=<displayShortName> in line 6" SHOWN ": 1e4|"},
     "domains.ini:7",
     "short_name = NAME"},
    {judge_autoconfig,
     autoconfig,
     {"<documentation",
      "<incomingServer type=\"pop3\"><hostname>a.example</hostname><port>995</port>"
      "<socketType>SSL</socketType><username>%EMAILADDRESS%</username>"
      "<authentication>OAuth2</authentication></incomingServer><documentation",
      "autoconfig.oauth2-host=pop3: a.example|"},
     "a.xml:0",
     "<authentication w:each=\"auth\">${auth}</authentication>"},
    {judge_autoconfig,
     autoconfig,
     {"https://", "gopher://", "autoconfig.documentation=gopher://help.example.net/|"},
     "domains.ini:7",
     "documentation = https://HOST/PAGE"},
    {judge_autoconfig,
     autoconfig,
     {"https://", "ftp://", "autoconfig.documentation=ftp://help.example.net/|"},
     "a.xml:0",
     ""},
    {judge_autoconfig,
     autoconfig,
     {"<scope>b</scope>", "<scope></scope>", "autoconfig.oauth2=no scope|"},
     "domains.ini:7",
     "oauth_scope = SCOPE"},
    {judge_autoconfig,
     autoconfig,
     {"<issuer>a</issuer>", "", "autoconfig.oauth2=no issuer|"},
     "a.xml:0",
     ""},
    {judge_autodiscover,
     autodiscover,
     {"<Server>imap.example.net</Server><Port>993</Port><SPA>off</SPA><SSL>on</SSL>"
      "<Encryption>SSL",
      "<Server>private.example</Server><Port>1143</Port><SPA>off</SPA><SSL>on</SSL>"
      "<Encryption>TLS",
      "autodiscover.starttls-port=IMAP: 1143|"},
     "domains.ini:7",
     "imap = private.example:993 tls"},
    {judge_autodiscover,
     autodiscover,
     {"<Type>SMTP</Type>", "<Type>WEB</Type>", "autodiscover.complete=no SMTP|"},
     "domains.ini:7",
     "smtp = HOST"},
};

static void cures(void)
{
    for (size_t i = 0; i < sizeof cure_cases / sizeof *cure_cases; i++) {
        const struct cure_case *c = &cure_cases[i];
        judge_about(&declared, c->judge, c->document, &c->change);
        EXPECT_TEXT(place, c->place);
        EXPECT_TEXT(remedy, c->remedy);
    }
}

#define SECTION(tag, type, host, username)                                             \
    "<" tag " type=\"" type "\"><hostname>" host "</hostname><port>993</port>"         \
    "<socketType>SSL</socketType><username>" username "</username>"                    \
    "<authentication>OAuth2</authentication></" tag ">"
#define PROVIDER(sections)                                                             \
    "<clientConfig version=\"1.1\"><emailProvider "                                    \
    "id=\"a.b\"><domain>a.b</domain>" sections "</emailProvider></clientConfig>"

/* Whole documents, of which the last finding is mended by a line of domains.ini. */
static void cures_of_servers(void)
{
    static const struct {
        const char *document, *findings, *remedy;
    } cases[] = {
        {PROVIDER(
             SECTION("incomingServer", "imap", "private.example", "%EMAILADDRESS%")
                 SECTION("outgoingServer", "smtp", "smtp.gmail.com", "%EMAILADDRESS%")),
         "autoconfig.oauth2-host=imap: private.example|", "auth = oauth2 password"},
        {PROVIDER(
             SECTION("incomingServer", "imap", "imap.gmail.com", "%EMAILADDRESS%")),
         "autoconfig.outgoing=nothing|", "smtp = HOST"},
        {PROVIDER(SECTION("incomingServer", "imap", "imap.gmail.com", "00123")
                      SECTION("outgoingServer", "smtp", "smtp.gmail.com", "00123")),
         "autoconfig.personal-username=imap: 00123|autoconfig.coercion=<username> in "
         "line 1" SHOWN ": 00123|",
         "username = %EMAILADDRESS%"},
        {PROVIDER(
             SECTION("incomingServer", "imap", "outlook.office365.us", "%EMAILADDRESS%")
                 SECTION("outgoingServer", "smtp", "smtp.partner.outlook.cn",
                         "%EMAILADDRESS%")),
         "autoconfig.oauth2-cloud=imap: outlook.office365.us|", ""},
        {PROVIDER(
             SECTION("incomingServer", "imap", "notoffice365.com", "%EMAILADDRESS%")
                 SECTION("outgoingServer", "smtp", "smtp.office365.com",
                         "%EMAILADDRESS%")),
         "autoconfig.oauth2-host=imap: notoffice365.com|",
         "<authentication w:each=\"auth\">${auth}</authentication>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        judge_about(&declared, judge_autoconfig, cases[i].document,
                    &(struct change){"", "", cases[i].findings});
        EXPECT_TEXT(remedy, cases[i].remedy);
    }
}

/* IMAP in clear only, so that there is nothing to read from. */
static void cures_of_services_in_clear(void)
{
    static const struct service clear = {.protocol = PROTOCOL_IMAP,
                                         .host = "clear.example",
                                         .port = 143,
                                         .security = SECURITY_NONE};
    struct offer clear_offer = no_offer;
    struct settings about = settings;
    clear_offer.services = &clear;
    clear_offer.service_count = 1;
    about.offer = &clear_offer;
    judge_about(
        &about, judge_autoconfig,
        PROVIDER(SECTION("outgoingServer", "smtp", "smtp.gmail.com", "%EMAILADDRESS%")),
        &(struct change){"", "",
                         "autoconfig.incoming=nothing|autoconfig.imap=nothing|"});
    EXPECT_TEXT(remedy, "imap = clear.example:993 tls");
    EXPECT_TEXT(place, "domains.ini:7");
}

/* The declaration says what is meant, whatever the port is. */
static void encryption_is_that_of_the_service(void)
{
    static const struct service odd = {.protocol = PROTOCOL_IMAP,
                                       .host = "imap.example.net",
                                       .port = 993,
                                       .security = SECURITY_STARTTLS};
    struct offer odd_offer = no_offer;
    struct settings about = settings;
    odd_offer.services = &odd;
    odd_offer.service_count = 1;
    about.offer = &odd_offer;
    judge_about(&about, judge_autodiscover, autodiscover,
                &(struct change){"<Encryption>SSL", "<Encryption>TLS",
                                 "autodiscover.document=|"});
    judge_about(&about, judge_autodiscover, autodiscover,
                &(struct change){"", "", "autodiscover.encryption=IMAP: SSL|"});
}

static void errors_are_known(void)
{
    static const char error[] = "<Autodiscover><Response><Error><ErrorCode>602"
                                "</ErrorCode></Error></Response></Autodiscover>";
    EXPECT(judge_is_error((struct span){error, strlen(error)}));
    EXPECT(!judge_is_error((struct span){error, strlen(error) - 1}));
    EXPECT(!judge_is_error((struct span){autodiscover, strlen(autodiscover)}));
    EXPECT(!judge_is_error((struct span){autoconfig, strlen(autoconfig)}));
    EXPECT(!judge_is_error((struct span){"{}", 2}));
}

struct settings_case {
    const char *name;
    struct service service;
    const char *findings, *remedy;
};

static const struct settings_case settings_cases[] = {
    {"fine", {.host = "a.example", .port = 993, .auth_count = 1}, "", ""},
    {"a port of its own",
     {.host = "a.example", .port = 1993, .security = SECURITY_STARTTLS},
     "",
     ""},
    {"tls on the port of starttls",
     {.host = "a.example", .port = 143},
     "service.port=tls|",
     "imap = a.example:143 starttls"},
    {"tls on the port between servers",
     {.host = "a.example", .protocol = PROTOCOL_SMTP, .port = 25},
     "service.port=tls|",
     "smtp = a.example:25 starttls"},
    {"starttls on the port of tls",
     {.host = "a.example",
      .protocol = PROTOCOL_SMTP,
      .port = 465,
      .security = SECURITY_STARTTLS},
     "service.port=starttls|",
     "smtp = a.example:465 tls"},
    {"starttls on 993",
     {.host = "a.example", .port = 993, .security = SECURITY_STARTTLS},
     "service.port=starttls|",
     "imap = a.example:993 tls"},
};

static void settings_rules(void)
{
    for (size_t i = 0; i < sizeof settings_cases / sizeof *settings_cases; i++) {
        const struct settings_case *c = &settings_cases[i];
        struct offer only = {.services = &c->service, .service_count = 1};
        struct settings about = {.offer = &only};
        expect_case(c->name);
        remedy[0] = '\0';
        buf_init(&heard, 4096);
        judge_settings("example.com", &about, listen, NULL);
        EXPECT_TEXT(buf_text(&heard), c->findings);
        EXPECT_TEXT(remedy, c->remedy);
        buf_clear(&heard);
    }
}

/* Domains for which nothing is answered, and what is said of each. */
static void silent_domains(void)
{
    static const struct service clear[] = {
        {.protocol = PROTOCOL_IMAP,
         .host = "a.example",
         .port = 143,
         .security = SECURITY_NONE},
        {.protocol = PROTOCOL_SMTP,
         .host = "b.example",
         .port = 25,
         .security = SECURITY_NONE},
    };
    static const struct handover handover = {.autodiscover = "https://a.example/"};
    static const struct record_rule null_mx = {"@", "MX", "0 ."};
    static const struct {
        const char *name;
        struct offer offer;
        const char *findings, *remedy;
    } cases[] = {
        {"in clear only",
         {.services = clear, .service_count = 2},
         "domain.unanswered=services in clear only|service.clear=none|"
         "service.clear=none|",
         "smtp = b.example:465 tls"},
        {"all off",
         {.service_count = 0},
         "domain.unanswered=no service|",
         "imap = HOST\nsmtp = HOST"},
        {"handed over", {.handover = &handover}, "domain.handover-only=|", ""},
        {"takes no mail",
         {.records = &null_mx, .record_count = 1},
         "domain.parked=|",
         ""},
        {"handed over, and public",
         {.services = services, .service_count = 1, .handover = &handover},
         "",
         ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings about = {.offer = &cases[i].offer};
        expect_case(cases[i].name);
        remedy[0] = '\0';
        buf_init(&heard, 4096);
        judge_settings("example.com", &about, listen, NULL);
        EXPECT_TEXT(buf_text(&heard), cases[i].findings);
        EXPECT_TEXT(remedy, cases[i].remedy);
        buf_clear(&heard);
    }
}

static void names_too_long_for_a_short_name(void)
{
    struct offer only = offer;
    struct settings about = {.offer = &only, .name = "Example of a very long name"};
    only.service_count = 1;
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
    RUN(autodiscover_without_an_address);
    RUN(cures);
    RUN(cures_of_servers);
    RUN(cures_of_services_in_clear);
    RUN(encryption_is_that_of_the_service);
    RUN(errors_are_known);
    RUN(settings_rules);
    RUN(silent_domains);
    RUN(names_too_long_for_a_short_name);
    return expect_report();
}
