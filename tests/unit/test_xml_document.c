/* SPDX-License-Identifier: MIT */
#include "expect.h"

#include "base/buf.h"
#include "xml/document.h"

#include <stdio.h>
#include <string.h>

static const char *const variables[] = {"documentation", "oauth_issuer", "oauth_scope",
                                        "oauth_auth_url", "oauth_token_url"};
static const struct template template = {
    .name = "test", .variables = variables, .variable_count = 5};

static const char *const plain_values[] = {"https://help.example.net/mail", "", "", "",
                                           ""};
static const char *const oauth_values[] = {"", "login.example.net", "mail offline",
                                           "https://login.example.net/authorize",
                                           "https://login.example.net/token"};

static const struct service services[] = {
    {.protocol = PROTOCOL_IMAP,
     .host = "imap.example.net",
     .port = 993,
     .security = SECURITY_TLS,
     .username = "%EMAILADDRESS%",
     .auth_count = 1},
    {.protocol = PROTOCOL_POP3,
     .host = "pop.example.net",
     .port = 995,
     .security = SECURITY_TLS,
     .username = "%EMAILADDRESS%",
     .auth_count = 1},
    {.protocol = PROTOCOL_SMTP,
     .host = "smtp.example.net",
     .port = 465,
     .security = SECURITY_TLS,
     .username = "%EMAILADDRESS%",
     .auth_count = 1},
};

/* OAuth2 first for IMAP and only for SMTP, which upgrades; POP3 is in clear. */
static const struct service mixed_services[] = {
    {.protocol = PROTOCOL_IMAP,
     .host = "imap.example.net",
     .port = 993,
     .security = SECURITY_TLS,
     .username = "%EMAILLOCALPART%-%EMAILDOMAIN%-100%",
     .auth = {AUTH_OAUTH2, AUTH_PASSWORD},
     .auth_count = 2},
    {.protocol = PROTOCOL_POP3,
     .host = "pop.example.net",
     .port = 110,
     .security = SECURITY_NONE,
     .username = "%EMAILADDRESS%",
     .auth_count = 1},
    {.protocol = PROTOCOL_SMTP,
     .host = "smtp.example.net",
     .port = 587,
     .security = SECURITY_STARTTLS,
     .username = "%EMAILADDRESS%",
     .auth = {AUTH_OAUTH2},
     .auth_count = 1},
};

static const struct offer plain_offer = {.template = &template,
                                         .values = plain_values,
                                         .values_xml = plain_values,
                                         .services = services,
                                         .service_count = 3};
static const struct offer mixed_offer = {.template = &template,
                                         .values = oauth_values,
                                         .values_xml = oauth_values,
                                         .services = mixed_services,
                                         .service_count = 3};
static const struct settings plain = {.offer = &plain_offer,
                                      .name = "Example Mail",
                                      .name_xml = "Example Mail",
                                      .short_name_xml = "Example"};
static const struct settings mixed = {.offer = &mixed_offer};

static const struct rendering about_plain = {.domain = "example.com",
                                             .settings = &plain};
static const struct rendering about_mixed = {
    .domain = "example.org", .settings = &mixed, .address = {"a&b@example.org", 15}};
static const struct rendering about_error = {
    .error_code = "600", .error_message = "Invalid Request", .mobilesync = true};

static char rendered[16384];

static bool for_everybody;

static const struct document *compile(const char *text, size_t length,
                                      struct pool *pool, struct mistakes *mistakes)
{
    struct source source = {"test.xml", {text, length}, &template, for_everybody};
    return document_compile(&source, pool, mistakes);
}

static const char *run(const struct document *document, const struct rendering *about,
                       char *room)
{
    struct buf out;
    buf_init(&out, sizeof rendered - 1);
    document_render(document, about, &out);
    snprintf(room, sizeof rendered, "%s", buf_text(&out));
    buf_clear(&out);
    return room;
}

/* Bound to an offer, a document renders to the same for whoever asks, named or not. */
static void expect_bound(const struct document *document, struct rendering about,
                         struct pool *pool)
{
    static const struct span addresses[] = {{NULL, 0}, {"a&b@example.org", 15}};
    static char other[sizeof rendered];
    if (about.settings == NULL)
        return;
    const struct document *bound = document_bind(document, about.settings->offer, pool);
    struct settings renamed = {.offer = about.settings->offer, .short_name_xml = "B"};
    struct rendering about_renamed = {.domain = "example.edu", .settings = &renamed};
    EXPECT_TEXT(document_name(bound), document_name(document));
    EXPECT_TEXT(run(bound, &about_renamed, other),
                run(document, &about_renamed, rendered));
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        about.address = addresses[i];
        EXPECT_TEXT(run(bound, &about, other), run(document, &about, rendered));
    }
}

