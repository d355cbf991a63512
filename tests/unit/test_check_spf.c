/* SPDX-License-Identifier: MIT */
/* The language of SPF: which texts are records, which terms can be read, what macros
 * stand for, what was meant by what cannot be read. */
#include "check/spf.h"
#include "check/spf_mend.h"
#include "expect.h"

#include <stdio.h>
#include <string.h>

static struct span text(const char *text)
{
    return (struct span){text, strlen(text)};
}

static void records_are_told_from_spoiled_ones(void)
{
    static const struct {
        const char *text;
        bool good, spoiled;
    } rows[] = {
        {"v=spf1", true, false},
        {"v=spf1 -all", true, false},
        {"V=SPF1 -all", true, false},
        {"v=spf1  ", true, false},
        {"v=spf10 -all", false, true},
        {"v=spf1\t-all", false, true},
        {"v=spf1;-all", false, true},
        {"v=spf1include:example.net", false, true},
        {" v=spf1 -all", false, true},
        {"\"v=spf1 -all\"", false, true},
        {"'v=spf1 -all'", false, true},
        {"\xEF\xBB\xBFv=spf1 -all", false, true},
        {"spf1 -all", false, true},
        {"=spf1 -all", false, true},
        {"v = spf1 -all", false, true},
        {"v:spf1 -all", false, true},
        {"v=spf -all", false, true},
        {"v=spf2 -all", false, true},
        {"spf2.0/pra -all", false, false},
        {"v=spf2.0/pra -all", false, false},
        {"spf", false, false},
        {"spf-verification=1", false, false},
        {"v=DMARC1; p=none", false, false},
        {"MS=ms12345678", false, false},
        {"our v=spf1 -all", false, false},
        {"", false, false},
        {"v", false, false},
        {"\"", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].text);
        EXPECT(spf_is_record(text(rows[i].text)) == rows[i].good);
        EXPECT(spf_is_spoiled(text(rows[i].text)) == rows[i].spoiled);
    }
}

struct term_row {
    const char *text;
    enum spf_kind kind;
    char qualifier;
    const char *domain; /* NULL: it cannot be read */
    unsigned prefix4, prefix6;
};

