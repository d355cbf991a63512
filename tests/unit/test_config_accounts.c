/* SPDX-License-Identifier: MIT */
/* What accounts.ini says; its mistakes stand in tests/cli. */
#include "config/accounts.h"
#include "expect.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZOE "zoe.with-a-long-name@mail.of-a-large-company.onmicrosoft.com"

static const char text[] = "[ann@example.com]\n"
                           "username = ann\n"
                           "auth = xoauth2\n"
                           "token_command = cat token\n"
                           "[app@example.com]\n"
                           "oauth = client-credentials\n"
                           "tenant = contoso.com\n"
                           "cloud = gcc-high\n"
                           "client_id = id\n"
                           "certificate = app.pem\n"
                           "key = app.key\n"
                           "[bob@example.com]\n"
                           "oauth = password\n"
                           "issuer = https://login.example.com/x\n"
                           "client_id = id\n"
                           "client_secret_file = /run/secret\n"
                           "scope = a b\n"
                           "password_env = BOB\n"
                           "[zoe]\n"
                           "password_env = ZOE\n"
                           "address = " ZOE "\n";

static char folder[64];

static void write_to(const char *name, const char *content)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    EXPECT(write(fd, content, strlen(content)) == (ssize_t)strlen(content));
    close(fd);
}

/* "FOLDER/name" */
static const char *in_folder(const char *name, char *out)
{
    snprintf(out, 128, "%s/%s", folder, name);
    return out;
}

static void check(const struct accounts *accounts)
{
    char path[128];
    const struct account *ann = accounts_find(accounts, "Ann@example.com");
    const struct account *app = accounts_find(accounts, "app@example.com");
    const struct account *bob = accounts_find(accounts, "bob@example.com");
    EXPECT_TEXT(ann->username, "ann");
    EXPECT(ann->is_token && ann->oauth.flow == FLOW_NONE &&
           ann->secret.source == ACCOUNT_COMMAND);
    EXPECT(app->is_token && app->oauth.flow == FLOW_CLIENT_CREDENTIALS);
    EXPECT_TEXT(app->oauth.tenant, "contoso.com");
    EXPECT_TEXT(app->oauth.cloud, "gcc-high");
    EXPECT_TEXT(app->oauth.key, in_folder("credentials/app.key", path));
    EXPECT_TEXT(app->oauth.certificate, in_folder("app.pem", path));
    EXPECT(bob->is_token && bob->oauth.flow == FLOW_PASSWORD &&
           bob->secret.source == ACCOUNT_ENVIRONMENT);
    EXPECT_TEXT(bob->secret.place, "BOB");
    EXPECT_TEXT(bob->oauth.client_secret.place, "/run/secret");
    EXPECT_TEXT(bob->oauth.scope, "a b");
    EXPECT_TEXT(bob->oauth.issuer, "https://login.example.com/x");
    const struct account *zoe = accounts_find(accounts, ZOE);
    EXPECT_TEXT(zoe->address, ZOE);
    EXPECT_TEXT(zoe->username, ZOE);
}

static void keys(void)
{
    char path[128], credentials[128];
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    snprintf(folder, sizeof folder, "%s", "/tmp/test_config_accounts.XXXXXX");
    EXPECT(mkdtemp(folder) != NULL);
    EXPECT(mkdir(in_folder("credentials", credentials), 0700) == 0);
    write_to("accounts.ini", text);
    write_to("credentials/app.key", "");
    AUTO(accounts)
    struct accounts *accounts =
        accounts_read(in_folder("accounts.ini", path), credentials, mistakes);
    EXPECT_UINT(mistakes_count(mistakes), 0);
    if (accounts != NULL)
        check(accounts);
    EXPECT(unlink(path) == 0 && unlink(in_folder("credentials/app.key", path)) == 0 &&
           rmdir(credentials) == 0 && rmdir(folder) == 0);
}

int main(void)
{
    RUN(keys);
    return expect_report();
}
