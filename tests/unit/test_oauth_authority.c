/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "expect.h"
#include "oauth/authority.h"

#include <string.h>

static void microsofts_clouds(void)
{
    static const struct {
        const char *cloud, *token, *application, *user;
    } rows[] = {
        {NULL, "https://login.microsoftonline.com/t/oauth2/v2.0/token",
         "https://outlook.office365.com/.default",
         "https://outlook.office.com/IMAP.AccessAsUser.All "
         "https://outlook.office.com/POP.AccessAsUser.All "
         "https://outlook.office.com/SMTP.Send offline_access"},
        {"gcc-high", "https://login.microsoftonline.us/t/oauth2/v2.0/token",
         "https://outlook.office365.us/.default",
         "https://outlook.office365.us/IMAP.AccessAsUser.All "
         "https://outlook.office365.us/POP.AccessAsUser.All "
         "https://outlook.office365.us/SMTP.Send offline_access"},
        {"dod", "https://login.microsoftonline.us/t/oauth2/v2.0/token",
         "https://outlook.office365.us/.default",
         "https://outlook.office365.us/IMAP.AccessAsUser.All "
         "https://outlook.office365.us/POP.AccessAsUser.All "
         "https://outlook.office365.us/SMTP.Send offline_access"},
        {"china", "https://login.partner.microsoftonline.cn/t/oauth2/v2.0/token",
         "https://partner.outlook.cn/.default",
         "https://partner.outlook.cn/IMAP.AccessAsUser.All "
         "https://partner.outlook.cn/POP.AccessAsUser.All "
         "https://partner.outlook.cn/SMTP.Send offline_access"},
    };
    AUTO(pool) struct pool *pool = pool_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct authority authority;
        authority_of_microsoft(rows[i].cloud, "t", pool, &authority);
        expect_case(rows[i].cloud);
        EXPECT_TEXT(authority.token_endpoint, rows[i].token);
        EXPECT(authority.device_endpoint != NULL && !authority.takes_basic &&
               !authority.takes_rs256);
        EXPECT_TEXT(authority.redirect_host, "localhost");
        EXPECT_TEXT(authority_microsoft_scope(rows[i].cloud, true, false, pool),
                    rows[i].application);
        EXPECT_TEXT(authority_microsoft_scope(rows[i].cloud, false, true, pool),
                    rows[i].user);
    }
    EXPECT_TEXT(authority_microsoft_scope("china", false, false, pool),
                "https://partner.outlook.cn/IMAP.AccessAsUser.All "
                "https://partner.outlook.cn/POP.AccessAsUser.All "
                "https://partner.outlook.cn/SMTP.Send");
}

#define ISSUER "\"issuer\":\"https://login.example.com/a\","
#define TOKEN "\"token_endpoint\":\"https://login.example.com/token\""

struct row {
    const char *name, *json;
    const char *wrong; /* NULL: it holds */
    bool basic, rs256, has_device;
};

static const struct row rows[] = {
    {.name = "the least", .json = "{" ISSUER TOKEN "}", .basic = true, .rs256 = true},
    {.name = "all",
     .json = "{" ISSUER TOKEN ",\"device_authorization_endpoint\":\"https://x/d\","
             "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"],"
             "\"token_endpoint_auth_signing_alg_values_supported\":[\"PS256\"]}",
     .has_device = true},
    {.name = "basic among others",
     .json = "{" ISSUER TOKEN ",\"token_endpoint_auth_methods_supported\":[\"none\","
             "\"client_secret_basic\"],"
             "\"token_endpoint_auth_signing_alg_values_supported\":[\"RS256\"]}",
     .basic = true,
     .rs256 = true},
    {.name = "another issuer",
     .json = "{\"issuer\":\"https://login.example.com/a/\"," TOKEN "}",
     .wrong = "the metadata is of another issuer; if you mean it, write: issuer = "
              "https://login.example.com/a/"},
    {.name = "no issuer",
     .json = "{" TOKEN "}",
     .wrong = "the metadata names no issuer"},
    {.name = "no token endpoint",
     .json = "{\"issuer\":\"https://login.example.com/a\"}",
     .wrong = "the metadata names no token_endpoint"},
    {.name = "in clear",
     .json = "{" ISSUER "\"token_endpoint\":\"http://login.example.com/token\"}",
     .wrong = "token_endpoint is no https URL: http://login.example.com/token"},
    {.name = "a line break in a URL",
     .json = "{" ISSUER TOKEN ",\"authorization_endpoint\":\"https://x/\\u000ay\"}",
     .wrong = "authorization_endpoint is no https URL: https://x/?y"},
    {.name = "HTML", .json = "<html>", .wrong = "no JSON: a mistake at byte 1"},
    {.name = "endpoints of strange types",
     .json = "{" ISSUER "\"token_endpoint\":[1]}",
     .wrong = "the metadata names no token_endpoint"},
};

static void metadata(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        AUTO(pool) struct pool *pool = pool_new();
        struct authority authority;
        struct error error = {.text = ""};
        expect_case(row->name);
        bool holds =
            authority_read((struct span){row->json, strlen(row->json)},
                           "https://login.example.com/a", pool, &authority, &error);
        EXPECT(holds == (row->wrong == NULL));
        EXPECT_TEXT(error.text, row->wrong != NULL ? row->wrong : "");
        if (!holds)
            continue;
        EXPECT_TEXT(authority.token_endpoint, "https://login.example.com/token");
        EXPECT_UINT(authority.takes_basic, row->basic);
        EXPECT_UINT(authority.takes_rs256, row->rs256);
        EXPECT_UINT(authority.device_endpoint != NULL, row->has_device);
    }
}

int main(void)
{
    RUN(microsofts_clouds);
    RUN(metadata);
    return expect_report();
}