/* Compiles and renders; the text, or the first mistake as "LINE: TEXT". */
static const char *render(const char *source, size_t length,
                          const struct rendering *about)
{
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    const struct document *document = compile(source, length, pool, mistakes);
    if (document == NULL) {
        const struct mistake *mistake = mistakes_get(mistakes, 0);
        snprintf(rendered, sizeof rendered, "%u: %s", mistake->line, mistake->text);
        return rendered;
    }
    expect_bound(document, *about, pool);
    return run(document, about, rendered);
}

static const char *render_file(const char *path, const struct rendering *about)
{
    static char source[16384];
    FILE *file = fopen(path, "rb");
    EXPECT(file != NULL);
    if (file == NULL)
        return "";
    size_t length = fread(source, 1, sizeof source, file);
    fclose(file);
    return render(source, length, about);
}

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void default_autoconfig_is_canonical(void)
{
    static const char expected[] =
        DECLARATION "<clientConfig version=\"1.1\">\n"
                    "  <emailProvider id=\"example.com\">\n"
                    "    <domain>example.com</domain>\n"
                    "    <displayName>Example Mail</displayName>\n"
                    "    <displayShortName>Example</displayShortName>\n"
                    "    <incomingServer type=\"imap\">\n"
                    "      <hostname>imap.example.net</hostname>\n"
                    "      <port>993</port>\n"
                    "      <socketType>SSL</socketType>\n"
                    "      <username>%EMAILADDRESS%</username>\n"
                    "      <authentication>password-cleartext</authentication>\n"
                    "    </incomingServer>\n"
                    "    <incomingServer type=\"pop3\">\n"
                    "      <hostname>pop.example.net</hostname>\n"
                    "      <port>995</port>\n"
                    "      <socketType>SSL</socketType>\n"
                    "      <username>%EMAILADDRESS%</username>\n"
                    "      <authentication>password-cleartext</authentication>\n"
                    "    </incomingServer>\n"
                    "    <outgoingServer type=\"smtp\">\n"
                    "      <hostname>smtp.example.net</hostname>\n"
                    "      <port>465</port>\n"
                    "      <socketType>SSL</socketType>\n"
                    "      <username>%EMAILADDRESS%</username>\n"
                    "      <authentication>password-cleartext</authentication>\n"
                    "    </outgoingServer>\n"
                    "    <documentation url=\"https://help.example.net/mail\">\n"
                    "      <descr lang=\"en\">Set up a mail app</descr>\n"
                    "    </documentation>\n"
                    "  </emailProvider>\n"
                    "</clientConfig>\n";
    EXPECT_TEXT(render_file("templates/default/config-v1.1.xml", &about_plain),
                expected);
}

static void default_autoconfig_leaves_out(void)
{
    static const char expected[] =
        DECLARATION "<clientConfig version=\"1.1\">\n"
                    "  <emailProvider id=\"example.org\">\n"
                    "    <domain>example.org</domain>\n"
                    "    <displayName>example.org</displayName>\n"
                    "    <incomingServer type=\"imap\">\n"
                    "      <hostname>imap.example.net</hostname>\n"
                    "      <port>993</port>\n"
                    "      <socketType>SSL</socketType>\n"
                    "      <username>%EMAILLOCALPART%-%EMAILDOMAIN%-100%</username>\n"
                    "      <authentication>OAuth2</authentication>\n"
                    "      <authentication>password-cleartext</authentication>\n"
                    "    </incomingServer>\n"
                    "    <outgoingServer type=\"smtp\">\n"
                    "      <hostname>smtp.example.net</hostname>\n"
                    "      <port>587</port>\n"
                    "      <socketType>STARTTLS</socketType>\n"
                    "      <username>%EMAILADDRESS%</username>\n"
                    "      <authentication>OAuth2</authentication>\n"
                    "    </outgoingServer>\n"
                    "  </emailProvider>\n"
                    "  <oAuth2>\n"
                    "    <issuer>login.example.net</issuer>\n"
                    "    <scope>mail offline</scope>\n"
                    "    <authURL>https://login.example.net/authorize</authURL>\n"
                    "    <tokenURL>https://login.example.net/token</tokenURL>\n"
                    "  </oAuth2>\n"
                    "</clientConfig>\n";
    EXPECT_TEXT(render_file("templates/default/config-v1.1.xml", &about_mixed),
                expected);
}

