/* SPDX-License-Identifier: MIT */
/* Which findings are shown, and as what. */
#include "check/wanted.h"
#include "expect.h"

#include <stddef.h>

struct row {
    const char *name;
    const char *only[3], *skip[3]; /* {NULL}: not given */
    const char *id;
    bool wanted;
};

static const struct row rows[] = {
    {"all", {NULL}, {NULL}, "mx.foreign", true},
    {"of a kind", {"mx.*"}, {NULL}, "mx.foreign", true},
    {"of another kind", {"mx.*"}, {NULL}, "spf.syntax", false},
    {"one of two", {"spf.*", "mx.foreign"}, {NULL}, "mx.foreign", true},
    {"left out", {NULL}, {"mx.*"}, "mx.foreign", false},
    {"wanted and left out", {"mx.*"}, {"*.foreign"}, "mx.foreign", false},
    {"the whole id counts", {"mx"}, {NULL}, "mx.foreign", false},
    {"why nothing was looked at", {"mx.*"}, {NULL}, "zone.missing", true},
    {"why it could not be", {"mx.*"}, {NULL}, "zone.unknown", true},
    {"that it is there", {"mx.*"}, {NULL}, "zone.exists", false},
    {"not even that", {"mx.*"}, {"zone.*"}, "zone.missing", false},
};

static struct check_options options_of(const struct row *row)
{
    return (struct check_options){.only = row->only[0] != NULL ? row->only : NULL,
                                  .skip = row->skip[0] != NULL ? row->skip : NULL};
}

static void test_wanted(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct check_options options = options_of(&rows[i]);
        expect_case(rows[i].name);
        EXPECT(finding_is_wanted(&options, rows[i].id) == rows[i].wanted);
    }
    expect_case(NULL);
}

static void test_any_wanted(void)
{
    static const char *const only[] = {"*.unknown", "spf.l*", NULL};
    static const char *const skip[] = {"mx.*", NULL};
    struct check_options options = {.only = only, .skip = skip};
    EXPECT(finding_is_any_wanted(&options, "spf."));
    EXPECT(finding_is_any_wanted(&options, "dkim."));
    EXPECT(!finding_is_any_wanted(&options, "mx."));
    EXPECT(!finding_is_any_wanted(&options, "caa."));
}

static void test_known(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct finding finding = {
        .id = "dmarc.none", .verdict = VERDICT_WARN, .message = "the policy is none"};
    finding_complete(&finding, KIND_DMARC_NONE, "spf.* dmarc.none", pool);
    EXPECT_UINT(finding.verdict, VERDICT_INFO);
    EXPECT(finding.ignored);
    EXPECT_TEXT(finding.message, "known (check.ignore), else warn: the policy is none");
}

static void test_not_known(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct finding finding = {
        .id = "dmarc.missing", .verdict = VERDICT_WARN, .message = "there is none"};
    finding_complete(&finding, KIND_DMARC_MISSING, "dmarc.none dmarc.mis spf.*", pool);
    EXPECT_UINT(finding.verdict, VERDICT_WARN);
    EXPECT(!finding.ignored);
    EXPECT_TEXT(finding.message, "there is none");
}

/* Good news is none that one could get used to. */
static void test_nothing_to_ignore(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct finding finding = {
        .id = "dmarc.record", .verdict = VERDICT_OK, .message = "in order"};
    finding_complete(&finding, KIND_DMARC_RECORD, "*", pool);
    EXPECT_UINT(finding.verdict, VERDICT_OK);
    EXPECT(!finding.ignored);
}

static void test_remedy(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct finding bare = {.id = "dmarc.multiple", .verdict = VERDICT_FAIL};
    struct finding own = {
        .id = "dmarc.multiple", .verdict = VERDICT_FAIL, .remedy = "a line"};
    struct finding good = {.id = "dmarc.record", .verdict = VERDICT_OK};
    finding_complete(&bare, KIND_DMARC_MULTIPLE, NULL, pool);
    finding_complete(&own, KIND_DMARC_MULTIPLE, NULL, pool);
    finding_complete(&good, KIND_DMARC_RECORD, NULL, pool);
    EXPECT_TEXT(bare.remedy, "; Keep one.");
    EXPECT_TEXT(own.remedy, "a line");
    EXPECT(good.remedy == NULL);
}

int main(void)
{
    RUN(test_wanted);
    RUN(test_any_wanted);
    RUN(test_known);
    RUN(test_not_known);
    RUN(test_nothing_to_ignore);
    RUN(test_remedy);
    return expect_report();
}
