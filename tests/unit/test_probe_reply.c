/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "probe/capabilities.h"
#include "probe/reply_imap.h"
#include "probe/reply_pop3.h"
#include "probe/reply_smtp.h"

#include <string.h>

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

static void imap_lines(void)
{
    static const struct {
        const char *line;
        enum imap_kind kind;
        enum imap_status status;
        const char *tag, *word, *code, *text;
    } rows[] = {
        {"* OK [CAPABILITY IMAP4rev1 IDLE] ready", IMAP_UNTAGGED, IMAP_OK, "", "",
         "CAPABILITY IMAP4rev1 IDLE", "ready"},
        {"* PREAUTH hello ann", IMAP_UNTAGGED, IMAP_PREAUTH, "", "", "", "hello ann"},
        {"* BYE Connection closed. 14", IMAP_UNTAGGED, IMAP_BYE, "", "", "",
         "Connection closed. 14"},
        {"* CAPABILITY IMAP4rev1 AUTH=PLAIN", IMAP_UNTAGGED, IMAP_DATA, "",
         "CAPABILITY", "", "IMAP4rev1 AUTH=PLAIN"},
        {"* 3 EXISTS", IMAP_UNTAGGED, IMAP_DATA, "", "3", "", "EXISTS"},
        {"A01 OK AUTHENTICATE completed.", IMAP_TAGGED, IMAP_OK, "A01", "", "",
         "AUTHENTICATE completed."},
        {"A01 no [AUTHENTICATIONFAILED] wrong", IMAP_TAGGED, IMAP_NO, "A01", "",
         "AUTHENTICATIONFAILED", "wrong"},
        {"A01 NO", IMAP_TAGGED, IMAP_NO, "A01", "", "", ""},
        {"A02 BAD User is authenticated but not connected.", IMAP_TAGGED, IMAP_BAD,
         "A02", "", "", "User is authenticated but not connected."},
        {"A02 NO [unclosed", IMAP_TAGGED, IMAP_NO, "A02", "", "", "[unclosed"},
        {"+ eyJz", IMAP_CONTINUATION, IMAP_DATA, "", "", "", "eyJz"},
        {"+ ", IMAP_CONTINUATION, IMAP_DATA, "", "", "", ""},
        {"+", IMAP_CONTINUATION, IMAP_DATA, "", "", "", ""},
        {"*", IMAP_RUBBISH, IMAP_DATA, "", "", "", ""},
        {"", IMAP_RUBBISH, IMAP_DATA, "", "", "", ""},
        {"220 mail.example.com ESMTP", IMAP_RUBBISH, IMAP_DATA, "", "", "", ""},
        {"+OK ready", IMAP_RUBBISH, IMAP_DATA, "", "", "", ""},
        {"A01 PREAUTH no", IMAP_RUBBISH, IMAP_DATA, "", "", "", ""},
        {"HTTP/1.1 OK", IMAP_RUBBISH, IMAP_DATA, "", "", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct imap_reply reply;
        expect_case(rows[i].line);
        imap_parse(span_of(rows[i].line), &reply);
        EXPECT(reply.kind == rows[i].kind && reply.status == rows[i].status);
        EXPECT(span_equal(reply.tag, rows[i].tag));
        EXPECT(span_equal(reply.word, rows[i].word));
        EXPECT(span_equal(reply.code, rows[i].code));
        EXPECT(span_equal(reply.text, rows[i].text));
        EXPECT(span_equal(reply.line, rows[i].line));
    }
}

static void imap_codes(void)
{
    struct imap_reply reply;
    imap_parse(span_of("a NO [unavailable x] later"), &reply);
    EXPECT(imap_code_is(&reply, "UNAVAILABLE"));
    EXPECT(!imap_code_is(&reply, "UNAVAIL"));
    imap_parse(span_of("a NO later"), &reply);
    EXPECT(!imap_code_is(&reply, "UNAVAILABLE"));
}

static void imap_literals(void)
{
    struct inbox inbox;
    struct imap_reader reader;
    struct imap_reply reply;
    unsigned long number = 0;
    inbox_init(&inbox);
    imap_reader_init(&reader);
    static const char *const pieces[] = {"* STATUS {5", "}\r\nIN", "BOX (MESSAGES 3 ",
                                         "UIDVALIDITY 7)\r"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        EXPECT(inbox_add(&inbox, pieces[i], strlen(pieces[i])));
        EXPECT(!imap_next(&reader, &inbox, &reply));
    }
    static const char rest[] = "\nA1 OK see {5}\r\n* X {3+}\r\n\r\n. {2}\r\n{}\r\n";
    EXPECT(inbox_add(&inbox, rest, sizeof rest - 1));
    EXPECT(imap_next(&reader, &inbox, &reply));
    EXPECT(span_equal(reply.line, "* STATUS \"\" (MESSAGES 3 UIDVALIDITY 7)"));
    EXPECT(imap_status_number(&reply, "messages", &number) && number == 3);
    EXPECT(imap_status_number(&reply, "UIDVALIDITY", &number) && number == 7);
    EXPECT(!imap_status_number(&reply, "UNSEEN", &number));
    EXPECT(imap_next(&reader, &inbox, &reply) && reply.kind == IMAP_TAGGED);
    EXPECT(imap_next(&reader, &inbox, &reply));
    EXPECT(span_equal(reply.line, "* X \"\" \"\""));
    EXPECT(!imap_next(&reader, &inbox, &reply) && inbox_is_empty(&inbox));
    imap_reader_clear(&reader);
    inbox_clear(&inbox);
}

/* Many short lines with literals make one endless one. */
static void imap_endless(void)
{
    struct inbox inbox;
    struct imap_reader reader;
    struct imap_reply reply;
    struct buf piece;
    buf_init(&piece, 2000);
    buf_printf(&piece, "* A %01000d{0}\r\n", 0);
    inbox_init(&inbox);
    imap_reader_init(&reader);
    for (int i = 0; i < 70; i++) {
        (void)!inbox_add(&inbox, piece.data, piece.length);
        EXPECT(!imap_next(&reader, &inbox, &reply));
    }
    EXPECT(inbox.limit == INBOX_LINE);
    buf_clear(&piece);
    imap_reader_clear(&reader);
    inbox_clear(&inbox);
}

static void imap_status_lists(void)
{
    static const char *const rows[] = {"* STATUS INBOX",
                                       "* STATUS INBOX (",
                                       "* STATUS INBOX )",
                                       "* STATUS INBOX (MESSAGES)",
                                       "* STATUS INBOX (MESSAGES x)",
                                       "* LIST (MESSAGES 3)",
                                       "* STATUS INBOX (MESSAGES 99999999999)"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct imap_reply reply;
        unsigned long number;
        expect_case(rows[i]);
        imap_parse(span_of(rows[i]), &reply);
        EXPECT(!imap_status_number(&reply, "MESSAGES", &number));
    }
}

static void pop3_lines(void)
{
    static const struct {
        const char *line;
        enum pop3_kind kind;
        const char *code, *text;
    } rows[] = {
        {"+OK", POP3_OK, "", ""},
        {"+OK The Microsoft Exchange POP3 service is ready. [QQBCAA==]", POP3_OK, "",
         "The Microsoft Exchange POP3 service is ready. [QQBCAA==]"},
        {"+OK 2 320", POP3_OK, "", "2 320"},
        {"-ERR [SYS/TEMP] later", POP3_ERR, "SYS/TEMP", "later"},
        {"-err [IN-USE] locked", POP3_ERR, "IN-USE", "locked"},
        {"-ERR", POP3_ERR, "", ""},
        {"+ eyJz", POP3_CONTINUATION, "", "eyJz"},
        {"+", POP3_CONTINUATION, "", ""},
        {"+OKAY", POP3_RUBBISH, "", ""},
        {"* OK IMAP", POP3_RUBBISH, "", ""},
        {"", POP3_RUBBISH, "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pop3_reply reply;
        expect_case(rows[i].line);
        pop3_parse(span_of(rows[i].line), &reply);
        EXPECT(reply.kind == rows[i].kind);
        EXPECT(span_equal(reply.code, rows[i].code));
        EXPECT(span_equal(reply.text, rows[i].text));
    }
    struct pop3_reply reply;
    pop3_parse(span_of("-ERR [sys/temp] x"), &reply);
    EXPECT(pop3_code_is(&reply, "SYS/TEMP") && pop3_code_is(&reply, "SYS"));
    EXPECT(!pop3_code_is(&reply, "SYS/PERM") && !pop3_code_is(&reply, "S"));
}

static void pop3_bodies(void)
{
    struct span line = span_of("..");
    EXPECT(pop3_body_line(&line) && span_equal(line, "."));
    line = span_of("TOP");
    EXPECT(pop3_body_line(&line) && span_equal(line, "TOP"));
    line = span_of("");
    EXPECT(pop3_body_line(&line) && line.length == 0);
    line = span_of(".");
    EXPECT(!pop3_body_line(&line));
}

static void smtp_replies(void)
{
    static const struct {
        const char *bytes;
        unsigned code;
        const char *enhanced, *shown;
    } rows[] = {
        {"220 mail.example.com ESMTP\r\n", 220, "", "220 mail.example.com ESMTP"},
        {"235 2.7.0 Authentication successful\r\n", 235, "2.7.0",
         "235 2.7.0 Authentication successful"},
        {"535-5.7.8 Username and Password not accepted. For more information, go to\r\n"
         "535 5.7.8  https://support.example.com/ x\r\n",
         535, "5.7.8",
         "535 5.7.8 Username and Password not accepted. For more information, go to "
         "https://support.example.com/ x"},
        {"535 5.7.139 Authentication unsuccessful\r\n", 535, "5.7.139",
         "535 5.7.139 Authentication unsuccessful"},
        {"250\r\n", 250, "", "250"},
        {"334 \r\n", 334, "", "334"},
        {"550 5.7.1000 no code\r\n", 550, "", "550 5.7.1000 no code"},
        {"550 5.7.1x no code\r\n", 550, "", "550 5.7.1x no code"},
        {"250-a\r\n250-b\r\n250 c\r\n", 250, "", "250 a b c"},
        {"250-a\r\n550 5.0.0 changed its mind\r\n", 550, "5.0.0",
         "550 5.0.0 a changed its mind"},
        {"* OK IMAP\r\n", 0, "", "* OK IMAP"},
        {"2200 too long\r\n", 0, "", "2200 too long"},
        {"199 too small\r\n", 0, "", "199 too small"},
        {"\r\n", 0, "", ""},
        {"250-a\r\nrubbish\r\n", 0, "", "rubbish"},
        {"421 4.7.0 \x1b[31mred\r\n", 421, "4.7.0", "421 4.7.0 \x1b[31mred"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct inbox inbox;
        struct smtp_reader reader;
        struct smtp_reply reply;
        size_t length = strlen(rows[i].bytes);
        expect_case(rows[i].bytes);
        inbox_init(&inbox);
        smtp_reader_init(&reader);
        EXPECT(inbox_add(&inbox, rows[i].bytes, length - 1));
        EXPECT(!smtp_next(&reader, &inbox, &reply));
        EXPECT(inbox_add(&inbox, "\n", 1));
        EXPECT(smtp_next(&reader, &inbox, &reply));
        EXPECT_UINT(reply.code, rows[i].code);
        EXPECT_TEXT(reply.enhanced, rows[i].enhanced);
        EXPECT_TEXT(smtp_format(&reader, &reply).at, rows[i].shown);
        EXPECT(!smtp_next(&reader, &inbox, &reply));
        smtp_reader_clear(&reader);
        inbox_clear(&inbox);
    }
}

static void imap_capabilities(void)
{
    struct capabilities all = {.length = 0};
    capabilities_add_imap(&all, span_of("IMAP4 IMAP4rev1 AUTH=PLAIN auth=xoauth2 "
                                        "AUTH=NTLM SASL-IR IDLE"));
    EXPECT(capabilities_offer(&all, SASL_PLAIN) &&
           capabilities_offer(&all, SASL_XOAUTH2));
    EXPECT(!capabilities_offer(&all, SASL_OAUTHBEARER) && all.auth);
    EXPECT(all.sasl_ir && all.idle && !all.login_disabled && !all.starttls &&
           !all.masked);
    EXPECT_TEXT(all.list,
                "IMAP4 IMAP4rev1 AUTH=PLAIN auth=xoauth2 AUTH=NTLM SASL-IR IDLE");
    all = (struct capabilities){.length = 0};
    capabilities_add_imap(&all, span_of("IMAP4rev1 STARTTLS LOGINDISABLED"));
    EXPECT(all.starttls && all.login_disabled && !all.auth);
}

static void pop3_capabilities(void)
{
    struct capabilities all = {.length = 0};
    static const char *const lines[] = {
        "TOP", "UIDL", "SASL PLAIN XOAUTH2", "USER", "", "STLS", "XXXXXXXA"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        capabilities_add_pop3(&all, span_of(lines[i]));
    EXPECT(capabilities_offer(&all, SASL_XOAUTH2) && all.user && all.starttls);
    EXPECT(all.masked);
    EXPECT_TEXT(all.list, "TOP, UIDL, SASL PLAIN XOAUTH2, USER, STLS, XXXXXXXA");
}

static void smtp_capabilities(void)
{
    struct capabilities all = {.length = 0};
    capabilities_add_smtp(&all, span_of("SIZE 157286400"));
    capabilities_add_smtp(&all, span_of("AUTH LOGIN XOAUTH2"));
    EXPECT(all.auth && !all.starttls && capabilities_offer(&all, SASL_LOGIN));
    capabilities_add_smtp(&all, span_of("STARTTLS"));
    EXPECT(all.starttls);
    EXPECT_TEXT(all.list, "SIZE 157286400, AUTH LOGIN XOAUTH2, STARTTLS");
    all = (struct capabilities){.length = 0};
    capabilities_add_smtp(&all, span_of("AUTH=PLAIN"));
    EXPECT(capabilities_offer(&all, SASL_PLAIN));
    all = (struct capabilities){.length = 0};
    capabilities_add_smtp(&all, span_of("AUTHORITY LOGIN"));
    capabilities_add_smtp(&all, span_of("AUTH"));
    EXPECT(!all.auth);
    capabilities_add_smtp(&all, span_of("XXXXXXXX"));
    EXPECT(all.masked);
    all.masked = false;
    capabilities_add_smtp(&all, span_of("XXXB"));
    EXPECT(!all.masked);
}

/* The list is for showing; what does not fit is left out of it and nothing else. */
static void many_capabilities(void)
{
    struct capabilities all = {.length = 0};
    char word[300];
    memset(word, 'w', sizeof word);
    for (int i = 0; i < 10; i++)
        capabilities_add_smtp(&all, (struct span){word, sizeof word});
    capabilities_add_smtp(&all, span_of("AUTH PLAIN"));
    EXPECT_UINT(strlen(all.list), 3 * 300 + 3 * 2 + 10);
    EXPECT(capabilities_offer(&all, SASL_PLAIN));
}

int main(void)
{
    RUN(imap_lines);
    RUN(imap_codes);
    RUN(imap_literals);
    RUN(imap_endless);
    RUN(imap_status_lists);
    RUN(pop3_lines);
    RUN(pop3_bodies);
    RUN(smtp_replies);
    RUN(imap_capabilities);
    RUN(pop3_capabilities);
    RUN(smtp_capabilities);
    RUN(many_capabilities);
    return expect_report();
}