#define AUTODISCOVER                                                                   \
    "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/"        \
    "responseschema/2006\">\n"
#define OUTLOOK                                                                        \
    "  <Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/"  \
    "responseschema/2006a\">\n"

static void default_autodiscover_names_the_caller(void)
{
    static const char expected[] = DECLARATION AUTODISCOVER OUTLOOK
        "    <User>\n"
        "      <DisplayName>a&amp;b@example.org</DisplayName>\n"
        "      <AutoDiscoverSMTPAddress>a&amp;b@example.org"
        "</AutoDiscoverSMTPAddress>\n"
        "    </User>\n"
        "    <Account>\n"
        "      <AccountType>email</AccountType>\n"
        "      <Action>settings</Action>\n"
        "      <Protocol>\n"
        "        <Type>IMAP</Type>\n"
        "        <TTL>1</TTL>\n"
        "        <Server>imap.example.net</Server>\n"
        "        <Port>993</Port>\n"
        "        <DomainRequired>off</DomainRequired>\n"
        "        <LoginName>a&amp;b-example.org-100%</LoginName>\n"
        "        <SPA>off</SPA>\n"
        "        <SSL>on</SSL>\n"
        "        <Encryption>SSL</Encryption>\n"
        "        <AuthRequired>on</AuthRequired>\n"
        "      </Protocol>\n"
        "      <Protocol>\n"
        "        <Type>SMTP</Type>\n"
        "        <TTL>1</TTL>\n"
        "        <Server>smtp.example.net</Server>\n"
        "        <Port>587</Port>\n"
        "        <DomainRequired>off</DomainRequired>\n"
        "        <LoginName>a&amp;b@example.org</LoginName>\n"
        "        <SPA>off</SPA>\n"
        "        <SSL>on</SSL>\n"
        "        <Encryption>TLS</Encryption>\n"
        "        <AuthRequired>on</AuthRequired>\n"
        "        <UsePOPAuth>on</UsePOPAuth>\n"
        "        <SMTPLast>off</SMTPLast>\n"
        "      </Protocol>\n"
        "    </Account>\n"
        "  </Response>\n"
        "</Autodiscover>\n";
    EXPECT_TEXT(render_file("templates/default/autodiscover.xml", &about_mixed),
                expected);
}

static void default_autodiscover_for_nobody(void)
{
    const char *text = render_file("templates/default/autodiscover.xml", &about_plain);
    EXPECT(strstr(text, "User>") == NULL);
    EXPECT(strstr(text, "LoginName") == NULL);
    EXPECT(strstr(text, "        <AuthRequired>on</AuthRequired>\n"
                        "        <UsePOPAuth>on</UsePOPAuth>\n"
                        "        <SMTPLast>off</SMTPLast>\n"
                        "      </Protocol>\n"
                        "    </Account>\n") != NULL);
    EXPECT(strstr(text, "<Type>IMAP</Type>") < strstr(text, "<Type>POP3</Type>"));
    EXPECT(strstr(text, "<Type>POP3</Type>") < strstr(text, "<Type>SMTP</Type>"));
}

static void default_error_document(void)
{
    static const char error[] = "    <Error Time=\"00:00:00.0000000\" Id=\"1\">\n"
                                "      <ErrorCode>600</ErrorCode>\n"
                                "      <Message>Invalid Request</Message>\n"
                                "      <DebugData />\n"
                                "    </Error>\n"
                                "  </Response>\n"
                                "</Autodiscover>\n";
    char expected[2048];
    struct rendering outlook = about_error;
    outlook.mobilesync = false;
    snprintf(expected, sizeof expected, "%s%s",
             DECLARATION AUTODISCOVER "  <Response>\n", error);
    EXPECT_TEXT(render_file("templates/default/autodiscover-error.xml", &outlook),
                expected);
    snprintf(expected, sizeof expected, "%s%s",
             DECLARATION AUTODISCOVER
             "  <Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/"
             "mobilesync/responseschema/2006\">\n",
             error);
    EXPECT_TEXT(render_file("templates/default/autodiscover-error.xml", &about_error),
                expected);
}

struct notation_case {
    const char *name, *body;
    const struct rendering *about;
    const char *expected; /* without the declaration and the root */
};

