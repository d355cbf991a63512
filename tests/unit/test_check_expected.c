/* SPDX-License-Identifier: MIT */
/* Questions about expected records, and the lines of a remedy. */
#include "check/expected.h"
#include "check/remedy.h"
#include "expect.h"

#include <string.h>

static struct expected_record records[] = {
    {"example.com.", 3600, "MX", "0 Mail.Example.NET.", NULL},
    {"example.com.", 3600, "TXT", "\"v=spf1 -all\"", NULL},
    {"imap.example.com.", 3600, "CNAME", "mail.example.net.", NULL},
    {"imap.example.com.example.com.", 3600, "CNAME", "a.", NULL},
    {"_imaps._tcp.example.com.", 3600, "SRV", "0 1 993 mail.example.net.", NULL},
    {"_imap._tcp.example.com.", 3600, "SRV", "0 0 0 .", NULL},
};

static const struct offer offer;
static const struct settings settings = {.offer = &offer};

static struct view view_of(struct pool *pool)
{
    return (struct view){.domain = "example.com",
                         .settings = &settings,
                         .records = {records, sizeof records / sizeof *records},
                         .pool = pool};
}

static void test_labels(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct view view = view_of(pool);
    EXPECT_TEXT(expected_label(&view, &records[0]), "@");
    EXPECT_TEXT(expected_label(&view, &records[2]), "imap");
    EXPECT_TEXT(expected_label(&view, &records[3]), "imap.example.com");
    EXPECT_TEXT(expected_label(&view, &records[4]), "_imaps._tcp");
}

static void test_targets(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct view view = view_of(pool);
    EXPECT_TEXT(expected_target(&view, &records[0]), "mail.example.net");
    EXPECT_TEXT(expected_target(&view, &records[2]), "mail.example.net");
    EXPECT_TEXT(expected_target(&view, &records[4]), "mail.example.net");
    EXPECT_TEXT(expected_target(&view, &records[5]), "");
}

static void test_find(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct view view = view_of(pool);
    EXPECT(expected_find(&view, "imap", "CNAME", 0) == &records[2]);
    EXPECT(expected_find(&view, "_imap._tcp", "SRV", 0) == &records[5]);
    EXPECT(expected_find(&view, "imap", "TXT", 0) == NULL);
    EXPECT(expected_find(&view, "ima", "CNAME", 0) == NULL);
    EXPECT(expected_find(&view, "@", "MX", 0) == &records[0]);
}

static void test_microsoft(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct expected_record mx = {"example.com.", 3600, "MX",
                                 "0 example-com.mail.protection.outlook.com.", NULL};
    struct view view = view_of(pool);
    EXPECT(!expected_is_microsoft(&view));
    view.records = (struct expected_records){&mx, 1};
    EXPECT(expected_is_microsoft(&view));
    mx = (struct expected_record){"a.", 1, "TXT", "\"include:spf.outlook.com", NULL};
    EXPECT(!expected_is_microsoft(&view));
}

static void test_remedy(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct view view = view_of(pool);
    struct finding finding = {0};
    remedy_remove(&view, &finding, "imap.example.com", DNS_CNAME, "old.example.net.");
    remedy_add(&view, &finding, "imap.example.com.", DNS_CNAME, "mail.example.net.");
    EXPECT_TEXT(finding.remedy,
                "; remove: imap.example.com. IN CNAME old.example.net.\n"
                "imap.example.com. 3600 IN CNAME mail.example.net.");
}

static void test_remove_answer(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct view view = view_of(pool);
    static const char *const chain[] = {"a.example.net", "b.example.net"};
    const struct dns_record addresses[] = {
        {.text = "192.0.2.1", .text_length = 9},
        {.text = "192.0.2.2", .text_length = 9},
    };
    struct dns_answer answer = {.type = DNS_A,
                                .name = "x.example.com",
                                .records = addresses,
                                .record_count = 2};
    struct finding records_found = {0}, alias_found = {0};
    remedy_remove_answer(&view, &records_found, &answer);
    EXPECT_TEXT(records_found.remedy, "; remove: x.example.com. IN A 192.0.2.1\n"
                                      "; remove: x.example.com. IN A 192.0.2.2");
    answer.chain = chain;
    answer.chain_count = 2;
    remedy_remove_answer(&view, &alias_found, &answer);
    EXPECT_TEXT(alias_found.remedy, "; remove: x.example.com. IN CNAME a.example.net.");
}

/* The array stays NULL-terminated. */
static void test_values(void)
{
    struct finding finding = {0};
    for (int i = 0; i < 3 * FINDING_VALUES_MAX; i++) {
        finding_expect(&finding, "one");
        finding_found(&finding, "two");
    }
    EXPECT_TEXT(finding.expected[FINDING_VALUES_MAX - 2], "one");
    EXPECT(finding.expected[FINDING_VALUES_MAX - 1] == NULL);
    EXPECT_TEXT(finding.found[FINDING_VALUES_MAX - 2], "two");
    EXPECT(finding.found[FINDING_VALUES_MAX - 1] == NULL);
}

int main(void)
{
    RUN(test_labels);
    RUN(test_targets);
    RUN(test_find);
    RUN(test_microsoft);
    RUN(test_remedy);
    RUN(test_remove_answer);
    RUN(test_values);
    return expect_report();
}
