/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "oauth/members.h"

#include <stdlib.h>
#include <string.h>

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

static void values(void)
{
    struct error error;
    long long number = 0;
    AUTO(members)
    struct members *members = members_read(
        span_of("{\"s\":\"text\",\"n\":42,\"t\":\"3599\",\"bad\":\"12x\",\"neg\":-5,"
                "\"none\":null,\"list\":[\"a\",\"b\",3],\"half\":1.5,\"empty\":\"\"}"),
        &error);
    EXPECT_TEXT(members_string(members, "s"), "text");
    EXPECT_TEXT(members_string(members, "n"), NULL);
    EXPECT_TEXT(members_string(members, "missing"), NULL);
    EXPECT(members_integer(members, "n", &number) && number == 42);
    EXPECT(members_integer(members, "t", &number) && number == 3599);
    EXPECT(members_integer(members, "neg", &number) && number == -5);
    EXPECT(!members_integer(members, "bad", &number));
    EXPECT(!members_integer(members, "half", &number));
    EXPECT(!members_integer(members, "empty", &number));
    EXPECT(!members_integer(members, "missing", &number));
    EXPECT(members_has(members, "list") && !members_has(members, "none"));
    EXPECT_TEXT(members_item(members, "list", 1), "b");
    EXPECT_TEXT(members_item(members, "list", 2), NULL);
    EXPECT_TEXT(members_item(members, "list", 3), NULL);
    EXPECT_TEXT(members_item(members, "s", 0), "text");
    EXPECT_TEXT(members_item(members, "s", 1), NULL);
}

static void what_is_none(void)
{
    static const char *const rows[] = {"",
                                       "[]",
                                       "\"text\"",
                                       "{",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"a\":\"\\u0000\"}",
                                       "{\"a\":1} x",
                                       "{\"a\":\"\xFF\"}"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error = {.kind = ERROR_NONE};
        expect_case(rows[i]);
        AUTO(members) struct members *members = members_read(span_of(rows[i]), &error);
        EXPECT(members == NULL && error.kind == ERROR_INPUT);
    }
    struct error error;
    AUTO(members) struct members *empty = members_read((struct span){NULL, 0}, &error);
    EXPECT(empty == NULL);
}

/* Depth and size are the sender's choice. */
static void bounds(void)
{
    struct error error;
    static char deep[MEMBERS_BYTES_MAX + 2];
    memset(deep, '[', sizeof deep - 1);
    memcpy(deep, "{\"a\":", 5);
    AUTO(members) struct members *too_long = members_read(span_of(deep), &error);
    EXPECT_TEXT(error.text, "JSON of more than 65536 bytes");
    deep[MEMBERS_BYTES_MAX] = '\0';
    AUTO(members) struct members *too_deep = members_read(span_of(deep), &error);
    EXPECT(too_long == NULL && too_deep == NULL);
}

/* What stands there may be a token. */
static void errors_quote_nothing(void)
{
    struct error error;
    AUTO(members)
    struct members *members =
        members_read(span_of("{\"access_token\":opensesame}"), &error);
    EXPECT(members == NULL);
    EXPECT(strstr(error.text, "sesame") == NULL);
}

int main(void)
{
    RUN(values);
    RUN(what_is_none);
    RUN(bounds);
    RUN(errors_quote_nothing);
    return expect_report();
}