static const struct notation_case notation_cases[] = {
    {"text", "a &amp; b &lt; c", &about_plain, "a &amp; b &lt; c"},
    {"attribute", "<x a=\"&quot;&#65;&amp;\"/>", &about_plain,
     "<x a=\"&quot;A&amp;\" />"},
    {"cdata is text", "<x><![CDATA[<&>]]></x>", &about_plain, "<x>&lt;&amp;&gt;</x>"},
    {"dollar and brace stay", "$ {a} $a }", &about_plain, "$ {a} $a }"},
    {"variables side by side", "${domain}${name}", &about_plain,
     "example.comExample Mail"},
    {"in an attribute", "<x a=\"${domain}/b\"/>", &about_plain,
     "<x a=\"example.com/b\" />"},
    {"prefixes stay", "<p:x xmlns:p=\"urn:p\" p:a=\"1\"/>", &about_plain,
     "<p:x xmlns:p=\"urn:p\" p:a=\"1\" />"},
    {"comment goes with its blanks", "<a/>\n  <!-- no -->\n  <b/>", &about_plain,
     "<a />\n  <b />"},
    {"condition holds", "<a w:if=\"documentation\">1</a>", &about_plain, "<a>1</a>"},
    {"condition fails", "<a/>\n  <b w:if=\"documentation\">1</b>\n", &about_mixed,
     "<a />\n"},
    {"not", "<b w:if=\"not documentation\">1</b>", &about_mixed, "<b>1</b>"},
    {"nested", "<a w:if=\"smtp\"><b w:if=\"pop3\"/><c w:if=\"imap\"/></a>",
     &about_mixed, "<a><c /></a>"},
    {"name falls back", "${name}", &about_mixed, "example.org"},
    {"short name", "<a w:if=\"short_name\">${short_name}</a>", &about_plain,
     "<a>Example</a>"},
    {"no short name", "<a w:if=\"short_name\"/>${short_name}", &about_mixed, ""},
    {"address", "<a w:if=\"address\">${address}</a>", &about_mixed,
     "<a>a&amp;b@example.org</a>"},
    {"no address", "<a w:if=\"address\"/>${address}", &about_plain, ""},
    {"own variable", "${oauth_issuer}", &about_mixed, "login.example.net"},
    {"error", "${error_code} ${error_message}", &about_error, "600 Invalid Request"},
    {"nothing known in an error",
     "${domain}${name}${oauth_issuer}<a w:if=\"imap\"/><b w:if=\"oauth_issuer\"/>"
     "<c w:each=\"services\"/>",
     &about_error, ""},
    {"not an error", "${error_code}<a w:if=\"mobilesync\"/>", &about_plain, ""},
    {"each", "<a w:each=\"services\">${type} ${TYPE} ${port}</a>", &about_plain,
     "<a>imap IMAP 993</a><a>pop3 POP3 995</a><a>smtp SMTP 465</a>"},
    {"clear is left out", "<a w:each=\"services\">${host}</a>", &about_mixed,
     "<a>imap.example.net</a><a>smtp.example.net</a>"},
    {"incoming", "<a w:each=\"incoming\">${type}</a>", &about_plain,
     "<a>imap</a><a>pop3</a>"},
    {"outgoing", "<a w:each=\"outgoing\">${type}</a>", &about_plain, "<a>smtp</a>"},
    {"each with if", "\n <a w:each=\"services\" w:if=\"not imap\">${type}</a>\n",
     &about_plain, "\n <a>pop3</a>\n <a>smtp</a>\n"},
    {"password", "<a w:each=\"services\" w:if=\"password\">${type}</a>", &about_mixed,
     "<a>imap</a>"},
    {"oauth2", "<a w:each=\"services\" w:if=\"oauth2\">${type}</a>", &about_mixed,
     "<a>imap</a><a>smtp</a>"},
    {"auth", "<a w:each=\"services\"><b w:each=\"auth\">${auth}</b></a>", &about_mixed,
     "<a><b>OAuth2</b><b>password-cleartext</b></a><a><b>OAuth2</b></a>"},
    {"security", "<a w:each=\"services\">${socketType}/${encryption}</a>", &about_mixed,
     "<a>SSL/SSL</a><a>STARTTLS/TLS</a>"},
    {"login", "<a w:each=\"services\">${login}</a>", &about_mixed,
     "<a>a&amp;b-example.org-100%</a><a>a&amp;b@example.org</a>"},
    {"conditions in conditions",
     "<a w:if='address'>1<b w:each='services'>${type}<c w:if='smtp'><d "
     "w:if='short_name'>2</d><e w:if='not short_name'><f w:if='address'>${login}</f>"
     "</e></c></b></a><g w:if='not address'>${name}</g>",
     &about_mixed,
     "<a>1<b>imap</b><b>smtp<c><e><f>a&amp;b@example.org</f></e></c></b></a>"},
    {"offered is asked outside of a service again",
     "<a w:each=\"outgoing\"/><b w:if=\"imap\"/>", &about_plain, "<a /><b />"},
};