static const struct term_row terms[] = {
    {"all", SPF_ALL, '+', "", 32, 128},
    {"-ALL", SPF_ALL, '-', "", 32, 128},
    {"~all", SPF_ALL, '~', "", 32, 128},
    {"?all", SPF_ALL, '?', "", 32, 128},
    {"+all", SPF_ALL, '+', "", 32, 128},
    {.text = "all:example.com"},
    {.text = "all/24"},
    {.text = "all."},
    {.text = "--all"},
    {.text = "-"},
    {.text = "!all"},

    {"include:example.net", SPF_INCLUDE, '+', "example.net", 32, 128},
    {"-Include:_spf.example.net.", SPF_INCLUDE, '-', "_spf.example.net.", 32, 128},
    {"include:%{d}", SPF_INCLUDE, '+', "%{d}", 32, 128},
    {"include:%{i}._spf.%{d2r.-}", SPF_INCLUDE, '+', "%{i}._spf.%{d2r.-}", 32, 128},
    {"include:a_b.%%.example", SPF_INCLUDE, '+', "a_b.%%.example", 32, 128},
    {"include:x%-", SPF_INCLUDE, '+', "x%-", 32, 128},
    {.text = "include"},
    {.text = "include:"},
    {"include=example.net", SPF_OTHER, '+', "example.net", 32, 128},
    {.text = "include:example"},
    {.text = "include:example.123"},
    {.text = "include:example.-com"},
    {.text = "include:example.com-"},
    {.text = "include:example..."},
    {.text = "include:."},
    {.text = "include:example.net/24"},
    {.text = "include:example.net,"},
    {.text = "include:192.0.2.1"},
    {.text = "include:%{d"},
    {.text = "include:%{}"},
    {.text = "include:%{x}"},
    {.text = "include:%{c}.example.net"},
    {.text = "include:%{d0}.example.net"},
    {.text = "include:%{dr2}.example.net"},
    {.text = "include:%{d.example.net"},
    {.text = "include:%d.example.net"},
    {.text = "include:example.net%"},
    {.text = "include:ex\xC3\xA4mple.net"},
    {.text = "include:ex\tample.net"},

    {"a", SPF_A, '+', "", 32, 128},
    {"a/24", SPF_A, '+', "", 24, 128},
    {"a/0", SPF_A, '+', "", 0, 128},
    {"a//64", SPF_A, '+', "", 32, 64},
    {"a/24//64", SPF_A, '+', "", 24, 64},
    {"a:example.net", SPF_A, '+', "example.net", 32, 128},
    {"a:example.net/24", SPF_A, '+', "example.net", 24, 128},
    {"a:example.net//0", SPF_A, '+', "example.net", 32, 0},
    {"~a:example.net/24//64", SPF_A, '~', "example.net", 24, 64},
    {"a:a/b.example.net", SPF_A, '+', "a/b.example.net", 32, 128},
    {"a:%{d2/}/24", SPF_A, '+', "%{d2/}", 24, 128},
    {.text = "a:"},
    {.text = "a/"},
    {.text = "a//"},
    {.text = "a/33"},
    {.text = "a/024"},
    {.text = "a//129"},
    {.text = "a/24/64"},
    {.text = "a///64"},
    {.text = "a/1234"},
    {.text = "a:example.net/"},
    {.text = "a:192.0.2.1"},
    {.text = "a:2001:db8::1"},
    {"a=example.net", SPF_OTHER, '+', "example.net", 32, 128},

    {"mx", SPF_MX, '+', "", 32, 128},
    {"?mx:example.net/28//60", SPF_MX, '?', "example.net", 28, 60},
    {"ptr", SPF_PTR, '+', "", 32, 128},
    {"ptr:example.net", SPF_PTR, '+', "example.net", 32, 128},
    {.text = "ptr/24"},
    {"exists:%{i}.sbl.example.net", SPF_EXISTS, '+', "%{i}.sbl.example.net", 32, 128},
    {"exists:%{ir}.%{v}._spf.%{d2}", SPF_EXISTS, '+', "%{ir}.%{v}._spf.%{d2}", 32, 128},
    {"exists:%{L}.%{O}.example.net", SPF_EXISTS, '+', "%{L}.%{O}.example.net", 32, 128},
    {.text = "exists"},
    {.text = "exists:"},

    {"ip4:192.0.2.1", SPF_IP4, '+', "192.0.2.1", 32, 128},
    {"-ip4:192.0.2.0/24", SPF_IP4, '-', "192.0.2.0", 24, 128},
    {"ip4:192.0.2.1/24", SPF_IP4, '+', "192.0.2.1", 24, 128},
    {"ip4:0.0.0.0/0", SPF_IP4, '+', "0.0.0.0", 0, 128},
    {.text = "ip4"},
    {.text = "ip4:"},
    {"ip4=192.0.2.1", SPF_OTHER, '+', "192.0.2.1", 32, 128},
    {.text = "ip4:192.0.2"},
    {.text = "ip4:192.0.2.1/"},
    {.text = "ip4:192.0.2.1/33"},
    {.text = "ip4:192.0.2.1//24"},
    {.text = "ip4:192.0.2.256"},
    {.text = "ip4:192.0.2.01"},
    {.text = "ip4:2001:db8::1"},
    {.text = "ip4:example.com"},
    {.text = "ip4:192.0.2.1,192.0.2.2"},
    {.text = "ip4:%{i}"},
    {"ip6:2001:db8::1", SPF_IP6, '+', "2001:db8::1", 32, 128},
    {"ip6:2001:db8::/32", SPF_IP6, '+', "2001:db8::", 32, 32},
    {"ip6:::/0", SPF_IP6, '+', "::", 32, 0},
    {"ip6:::ffff:192.0.2.1/96", SPF_IP6, '+', "::ffff:192.0.2.1", 32, 96},
    {.text = "ip6:192.0.2.1"},
    {.text = "ip6:2001:db8::/129"},
    {.text = "ip6:2001:db8::/032"},
    {.text = "ip6:2001:db8:::1"},

    {"redirect=example.net", SPF_REDIRECT, '+', "example.net", 32, 128},
    {"REDIRECT=%{d}.example.net", SPF_REDIRECT, '+', "%{d}.example.net", 32, 128},
    {.text = "redirect:example.net"},
    {.text = "-redirect=example.net"},
    {.text = "redirect="},
    {.text = "redirect=example"},
    {"exp=explain.%{d}", SPF_EXP, '+', "explain.%{d}", 32, 128},
    {.text = "exp:explain.example.net"},
    {"v=spf1", SPF_OTHER, '+', "spf1", 32, 128},
    {"ra=postmaster", SPF_OTHER, '+', "postmaster", 32, 128},
    {"x-y.z_0=", SPF_OTHER, '+', "", 32, 128},
    {.text = "-x=y"},
    {.text = "0x=y"},
    {.text = "x=%"},
    {.text = "=y"},

    {.text = "ipv4:192.0.2.1"},
    {.text = "192.0.2.1"},
    {.text = "example.net"},
    {.text = "inclde:example.net"},
    {.text = "\xEF\xBB\xBF"
             "all"},
    {.text = ";"},
    {.text = ":"},
    {.text = "/24"},
};

