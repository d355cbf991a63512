/* SPDX-License-Identifier: MIT */
#include "expect.h"

#include "base/buf.h"
#include "xml/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMESPACE "http://schemas.microsoft.com/exchange/autodiscover/"
#define OUTLOOK NAMESPACE "outlook/responseschema/2006a"
#define MOBILESYNC NAMESPACE "mobilesync/responseschema/2006"
#define OPEN "<Autodiscover xmlns=\"" NAMESPACE "outlook/requestschema/2006\"><Request>"
#define CLOSE "</Request></Autodiscover>"
#define ADDRESS "<EMailAddress>ann@example.com</EMailAddress>"
#define SCHEMA(text) "<AcceptableResponseSchema>" text "</AcceptableResponseSchema>"

struct pox_case {
    const char *name, *body;
    const char *address; /* NULL: ann@example.com */
    enum question_schema schema;
    bool legacy_dn;
};

static const struct pox_case read_cases[] = {
    {.name = "outlook",
     .body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n" OPEN "\r\n  " ADDRESS
             "\r\n  " SCHEMA(OUTLOOK) "\r\n" CLOSE "\r\n",
     .schema = QUESTION_SCHEMA_OUTLOOK},
    {.name = "mobilesync",
     .body = OPEN ADDRESS SCHEMA(MOBILESYNC) CLOSE,
     .schema = QUESTION_SCHEMA_MOBILESYNC},
    {.name = "no schema", .body = OPEN ADDRESS CLOSE},
    {.name = "empty schema", .body = OPEN ADDRESS SCHEMA(" \n") CLOSE},
    {.name = "unknown schema",
     .body = OPEN ADDRESS SCHEMA(NAMESPACE "outlook/responseschema/2007") CLOSE,
     .schema = QUESTION_SCHEMA_UNKNOWN},
    {.name = "schema of the request",
     .body = OPEN ADDRESS SCHEMA(NAMESPACE "outlook/requestschema/2006") CLOSE,
     .schema = QUESTION_SCHEMA_UNKNOWN},
    {.name = "https, blanks around",
     .body =
         OPEN ADDRESS SCHEMA("\n https://schemas.microsoft.com/exchange/autodiscover/"
                             "outlook/responseschema/2006a\t") CLOSE,
     .schema = QUESTION_SCHEMA_OUTLOOK},
    {.name = "schema in capitals",
     .body = OPEN ADDRESS SCHEMA("HTTP://X/MOBILESYNC/RESPONSESCHEMA/2006") CLOSE,
     .schema = QUESTION_SCHEMA_MOBILESYNC},
    {.name = "schema first",
     .body = OPEN SCHEMA(OUTLOOK) ADDRESS CLOSE,
     .schema = QUESTION_SCHEMA_OUTLOOK},
    {.name = "names in any case",
     .body = "<AUTODISCOVER><request><emailaddress>ann@example.com</emailaddress>"
             "<acceptableresponseschema>" OUTLOOK "</acceptableresponseschema>"
             "</request></AUTODISCOVER>",
     .schema = QUESTION_SCHEMA_OUTLOOK},
    {.name = "prefixes",
     .body =
         "<a:Autodiscover xmlns:a=\"urn:x\"><a:Request><a:EMailAddress>ann@example.com"
         "</a:EMailAddress></a:Request></a:Autodiscover>"},
    {.name = "undeclared prefix",
     .body = "<a:Autodiscover><a:Request><a:EMailAddress>ann@example.com"
             "</a:EMailAddress></a:Request></a:Autodiscover>"},
    {.name = "no namespace", .body = "<Autodiscover><Request>" ADDRESS CLOSE},
    {.name = "unknown elements",
     .body = OPEN "<Other><Deep/></Other>" ADDRESS "<More>x</More>" CLOSE},
    {.name = "blanks around the address",
     .body = OPEN "<EMailAddress>\r\n\t ann@example.com \n</EMailAddress>" CLOSE},
    {.name = "byte order mark",
     .body = "\xEF\xBB\xBF<?xml version=\"1.0\"?>" OPEN ADDRESS CLOSE},
    {.name = "line break first", .body = "\n" OPEN ADDRESS CLOSE},
    {.name = "references",
     .body = OPEN "<EMailAddress>a&amp;b&#64;example&#x2E;com</EMailAddress>" CLOSE,
     .address = "a&b@example.com"},
    {.name = "CDATA",
     .body = OPEN "<EMailAddress><![CDATA[ann@example.com]]></EMailAddress>" CLOSE},
    {.name = "comment within",
     .body = OPEN "<EMailAddress>ann@<!-- x -->example.com</EMailAddress>" CLOSE},
    {.name = "UTF-8",
     .body = OPEN "<EMailAddress>\xC3\xA4nn@b\xC3\xBC"
                  "cher.example</EMailAddress>" CLOSE,
     .address = "\xC3\xA4nn@b\xC3\xBC"
                "cher.example"},
    {.name = "the first address counts",
     .body = OPEN ADDRESS "<EMailAddress>bob@example.com</EMailAddress>" CLOSE},
    {.name = "empty address first", .body = OPEN "<EMailAddress/>" ADDRESS CLOSE},
    {.name = "no address", .body = OPEN CLOSE, .address = ""},
    {.name = "LegacyDN beside",
     .body = OPEN ADDRESS "<LegacyDN>/o=Example/cn=ann</LegacyDN>" CLOSE,
     .legacy_dn = true},
    {.name = "LegacyDN only",
     .body = OPEN "<LegacyDN>/o=Example/cn=ann</LegacyDN>" CLOSE,
     .address = "",
     .legacy_dn = true},
    {.name = "empty LegacyDN", .body = OPEN ADDRESS "<LegacyDN> </LegacyDN>" CLOSE},
    {.name = "another encoding declared, ASCII only",
     .body = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" OPEN ADDRESS CLOSE},
};

static const struct pox_case refused_cases[] = {
    {.name = "another encoding used",
     .body = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" OPEN
             "<EMailAddress>\xE4nn@example.com</EMailAddress>" CLOSE},
    {.name = "element in the address",
     .body = OPEN "<EMailAddress><b>ann</b></EMailAddress>" CLOSE},
    {.name = "empty body", .body = ""},
    {.name = "no XML", .body = "EMailAddress=ann@example.com"},
    {.name = "JSON", .body = "{\"EMailAddress\":\"ann@example.com\"}"},
    {.name = "HTML", .body = "<!DOCTYPE html><html><p>ann@example.com</html>"},
    {.name = "DOCTYPE", .body = "<!DOCTYPE Autodiscover>" OPEN ADDRESS CLOSE},
    {.name = "entity declared",
     .body = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" OPEN
             "<EMailAddress>&e;</EMailAddress>" CLOSE},
    {.name = "entity bomb",
     .body = "<!DOCTYPE a [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
             "<!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]>" OPEN
             "<EMailAddress>&c;</EMailAddress>" CLOSE},
    {.name = "entity undeclared",
     .body = OPEN "<EMailAddress>&e;</EMailAddress>" CLOSE},
    {.name = "not closed", .body = OPEN ADDRESS},
    {.name = "closed wrongly", .body = OPEN ADDRESS "</Autodiscover></Request>"},
    {.name = "text behind", .body = OPEN ADDRESS CLOSE "x"},
    {.name = "two roots", .body = OPEN ADDRESS CLOSE "<a/>"},
    {.name = "declaration not first",
     .body = "\n<?xml version=\"1.0\"?>" OPEN ADDRESS CLOSE},
    {.name = "invalid UTF-8",
     .body = OPEN "<EMailAddress>\xC3@example.com</EMailAddress>" CLOSE},
    {.name = "overlong UTF-8",
     .body = OPEN "<EMailAddress>\xC0\xAF@example.com</EMailAddress>" CLOSE},
    {.name = "surrogate",
     .body = OPEN "<EMailAddress>\xED\xA0\x80@example.com</EMailAddress>" CLOSE},
    {.name = "control character",
     .body = OPEN "<EMailAddress>\x01@example.com</EMailAddress>" CLOSE},
    {.name = "NUL as a reference",
     .body = OPEN "<EMailAddress>&#0;@example.com</EMailAddress>" CLOSE},
};

/* Reads a copy of exactly this length, so that a look behind it is seen. */
static bool read_pox(const char *body, size_t length, struct question *question)
{
    char *copy = malloc(length + (length == 0));
    memcpy(copy, body, length);
    bool good = question_read_pox(copy, length, question);
    free(copy);
    return good;
}

static void reads_pox(void)
{
    for (size_t i = 0; i < sizeof read_cases / sizeof *read_cases; i++) {
        const struct pox_case *c = &read_cases[i];
        struct question question;
        expect_case(c->name);
        EXPECT(read_pox(c->body, strlen(c->body), &question));
        EXPECT_TEXT(question.address,
                    c->address != NULL ? c->address : "ann@example.com");
        EXPECT_UINT(question.schema, c->schema);
        EXPECT(question.has_legacy_dn == c->legacy_dn);
        EXPECT(!question.address_too_long);
    }
}

static void refuses_pox(void)
{
    for (size_t i = 0; i < sizeof refused_cases / sizeof *refused_cases; i++) {
        const struct pox_case *c = &refused_cases[i];
        struct question question;
        expect_case(c->name);
        EXPECT(!read_pox(c->body, strlen(c->body), &question));
    }
}

static void refuses_other_encodings(void)
{
    static const char utf16[] = "\xFF\xFE<\0a\0/\0>\0";
    static const char utf16_be[] = "\0<\0a\0/\0>";
    static const char nul[] = OPEN "\0" ADDRESS CLOSE;
    static const char ebcdic[] = "\x4C\x6F\xA7\x94\x93";
    struct question question;
    EXPECT(!read_pox(utf16, sizeof utf16 - 1, &question));
    EXPECT(!read_pox(utf16_be, sizeof utf16_be - 1, &question));
    EXPECT(!read_pox(nul, sizeof nul - 1, &question));
    EXPECT(!read_pox(ebcdic, sizeof ebcdic - 1, &question));
}

/* Puts together `before`, `count` times `piece` and `after`. */
static void fill(struct buf *body, const char *before, const char *piece, size_t count,
                 const char *after)
{
    buf_reset(body);
    buf_puts(body, before);
    for (; count > 0; count--)
        buf_puts(body, piece);
    buf_puts(body, after);
}

static void long_addresses_are_told(void)
{
    static const char open[] = OPEN "<EMailAddress>", close[] = "</EMailAddress>" CLOSE;
    struct question question;
    struct buf body;
    buf_init(&body, 70000);
    fill(&body, open, "a", 254, close);
    EXPECT(read_pox(body.data, body.length, &question));
    EXPECT_UINT(strlen(question.address), 254);
    EXPECT(!question.address_too_long);
    for (size_t count = 255; count < 60000; count *= 3) {
        fill(&body, open, "a", count, close);
        EXPECT(read_pox(body.data, body.length, &question));
        EXPECT_TEXT(question.address, "");
        EXPECT(question.address_too_long);
    }
    fill(&body, OPEN "<AcceptableResponseSchema>", "a", 1000,
         "outlook/responseschema/2006a</AcceptableResponseSchema>" CLOSE);
    EXPECT(read_pox(body.data, body.length, &question));
    EXPECT_UINT(question.schema, QUESTION_SCHEMA_UNKNOWN);
    buf_clear(&body);
}

struct bound_case {
    const char *name, *before, *piece, *after;
    size_t count;
    bool read;
};

#define DEEP_15 "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>"
#define DEEP_15_END "</a></a></a></a></a></a></a></a></a></a></a></a></a></a></a>"

static const struct bound_case bound_cases[] = {
    {"depth", DEEP_15, "<b/>", DEEP_15_END, .count = 1, .read = true},
    {"too deep", DEEP_15 "<a>", "<b/>", "</a>" DEEP_15_END, .count = 1},
    {"endlessly deep", "", "<a>", "", .count = 20000},
    {"elements", "<a>", "<b/>", "</a>", .count = 255, .read = true},
    {"too many elements", "<a>", "<b/>", "</a>", .count = 256},
    {"equals signs", "<a>", "=", "</a>", .count = 512, .read = true},
    {"room for too many attributes", "<a>", "=", "</a>", .count = 513},
};

static void bounds_are_kept(void)
{
    struct question question;
    struct buf body;
    buf_init(&body, 70000);
    for (size_t i = 0; i < sizeof bound_cases / sizeof *bound_cases; i++) {
        const struct bound_case *c = &bound_cases[i];
        expect_case(c->name);
        fill(&body, c->before, c->piece, c->count, c->after);
        EXPECT(read_pox(body.data, body.length, &question) == c->read);
    }
    buf_clear(&body);
}

#define SOAP_OPEN                                                                      \
    "<soap:Envelope xmlns:a=\"" NAMESPACE "\" xmlns:soap=\"urn:soap\"><soap:Header>"   \
    "<a:RequestedServerVersion>Exchange2010</a:RequestedServerVersion></soap:Header>"  \
    "<soap:Body><a:GetUserSettingsRequestMessage><a:Request><a:Users>"
#define SOAP_CLOSE                                                                     \
    "</a:Users><a:RequestedSettings><a:Setting>ExternalEwsUrl</a:Setting>"             \
    "</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage></soap:Body>" \
    "</soap:Envelope>"

static void reads_soap(void)
{
    static const char two[] =
        SOAP_OPEN "<a:User><a:Mailbox> ann@example.com </a:Mailbox></a:User>"
                  "<a:User><a:Mailbox>bob@example.com</a:Mailbox></a:User>" SOAP_CLOSE;
    static const char none[] = SOAP_OPEN SOAP_CLOSE;
    static const char doctype[] = "<!DOCTYPE a>" SOAP_OPEN SOAP_CLOSE;
    struct question question;
    EXPECT(question_read_soap(two, sizeof two - 1, &question));
    EXPECT_TEXT(question.address, "ann@example.com");
    EXPECT(question_read_soap(none, sizeof none - 1, &question));
    EXPECT_TEXT(question.address, "");
    EXPECT(!question_read_soap(doctype, sizeof doctype - 1, &question));
}

int main(void)
{
    RUN(reads_pox);
    RUN(refuses_pox);
    RUN(refuses_other_encodings);
    RUN(long_addresses_are_told);
    RUN(bounds_are_kept);
    RUN(reads_soap);
    return expect_report();
}