static void notation(void)
{
    char source[1024], expected[1024];
    for (size_t i = 0; i < sizeof notation_cases / sizeof *notation_cases; i++) {
        const struct notation_case *c = &notation_cases[i];
        expect_case(c->name);
        snprintf(source, sizeof source, "<r xmlns:w='urn:waypost:template'>%s</r>",
                 c->body);
        snprintf(expected, sizeof expected, "%s<r>%s</r>\n", DECLARATION, c->expected);
        EXPECT_TEXT(render(source, strlen(source), c->about), expected);
    }
}

struct mistake_case {
    const char *name, *body;
    const char *expected; /* the body begins in line 2 */
};

static const struct mistake_case mistake_cases[] = {
    {"unknown variable", "<a>${hots}</a>",
     "2: unknown variable ${hots}; did you mean ${host}?"},
    {"did you mean", "\n<a>${domian}</a>",
     "3: unknown variable ${domian}; did you mean ${domain}?"},
    {"own variable is meant", "${oauth_isuer}",
     "2: unknown variable ${oauth_isuer}; did you mean ${oauth_issuer}?"},
    {"in an attribute", "<a b='${domian}'/>",
     "2: unknown variable ${domian}; did you mean ${domain}?"},
    {"unclosed", "<a>${domain</a>", "2: \"${\" without its \"}\""},
    {"value of a condition", "${mobilesync}",
     "2: mobilesync is a condition and has no value"},
    {"service value outside", "${host}",
     "2: ${host} has a value inside of w:each=\"services\" only"},
    {"auth outside of its loop", "<a w:each='services'>${auth}</a>",
     "2: ${auth} has a value inside of w:each=\"auth\" only"},
    {"unknown condition", "<a w:if='pop'/>",
     "2: unknown condition \"pop\"; did you mean \"pop3\"?"},
    {"condition of nothing like", "<a w:if='xyzzy'/>",
     "2: unknown condition \"xyzzy\""},
    {"value as condition", "<a w:if='domain'/>",
     "2: \"domain\" is always there and no condition"},
    {"service condition outside", "<a w:if='password'/>",
     "2: the condition \"password\" has a meaning inside of w:each=\"services\" only"},
    {"unknown loop", "<a w:each='servers'/>",
     "2: w:each=\"servers\": expected services, incoming, outgoing or auth"},
    {"loop in itself", "<a w:each='services'><b w:each='incoming'/></a>",
     "2: w:each=\"incoming\" inside of another loop of its kind"},
    {"auth outside of a service", "<a w:each='auth'/>",
     "2: w:each=\"auth\" has a meaning inside of w:each=\"services\" only"},
    {"unknown attribute", "<a\n w:iff='imap'/>",
     "3: unknown attribute w:iff; there are w:if and w:each"},
    {"unknown element", "<w:if/>", "2: unknown element w:if"},
    {"not well-formed", "<a>", "2: Opening and ending tag mismatch: a line 2 and r"},
    {"undeclared prefix", "<a q:if='imap'/>",
     "2: Namespace prefix q for if on a is not defined"},
    {"processing instruction", "<?php ?>",
     "2: only elements, text and comments may stand here"},
    {"unknown entity", "&copy;", "2: Entity 'copy' not defined"},
};

static void mistakes_have_lines(void)
{
    char source[1024];
    for (size_t i = 0; i < sizeof mistake_cases / sizeof *mistake_cases; i++) {
        const struct mistake_case *c = &mistake_cases[i];
        expect_case(c->name);
        snprintf(source, sizeof source, "<r xmlns:w='urn:waypost:template'>\n%s</r>",
                 c->body);
        EXPECT_TEXT(render(source, strlen(source), &about_plain), c->expected);
    }
}