static void terms_are_read(void)
{
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        const struct term_row *row = &terms[i];
        struct span rest = text(row->text);
        struct spf_term term;
        struct error error;
        bool good = row->domain != NULL;
        expect_case(row->text);
        EXPECT(spf_next(&rest, &term, &error) == good);
        EXPECT_UINT(rest.length, 0);
        EXPECT(error.kind == (good ? ERROR_NONE : ERROR_INPUT));
        EXPECT(span_equal(term.text, row->text));
        if (!good)
            continue;
        EXPECT_UINT(term.kind, row->kind);
        EXPECT_UINT((unsigned)term.qualifier, (unsigned)row->qualifier);
        EXPECT(span_equal(term.domain, row->domain));
        EXPECT_UINT(term.prefix4, row->prefix4);
        EXPECT_UINT(term.prefix6, row->prefix6);
    }
}

static void records_are_read_to_the_end(void)
{
    static const struct {
        const char *record, *mistake;
    } rows[] = {
        {"v=spf1", ""},
        {"v=spf1 ", ""},
        {"v=spf1 mx  a   -all  ", ""},
        {"v=spf1 include:example.net redirect=example.org", ""},
        {"v=spf1 exp=a.example redirect=b.example x=y x=y", ""},
        {"v=spf1 -all mx", ""},
        {"v=spf1 -all mixed", "\"mixed\" is no term of SPF"},
        {"v=spf1 redirect=a.example redirect=b.example",
         "\"redirect=b.example\" is the second of its kind"},
        {"v=spf1 exp=a.example exp=a.example",
         "\"exp=a.example\" is the second of its kind"},
        {"v=spf1 mx, -all",
         "\"mx,\" has something behind it that does not belong there"},
        {"v=spf1 ip4:192.0.2.1/40",
         "\"ip4:192.0.2.1/40\" has a length of the prefix that "
         "is out of range"},
        {"v=spf1 ip4:example.com", "\"ip4:example.com\" holds no such address"},
        {"v=spf1 include: example.net", "\"include:\" names no full domain"},
        {"v=spf1 include", "\"include\" names nothing"},
        {"v=spf1 a:%{x}", "\"a:%{x}\" holds a % that begins no macro"},
        {"v=spf1 a\t-all", "\"a?-all\" has something behind it that does not belong "
                           "there"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error = {.text = ""};
        expect_case(rows[i].record);
        EXPECT(spf_check(text(rows[i].record), &error) == (rows[i].mistake[0] == '\0'));
        EXPECT_TEXT(error.kind == ERROR_NONE ? "" : error.text, rows[i].mistake);
    }
}

static const char long_label[] =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.";

/* Examples of RFC 7208 7.4 that depend on the domain alone, and others. */
static void macros_are_filled_in(void)
{
    static const struct {
        const char *spec, *name;
    } rows[] = {
        {"", "email.example.com"},
        {"mail.example.net", "mail.example.net"},
        {"mail.example.net.", "mail.example.net"},
        {"%{d}", "email.example.com"},
        {"%{d4}", "email.example.com"},
        {"%{d3}", "email.example.com"},
        {"%{d2}", "example.com"},
        {"%{d1}", "com"},
        {"%{dr}", "com.example.email"},
        {"%{d2r}", "example.email"},
        {"%{D2R}", "example.email"},
        {"%{d99999999999}", "email.example.com"},
        {"%{o}", "strong-bad.example"},
        {"%{o-}", "strong.bad.example"},
        {"%{or-}", "bad.example.strong"},
        {"%{o1r-}", "strong"},
        {"%{o+.-/}", "strong.bad.example"},
        {"_spf.%{d2}.example.net", "_spf.example.com.example.net"},
        {"a%%b.example%-", "a%b.example%20"},
        {"%{i}.example.net", NULL},
        {"%{ir}.%{v}._spf.%{d2}", NULL},
        {"%{l}.example.net", NULL},
        {"%{s}.example.net", NULL},
        {"%{h}.example.net", NULL},
        {"%{p}.example.net", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(pool) struct pool *pool = pool_new();
        struct spf_term term = {.domain = text(rows[i].spec)};
        expect_case(rows[i].spec);
        EXPECT_TEXT(spf_name(&term, "email.example.com", "strong-bad.example", pool),
                    rows[i].name);
    }
}

static void a_long_name_loses_labels(void)
{
    AUTO(pool) struct pool *pool = pool_new();
    const char *domain = pool_printf(pool, "b.%s%s%s%sexample", long_label, long_label,
                                     long_label, long_label);
    struct spf_term term = {.domain = text("x.%{d}")};
    const char *name = spf_name(&term, domain, domain, pool);
    EXPECT_TEXT(name, domain);
    EXPECT(strlen(name) <= 253);
}

static void what_was_meant_is_guessed(void)
{
    static const struct {
        const char *text, *meant;
    } rows[] = {
        {"ipv4:192.0.2.1", "ip4:192.0.2.1"},
        {"ip:192.0.2.0/24", "ip4:192.0.2.0/24"},
        {"ipv6:2001:db8::1", "ip6:2001:db8::1"},
        {"a:192.0.2.1", "ip4:192.0.2.1"},
        {"192.0.2.1", "ip4:192.0.2.1"},
        {"2001:db8::/32", "ip6:2001:db8::/32"},
        {"ip4:2001:db8::1", "ip6:2001:db8::1"},
        {"ip6:192.0.2.1", "ip4:192.0.2.1"},
        {"mx,", "mx"},
        {"-all;", "-all"},
        {"inclde:example.net", "include:example.net"},
        {"-al", "-all"},
        {"include:", NULL},
        {"example.net", NULL},
        {"ip4:192.0.2.1/33", NULL},
        {";,", NULL},
        {"\xC3\xA4", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(pool) struct pool *pool = pool_new();
        expect_case(rows[i].text);
        EXPECT_TEXT(spf_correct(text(rows[i].text), pool), rows[i].meant);
    }
}

/* What a record, or two with " | " between, comes to when it is mended. */
static const char *mend(const char *records, struct pool *pool)
{
    struct dns_record both[2] = {{.text = pool_strdup(pool, records)}};
    const struct dns_record *pointers[2] = {&both[0], &both[1]};
    struct spf_wanted wanted = {.qualifier = '\0'};
    struct span provider = text("include:spf.example.net"),
                dropped = text("mx:drop.example");
    struct error error;
    size_t count = 1;
    char *second = strstr(both[0].text, " | ");
    if (second != NULL) {
        *second = '\0';
        both[1] = (struct dns_record){.text = second + 3};
        both[1].text_length = strlen(second + 3);
        count = 2;
    }
    both[0].text_length = strlen(both[0].text);
    EXPECT(spf_next(&provider, &wanted.term, &error));
    struct spf_mending mending = {pointers, count, &wanted, 1, &dropped, 1, '-'};
    struct span mended = spf_mend(&mending, pool);
    EXPECT_UINT(strlen(mended.at), mended.length);
    return mended.at;
}

static void records_are_mended(void)
{
    static const struct {
        const char *records, *mended;
    } rows[] = {
        {"v=spf1 -all", "v=spf1 include:spf.example.net -all"},
        {"v=spf1 mx ~all", "v=spf1 mx include:spf.example.net ~all"},
        {"v=spf1 mx", "v=spf1 mx include:spf.example.net -all"},
        {"v=spf1 mx +all", "v=spf1 mx include:spf.example.net -all"},
        {"v=spf1 mx ?all", "v=spf1 mx include:spf.example.net -all"},
        {"v=spf1 -all include:Spf.Example.NET", "v=spf1 include:Spf.Example.NET -all"},
        {"v=spf1 -include:spf.example.net a ~all",
         "v=spf1 a include:spf.example.net ~all"},
        {"v=spf1 a a A mx a -all", "v=spf1 a mx include:spf.example.net -all"},
        {"v=spf1 ip4:0.0.0.0/0 -a/0 ip6:::/0 -all",
         "v=spf1 -a/0 include:spf.example.net -all"},
        {"v=spf1 mx:drop.example mx:keep.example -all",
         "v=spf1 mx:keep.example include:spf.example.net -all"},
        {"v=spf1 a redirect=b.example",
         "v=spf1 a include:spf.example.net redirect=b.example"},
        {"v=spf1 a redirect=b.example -all", "v=spf1 a include:spf.example.net -all"},
        {"v=spf1 exp=e.example a x=y -all", "v=spf1 a x=y include:spf.example.net -all "
                                            "exp=e.example"},
        {"v=spf1 ipv4:192.0.2.1 nonsense mx, -all",
         "v=spf1 ip4:192.0.2.1 mx include:spf.example.net -all"},
        {"v=spf1 a v=spf1 mx ~all", "v=spf1 a mx include:spf.example.net ~all"},
        {" v=spf1 mx -all", "v=spf1 mx include:spf.example.net -all"},
        {"\"v=spf1 mx -all\"", "v=spf1 mx include:spf.example.net -all"},
        {"spf1, mx, -all", "v=spf1 mx include:spf.example.net -all"},
        {"v=spf1;mx;-all", "v=spf1 include:spf.example.net -all"},
        {"v=spf1include:x.example -all",
         "v=spf1 include:x.example include:spf.example.net -all"},
        {"v=spf1 a -all | v=spf1 mx ~all", "v=spf1 a mx include:spf.example.net ~all"},
        {"v=spf1 a -all | v=spf1 a include:spf.example.net -all",
         "v=spf1 a include:spf.example.net -all"},
        {"v=spf1 a -all | v=spf1 redirect=b.example",
         "v=spf1 a include:spf.example.net include:b.example -all"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(pool) struct pool *pool = pool_new();
        expect_case(rows[i].records);
        EXPECT_TEXT(mend(rows[i].records, pool), rows[i].mended);
    }
}

int main(void)
{
    RUN(records_are_told_from_spoiled_ones);
    RUN(terms_are_read);
    RUN(records_are_read_to_the_end);
    RUN(macros_are_filled_in);
    RUN(a_long_name_loses_labels);
    RUN(what_was_meant_is_guessed);
    RUN(records_are_mended);
    return expect_report();
}
