/* SPDX-License-Identifier: MIT */
#include "dns/answer.h"
#include "expect.h"

#include <stdio.h>
#include <string.h>

static void type_names(void)
{
    static const char *const names[] = {"A",   "NS",   "CNAME", "SOA",  "MX",
                                        "TXT", "AAAA", "SRV",   "TLSA", "CAA"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        EXPECT(dns_type_parse(names[i]) != 0);
        EXPECT_TEXT(dns_type_name(dns_type_parse(names[i])), names[i]);
    }
    EXPECT(dns_type_parse("aaaa") == 0);
    EXPECT(dns_type_parse("PTR") == 0 && dns_type_parse("") == 0);
}

static void result_texts(void)
{
    for (enum dns_result i = DNS_FOUND; i <= DNS_BAD_NAME; i++) {
        struct dns_answer answer = {.result = i};
        EXPECT(strlen(dns_result_text(i)) > 3);
        EXPECT(dns_is_certain(&answer) ==
               (i == DNS_FOUND || i == DNS_NODATA || i == DNS_NXDOMAIN));
    }
}

static void chains(void)
{
    static const char *const chain[] = {"b.example", "c.example"};
    struct dns_answer answer = {.name = "a.example", .chain = chain};
    EXPECT_TEXT(dns_chain_end(&answer), "a.example");
    EXPECT(!dns_chain_has(&answer, "b.example"));
    answer.chain_count = 2;
    EXPECT_TEXT(dns_chain_end(&answer), "c.example");
    EXPECT(dns_chain_has(&answer, "b.example") && dns_chain_has(&answer, "c.example"));
    EXPECT(!dns_chain_has(&answer, "a.example"));
}

static void print(const struct dns_record *record, enum dns_type type,
                  const char *expected)
{
    struct buf out;
    buf_init(&out, 10000);
    dns_record_print(record, type, &out);
    EXPECT_TEXT(buf_text(&out), expected);
    buf_clear(&out);
}

static void printing(void)
{
    struct dns_record host = {.host = "mail.example.com", .priority = 10, .port = 993};
    print(&host, DNS_MX, "10 mail.example.com.");
    print(&host, DNS_SRV, "10 0 993 mail.example.com.");
    print(&host, DNS_CNAME, "mail.example.com.");
    print(&host, DNS_NS, "mail.example.com.");
    struct dns_record root = {.host = ""};
    print(&root, DNS_MX, "0 .");
    struct dns_record ip = {.text = "192.0.2.1", .text_length = 9};
    print(&ip, DNS_A, "192.0.2.1");
    struct dns_record caa = {.text = "ca.example", .text_length = 10, .tag = "issue"};
    print(&caa, DNS_CAA, "0 issue \"ca.example\"");
    struct dns_record tlsa = {.text = "0301ff00", .text_length = 8};
    print(&tlsa, DNS_TLSA, "3 1 255 00");
}

/* 255 bytes at most for each character-string. */
static void printing_long_texts(void)
{
    static const struct {
        size_t length, strings;
    } rows[] = {{0, 1}, {1, 1}, {255, 1}, {256, 2}, {510, 2}, {511, 3}};
    char text[600];
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct dns_record record = {.text = text, .text_length = rows[i].length};
        struct buf out;
        buf_init(&out, 10000);
        dns_record_print(&record, DNS_TXT, &out);
        EXPECT_UINT(out.length, rows[i].length + rows[i].strings * 3 - 1);
        buf_clear(&out);
    }
}

int main(void)
{
    RUN(type_names);
    RUN(result_texts);
    RUN(chains);
    RUN(printing);
    RUN(printing_long_texts);
    return expect_report();
}