/* An answer that is the same for everybody names nobody. */
static void nobody_is_named(void)
{
    static const char why[] = "names the person who asks, but the answer to autoconfig "
                              "is the same for everybody; write";
    static const struct {
        const char *name, *body, *instead;
    } cases[] = {
        {"${address}", "<a>${address}</a>", "%EMAILADDRESS%"},
        {"${address}", "<a b='${address}'/>", "%EMAILADDRESS%"},
        {"w:if=\"address\"", "<a w:if='address'/>", "%EMAILADDRESS%"},
        {"w:if=\"address\"", "<a w:if='not address'/>", "%EMAILADDRESS%"},
        {"${login}", "<a w:each='services'>${login}</a>", "${username}"},
    };
    char source[1024], expected[1024];
    for_everybody = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_case(cases[i].body);
        snprintf(source, sizeof source, "<r xmlns:w='urn:waypost:template'>\n%s</r>",
                 cases[i].body);
        snprintf(expected, sizeof expected, "2: %s %s %s", cases[i].name, why,
                 cases[i].instead);
        EXPECT_TEXT(render(source, strlen(source), &about_mixed), expected);
    }
    EXPECT_TEXT(render("<r>${domain}</r>", 16, &about_mixed),
                DECLARATION "<r>example.org</r>\n");
    for_everybody = false;
}

static void documents_know_their_file(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    EXPECT_TEXT(document_name(compile("<r/>", 4, pool, mistakes)), "test.xml");
}

static void whole_documents_can_be_wrong(void)
{
    static const struct mistake_case cases[] = {
        {"empty", "", "1: Document is empty"},
        {"doctype", "<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>",
         "1: a DOCTYPE is not allowed"},
        {"root in a condition", "<r xmlns:w='urn:waypost:template'\n w:if='imap'/>",
         "2: the root element stands once and always"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_case(cases[i].name);
        EXPECT_TEXT(render(cases[i].body, strlen(cases[i].body), &about_plain),
                    cases[i].expected);
    }
}

static void nesting_is_bounded(void)
{
    struct buf source;
    buf_init(&source, 1024);
    for (int i = 0; i < 33; i++)
        buf_puts(&source, "<a>");
    for (int i = 0; i < 33; i++)
        buf_puts(&source, "</a>");
    EXPECT_TEXT(render(buf_text(&source), source.length, &about_plain),
                "1: elements nest deeper than 32");
    buf_clear(&source);
}

/* All mistakes of a document are told in one run. */
static void mistakes_are_gathered(void)
{
    static const char source[] = "<r>${a}\n${b}\n</r>";
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    EXPECT(compile(source, sizeof source - 1, pool, mistakes) == NULL);
    EXPECT_UINT(mistakes_count(mistakes), 2);
    EXPECT_TEXT(mistakes_get(mistakes, 1)->file, "test.xml");
}

/* A buffer that is too small says so, whatever is in it. */
static void limits_are_kept(void)
{
    static const char source[] = "<r a='${domain}'>some text that is long</r>";
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    const struct document *document =
        compile(source, sizeof source - 1, pool, mistakes);
    size_t whole = strlen(render(source, sizeof source - 1, &about_plain));
    for (size_t limit = 0; limit < whole + 9; limit++) {
        struct buf out;
        buf_init(&out, limit);
        document_render(document, &about_plain, &out);
        EXPECT(out.length <= limit);
        EXPECT(out.overflowed == (limit < whole));
        buf_clear(&out);
    }
}

/* What was in the buffer before stays in front. */
static void rendering_appends(void)
{
    static const char source[] = "<r/>";
    AUTO(pool) struct pool *pool = pool_new();
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    const struct document *document =
        compile(source, sizeof source - 1, pool, mistakes);
    struct buf out;
    buf_init(&out, 1024);
    buf_puts(&out, "before ");
    document_render(document, &about_plain, &out);
    EXPECT_TEXT(buf_text(&out), "before " DECLARATION "<r />\n");
    buf_clear(&out);
}

int main(void)
{
    RUN(default_autoconfig_is_canonical);
    RUN(default_autoconfig_leaves_out);
    RUN(default_autodiscover_names_the_caller);
    RUN(default_autodiscover_for_nobody);
    RUN(default_error_document);
    RUN(notation);
    RUN(mistakes_have_lines);
    RUN(nobody_is_named);
    RUN(documents_know_their_file);
    RUN(whole_documents_can_be_wrong);
    RUN(nesting_is_bounded);
    RUN(mistakes_are_gathered);
    RUN(limits_are_kept);
    RUN(rendering_appends);
    return expect_report();
}
