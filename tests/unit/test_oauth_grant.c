/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "expect.h"
#include "oauth/grant.h"

#include <string.h>

#define BEARER "\"access_token\":\"abc\",\"token_type\":\"Bearer\""
/* {"exp":5000} */
#define JWT "\"access_token\":\"e30.eyJleHAiOjUwMDB9.x\",\"token_type\":\"bearer\""

struct row {
    const char *name, *json;
    const char *wrong; /* NULL: it is one */
    time_t expires;
    const char *refresh, *scope; /* NULL: none, "" */
};

static const struct row rows[] = {
    {.name = "an hour", .json = "{" BEARER ",\"expires_in\":3600}", .expires = 4600},
    {.name = "as a string",
     .json = "{" BEARER ",\"expires_in\":\"60\"}",
     .expires = 1060},
    {.name = "nobody says", .json = "{" BEARER "}"},
    {.name = "the token says", .json = "{" JWT "}", .expires = 5000},
    {.name = "the answer counts",
     .json = "{" JWT ",\"expires_in\":60}",
     .expires = 1060},
    {.name = "less than nothing", .json = "{" BEARER ",\"expires_in\":-1}"},
    {.name = "longer than anybody lives",
     .json = "{" BEARER ",\"expires_in\":9223372036854775807}",
     .expires = 1000 + 365 * 24 * 3600},
    {.name = "all",
     .json = "{" BEARER
             ",\"expires_in\":1,\"refresh_token\":\"r\",\"scope\":\"a \\u0007\"}",
     .expires = 1001,
     .refresh = "r",
     .scope = "a ?"},
    {.name = "an empty refresh token", .json = "{" BEARER ",\"refresh_token\":\"\"}"},
    {.name = "no token",
     .json = "{\"token_type\":\"Bearer\"}",
     .wrong = "there is no access_token in the answer"},
    {.name = "another type",
     .json = "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
     .wrong = "the token is no bearer token"},
    {.name = "no type",
     .json = "{\"access_token\":\"a\"}",
     .wrong = "the token is no bearer token"},
    {.name = "empty",
     .json = "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
     .wrong =
         "a token is empty, has strange characters in it or more than 28672 of them"},
    {.name = "a line break",
     .json = "{\"access_token\":\"a\\r\\nb\",\"token_type\":\"Bearer\"}",
     .wrong =
         "a token is empty, has strange characters in it or more than 28672 of them"},
    {.name = "a refresh token with \001",
     .json = "{" BEARER ",\"refresh_token\":\"\\u0001\"}",
     .wrong =
         "a token is empty, has strange characters in it or more than 28672 of them"},
    {.name = "no JSON", .json = "abc", .wrong = "no JSON: a mistake at byte 3"},
};

static void answers(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        struct error error = {.text = ""};
        expect_case(row->name);
        AUTO(grant)
        struct grant *grant =
            grant_read((struct span){row->json, strlen(row->json)}, 1000, &error);
        EXPECT_TEXT(error.text, row->wrong != NULL ? row->wrong : "");
        EXPECT((grant == NULL) == (row->wrong != NULL));
        if (grant == NULL)
            continue;
        EXPECT_UINT((unsigned long)grant->expires, (unsigned long)row->expires);
        EXPECT_TEXT(grant->refresh != NULL ? secret_span(grant->refresh).at : NULL,
                    row->refresh);
        EXPECT_TEXT(grant->scope, row->scope != NULL ? row->scope : "");
    }
}

static void how_long_it_lasts(void)
{
    AUTO(grant) struct grant *grant = grant_new(1000);
    EXPECT(!grant_lasts(grant, 0, 0));
    grant->expires = 1300;
    EXPECT(grant_lasts(grant, 1299, 0) && !grant_lasts(grant, 1300, 0));
    EXPECT(grant_lasts(grant, 999, 300) && !grant_lasts(grant, 1000, 300));
}

int main(void)
{
    RUN(answers);
    RUN(how_long_it_lasts);
    return expect_report();
}
