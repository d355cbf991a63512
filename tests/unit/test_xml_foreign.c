/* SPDX-License-Identifier: MIT */
#include "xml/foreign.h"

#include "base/buf.h"
#include "expect.h"

#include <string.h>

#define SERVER(host, port, type, name, auth)                                           \
    "<hostname>" host "</hostname><port>" port "</port><socketType>" type              \
    "</socketType><username>" name "</username><authentication>" auth                  \
    "</authentication>"
#define IN(type, inside) "<incomingServer type=\"" type "\">" inside "</incomingServer>"
#define OUT(inside) "<outgoingServer type=\"smtp\">" inside "</outgoingServer>"
#define GOOD_OUT                                                                       \
    OUT(SERVER("smtp.example.net", "587", "STARTTLS", "%EMAILADDRESS%",                \
               "password-cleartext"))
#define CONFIG(inside)                                                                 \
    "<clientConfig version=\"1.1\"><emailProvider id=\"example.com\">"                 \
    "<domain>example.com</domain>" inside "</emailProvider></clientConfig>"
#define SMTP "smtp smtp.example.net:587 starttls %EMAILADDRESS% password|"
#define IMAP "imap mail.example.net:993 tls %EMAILADDRESS% password|"
#define PASSWORD "password-cleartext"
#define NAME "%EMAILADDRESS%"

#define PROTOCOL(type, server, port, more)                                             \
    "<Protocol><Type>" type "</Type><Server>" server "</Server><Port>" port            \
    "</Port>" more "</Protocol>"
#define POX(inside)                                                                    \
    "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/"        \
    "responseschema/2006\"><Response xmlns=\"http://schemas.microsoft.com/exchange/"   \
    "autodiscover/outlook/responseschema/2006a\">" inside "</Response></Autodiscover>"
#define ACCOUNT(inside)                                                                \
    POX("<Account><AccountType>email</AccountType><Action>settings</Action>" inside    \
        "</Account>")
#define POX_SMTP                                                                       \
    PROTOCOL("SMTP", "smtp.example.net", "587", "<Encryption>TLS</Encryption>")

static const struct row {
    const char *name, *document, *expected;
    enum foreign_kind kind;
} rows[] = {
    {"plain",
     CONFIG(IN("imap", SERVER("mail.example.net", "993", "SSL", NAME, PASSWORD))
                GOOD_OUT),
     IMAP SMTP, FOREIGN_AUTOCONFIG},
    {"OAuth2 before password",
     CONFIG(IN("imap",
               SERVER("mail.example.net", "993", "SSL", NAME,
                      "OAuth2") "<authentication>password-cleartext</authentication>")
                GOOD_OUT),
     "imap mail.example.net:993 tls %EMAILADDRESS% oauth2,password|" SMTP,
     FOREIGN_AUTOCONFIG},
    {"a placeholder in the host, and blanks",
     CONFIG(IN("imap", SERVER(" IMAP.%EMAILDOMAIN%\n", "993", "SSL", NAME, PASSWORD))
                GOOD_OUT),
     "imap imap.example.com:993 tls %EMAILADDRESS% password|" SMTP, FOREIGN_AUTOCONFIG},
    {"one of two is skipped: the type of its socket",
     CONFIG(IN("imap", SERVER("mail.example.net", "993", "ssl", NAME, PASSWORD)) IN(
         "pop3", SERVER("mail.example.net", "995", "SSL", NAME, PASSWORD)) GOOD_OUT),
     "pop3 mail.example.net:995 tls %EMAILADDRESS% password|" SMTP, FOREIGN_AUTOCONFIG},
    {"a type that is not known",
     CONFIG(IN("jmap", "<url>https://example.net</url>") IN(
         "imap", SERVER("mail.example.net", "993", "SSL", NAME, PASSWORD)) GOOD_OUT),
     IMAP SMTP, FOREIGN_AUTOCONFIG},
    {"in clear",
     CONFIG(IN("imap", SERVER("mail.example.net", "143", "plain", NAME, PASSWORD))
                GOOD_OUT),
     "imap mail.example.net:143 none %EMAILADDRESS% password|" SMTP,
     FOREIGN_AUTOCONFIG},
    {"the same twice",
     CONFIG(IN("imap", SERVER("mail.example.net", "993", "SSL", NAME, PASSWORD)) IN(
         "imap", SERVER("mail.example.net", "993", "SSL", NAME, PASSWORD)) GOOD_OUT),
     IMAP SMTP, FOREIGN_AUTOCONFIG},
    {"no port",
     CONFIG(IN("imap", SERVER("mail.example.net", "", "SSL", NAME, PASSWORD)) GOOD_OUT),
     "", FOREIGN_USELESS},
    {"a port too large",
     CONFIG(IN("imap", SERVER("mail.example.net", "65536", "SSL", NAME, PASSWORD))
                GOOD_OUT),
     "", FOREIGN_USELESS},
    {"a host with an underscore",
     CONFIG(IN("imap", SERVER("mail_1.example.net", "993", "SSL", NAME, PASSWORD))
                GOOD_OUT),
     "", FOREIGN_USELESS},
    {"only an auth that nobody knows",
     CONFIG(IN("imap", SERVER("mail.example.net", "993", "SSL", NAME, "GSAPI"))
                GOOD_OUT),
     "", FOREIGN_USELESS},
    {"an attribute takes the text away",
     CONFIG(IN("imap", SERVER("mail.example.net", "993", "SSL", NAME,
                              PASSWORD) "<hostname lang=\"en\">x</hostname>")
                OUT("<hostname lang=\"en\">smtp.example.net</hostname>")),
     "", FOREIGN_USELESS},
    {"no server to send by",
     CONFIG(IN("imap", SERVER("mail.example.net", "993", "SSL", NAME, PASSWORD))), "",
     FOREIGN_USELESS},
    {"no domain", "<clientConfig><emailProvider id=\"x\"/></clientConfig>", "",
     FOREIGN_USELESS},
    {"no provider", "<clientConfig/>", "", FOREIGN_USELESS},
    {"a web page", "<html><body>Welcome</body></html>", "", FOREIGN_OTHER},
    {"a web page that is no XML", "<!doctype html><p>Welcome<br>", "", FOREIGN_OTHER},
    {"nothing", "", "", FOREIGN_OTHER},
    {"a bomb", "<!DOCTYPE a [<!ENTITY b \"c\">]><clientConfig>&b;</clientConfig>", "",
     FOREIGN_OTHER},
    {"POX",
     ACCOUNT(PROTOCOL("IMAP", "mail.example.net", "993",
                      "<LoginName>ann@example.com</LoginName><SSL>on</SSL>") POX_SMTP),
     IMAP SMTP, FOREIGN_AUTODISCOVER},
    {"POX: the local part",
     ACCOUNT(PROTOCOL("IMAP", "mail.example.net", "143", "<LoginName>ann</LoginName>")
                 POX_SMTP),
     "imap mail.example.net:143 starttls %EMAILLOCALPART% password|" SMTP,
     FOREIGN_AUTODISCOVER},
    {"POX: in clear",
     ACCOUNT(PROTOCOL("IMAP", "mail.example.net", "143", "<SSL>off</SSL>") POX_SMTP),
     "imap mail.example.net:143 none %EMAILADDRESS% password|" SMTP,
     FOREIGN_AUTODISCOVER},
    {"POX: in lower case",
     ACCOUNT(PROTOCOL("imap", "mail.example.net", "993", "") POX_SMTP), "",
     FOREIGN_USELESS},
    {"POX: Exchange", ACCOUNT(PROTOCOL("EXCH", "mail.example.net", "443", "")), "",
     FOREIGN_EXCHANGE},
    {"POX: elsewhere",
     POX("<Account><Action>redirectUrl</Action><RedirectUrl>https://ad.example.net/"
         "</RedirectUrl></Account>"),
     "https://ad.example.net/", FOREIGN_REDIRECT_URL},
    {"POX: somebody else",
     POX("<Account><Action>redirectAddr</Action><RedirectAddr>a@example.net"
         "</RedirectAddr></Account>"),
     "a@example.net", FOREIGN_REDIRECT_ADDRESS},
    {"POX: an error",
     POX("<Error><ErrorCode>500</ErrorCode><Message>Not\x1b here</Message></Error>"),
     "", FOREIGN_OTHER},
    {"POX: an error that is XML",
     POX("<Error><ErrorCode>500</ErrorCode><Message>Not here</Message></Error>"),
     "500 Not here", FOREIGN_ERROR},
};

