/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "http/target.h"

#include <string.h>

struct target_row {
    const char *input, *path, *query, *authority; /* path NULL: refused */
};

static const struct target_row targets[] = {
    {"/mail/config-v1.1.xml", "/mail/config-v1.1.xml", "", ""},
    {"/a?b=c", "/a", "b=c", ""},
    {"/a?", "/a", "", ""},
    {"/a?b?c", "/a", "b?c", ""},
    {"/%61%2Fb", "/a/b", "", ""},
    {"/%2561", "/%61", "", ""},
    {"http://Example.com/a?b", "/a", "b", "Example.com"},
    {"HTTPS://example.com:8443/a", "/a", "", "example.com:8443"},
    {"http://example.com", "", "", "example.com"},
    {"http://example.com?b", "", "b", "example.com"},
    {"*", "*", "", ""},
    {"", NULL, NULL, NULL},
    {"example.com:443", NULL, NULL, NULL},
    {"*/a", NULL, NULL, NULL},
    {"/%", NULL, NULL, NULL},
    {"/%4", NULL, NULL, NULL},
    {"/%zz", NULL, NULL, NULL},
    {"/a%00b", NULL, NULL, NULL},
    {"/a?b=%00", NULL, NULL, NULL},
    {"/a?b=%41%zz%%00", NULL, NULL, NULL},
    {"/a?b=%0", "/a", "b=%0", ""},
    {"/a?b=%", "/a", "b=%", ""},
    {"/a\x80?b=\xFF", "/a\x80", "b=\xFF", ""},
    {"/a-longer-one-with-a-tab-somewhere\tin-its-midst", NULL, NULL, NULL},
    {"/a\x01", NULL, NULL, NULL},
    {"/a b", NULL, NULL, NULL},
    {"/a\x7f", NULL, NULL, NULL},
};

static void expect_span(struct span got, const char *expected)
{
    char text[256] = "";
    memcpy(text, got.at, got.length < sizeof text ? got.length : sizeof text - 1);
    EXPECT_TEXT(text, expected);
}

static void splits_targets(void)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        const struct target_row *row = &targets[i];
        struct target target;
        expect_case(row->input);
        bool legal = target_parse(row->input, strlen(row->input), &target);
        EXPECT_UINT(legal, row->path != NULL);
        if (!legal || row->path == NULL)
            continue;
        EXPECT_TEXT(target.path, row->path);
        expect_span(target.query, row->query);
        expect_span(target.authority, row->authority);
    }
}

static void forgets_long_paths(void)
{
    char text[TARGET_PATH_MAX + 10];
    struct target target;
    memset(text, 'a', sizeof text);
    text[0] = '/';
    EXPECT(target_parse(text, sizeof text, &target));
    EXPECT_TEXT(target.path, "");
    EXPECT(target_parse(text, TARGET_PATH_MAX, &target));
    EXPECT_UINT(strlen(target.path), TARGET_PATH_MAX);
}

struct host_row {
    const char *input, *host; /* host NULL: refused */
};

static const struct host_row hosts[] = {
    {"example.com", "example.com"},
    {"AutoConfig.EXAMPLE.com.", "autoconfig.example.com"},
    {"example.com:8080", "example.com"},
    {"example.com.:443", "example.com"},
    {"example.com:", "example.com"},
    {"b\xc3\xbc"
     "cher.example",
     "xn--bcher-kva.example"},
    {"[::1]:8080", ""},
    {"", NULL},
    {"[::1", NULL},
    {"example.com:80a", NULL},
    {"a_b.example", NULL},
    {"-a.example", NULL},
    {"a..example", NULL},
    {"evil.example/path", NULL},
};

static void normalises_hosts(void)
{
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        char host[HOSTNAME_SIZE];
        expect_case(hosts[i].input);
        struct span input = {hosts[i].input, strlen(hosts[i].input)};
        bool legal = target_parse_host(input, host);
        EXPECT_UINT(legal, hosts[i].host != NULL);
        if (legal)
            EXPECT_TEXT(host, hosts[i].host);
    }
}

struct query_row {
    const char *query, *value; /* value NULL: absent */
};

/* What the clients really send: encoded by the rules, raw, or with more beside it. */
static const struct query_row queries[] = {
    {"emailaddress=ann%40example.com", "ann@example.com"},
    {"emailaddress=ann@example.com", "ann@example.com"},
    {"emailaddress=ann%2Btag%40example%2Ecom", "ann+tag@example.com"},
    {"emailaddress=ann+tag@example.com", "ann+tag@example.com"},
    {"emailaddress=ann%2540example.com", "ann%40example.com"},
    {"emailaddress=EVOLUTIONUSER%40example.com&emailmd5=d41d8cd9",
     "EVOLUTIONUSER@example.com"},
    {"a=b&EmailAddress=x@y.example&c", "x@y.example"},
    {"emailaddress=", ""},
    {"emailaddress", ""},
    {"emailaddress=a%4", "a%4"},
    {"emailaddress=first&emailaddress=second", "first"},
    {"", NULL},
    {"&&", NULL},
    {"xemailaddress=a", NULL},
    {"emailaddressx=a", NULL},
};

static void finds_parameters(void)
{
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        char value[64];
        struct span query = {queries[i].query, strlen(queries[i].query)};
        expect_case(queries[i].query);
        bool found = target_query(query, "emailaddress", value, sizeof value);
        EXPECT_UINT(found, queries[i].value != NULL);
        if (found)
            EXPECT_TEXT(value, queries[i].value);
    }
}

static void empties_long_values(void)
{
    char value[8];
    static const char query[] = "a=12345678", fits[] = "a=1234567";
    EXPECT(target_query((struct span){query, strlen(query)}, "a", value, sizeof value));
    EXPECT_TEXT(value, "");
    EXPECT(target_query((struct span){fits, strlen(fits)}, "a", value, sizeof value));
    EXPECT_TEXT(value, "1234567");
}

int main(void)
{
    RUN(splits_targets);
    RUN(forgets_long_paths);
    RUN(normalises_hosts);
    RUN(finds_parameters);
    RUN(empties_long_values);
    return expect_report();
}