static void describe(const struct foreign *foreign, struct buf *out)
{
    for (size_t i = 0; i < foreign->service_count; i++) {
        const struct service *service = &foreign->services[i];
        buf_printf(out, "%s %s:%u %s %s ", protocol_name(service->protocol),
                   service->host, service->port, security_name(service->security),
                   service->username);
        for (size_t j = 0; j < service->auth_count; j++)
            buf_printf(out, "%s%s", j > 0 ? "," : "", auth_name(service->auth[j]));
        buf_puts(out, "|");
    }
    if (foreign->kind >= FOREIGN_REDIRECT_URL)
        buf_puts(out, foreign->text);
}

static void documents(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(pool) struct pool *pool = pool_new();
        struct foreign foreign;
        struct buf out;
        buf_init(&out, 4096);
        expect_case(rows[i].name);
        foreign_read((struct span){rows[i].document, strlen(rows[i].document)},
                     "ann@example.com", pool, &foreign);
        describe(&foreign, &out);
        EXPECT_UINT(foreign.kind, rows[i].kind);
        EXPECT_TEXT(buf_text(&out), rows[i].expected);
        buf_clear(&out);
    }
    expect_case(NULL);
}

static void bounds(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct foreign foreign;
    struct buf out;
    buf_init(&out, (size_t)2 * FOREIGN_BYTES_MAX);
    buf_puts(&out, "<clientConfig><emailProvider><domain>a.b</domain>" GOOD_OUT);
    for (unsigned i = 1; i <= 200; i++)
        buf_printf(&out,
                   IN("imap", SERVER("mail.example.net", "%u", "SSL", "x", PASSWORD)),
                   i);
    buf_puts(&out, "</emailProvider></clientConfig>");
    foreign_read((struct span){buf_text(&out), out.length}, "", pool, &foreign);
    EXPECT_UINT(foreign.service_count, FOREIGN_SERVICES_MAX);
    while (!out.overflowed && out.length <= FOREIGN_BYTES_MAX)
        buf_puts(&out, "          ");
    foreign_read((struct span){buf_text(&out), out.length}, "", pool, &foreign);
    EXPECT_UINT(foreign.kind, FOREIGN_OTHER);
    EXPECT_TEXT(foreign.text, "more than 64 KiB");
    buf_clear(&out);
}

int main(void)
{
    RUN(documents);
    RUN(bounds);
    return expect_report();
}
