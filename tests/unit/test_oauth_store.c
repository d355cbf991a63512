/* SPDX-License-Identifier: MIT */
/* Tokens are kept from others, from each other, and over a crash at any point. */
#include "expect.h"
#include "oauth/store.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct store_name ann = {"Ann@example.com", "https://i", "c", "s"};

static char folder[64];    /* of the test that runs */
static char drawer[128];   /* the store's in it */
static struct secret *key; /* what files are encrypted with, or NULL */

static void begin(void)
{
    snprintf(folder, sizeof folder, "%s", "/tmp/test_oauth_store.XXXXXX");
    EXPECT(mkdtemp(folder) != NULL);
    snprintf(drawer, sizeof drawer, "%s/state/waypost", folder);
}

static int remove_one(const char *path, const struct stat *status, int kind,
                      struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static void end(void)
{
    EXPECT(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
}

static struct store *open_as(const struct store_name *name)
{
    struct error error;
    return store_open(drawer, name, key, 0, &error);
}

static bool keep(struct store *store, const char *access, const char *refresh)
{
    struct error error;
    AUTO(grant) struct grant *grant = grant_new(1000);
    grant->expires = 4600;
    secret_puts(grant->access, access);
    if (refresh != NULL) {
        grant->refresh = secret_new(GRANT_TOKEN_MAX);
        secret_puts(grant->refresh, refresh);
    }
    return store_write(store, grant, &error);
}

static bool keep_for(const struct store_name *name, const char *access,
                     const char *refresh)
{
    AUTO(store) struct store *store = open_as(name);
    return store != NULL && keep(store, access, refresh);
}

/* The access token that is kept, copied to `out`; "-" for none. */
static const char *kept(const struct store_name *name, char *out)
{
    AUTO(store) struct store *store = open_as(name);
    AUTO(grant) struct grant *grant = store != NULL ? store_read(store) : NULL;
    snprintf(out, 64, "%s", grant != NULL ? secret_span(grant->access).at : "-");
    return out;
}

static unsigned mode_of(const char *name)
{
    char path[256];
    struct stat status = {.st_mode = 0};
    snprintf(path, sizeof path, "%s/%s", drawer, name);
    stat(path, &status);
    return status.st_mode & 07777;
}

static void write_file(const char *name, const char *text, mode_t mode)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", drawer, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    EXPECT(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    EXPECT(fchmod(fd, mode) == 0);
    close(fd);
}

static void what_is_written_is_read(void)
{
    char text[64];
    begin();
    EXPECT_TEXT(kept(&ann, text), "-");
    EXPECT(keep_for(&ann, "access-1", "refresh-1"));
    AUTO(store) struct store *store = open_as(&ann);
    AUTO(grant) struct grant *grant = store_read(store);
    EXPECT_TEXT(secret_span(grant->access).at, "access-1");
    EXPECT_TEXT(secret_span(grant->refresh).at, "refresh-1");
    EXPECT_UINT((unsigned long)grant->obtained, 1000);
    EXPECT_UINT((unsigned long)grant->expires, 4600);
    EXPECT(keep(store, "access-2", NULL));
    EXPECT_UINT(mode_of(""), 0700);
    EXPECT_UINT(mode_of("ann@example.com.json"), 0600);
    EXPECT_UINT(mode_of("ann@example.com.lock"), 0600);
    EXPECT_UINT(mode_of("ann@example.com.json.new"), 0);
    store_free(store);
    store = NULL;
    EXPECT_TEXT(kept(&ann, text), "access-2");
    end();
}

/* What was asked for otherwise is of no use. */
static void others_tokens_are_none(void)
{
    static const struct store_name others[] = {
        {"bob@example.com", "https://i", "c", "s"},
        {"ann@example.com", "https://j", "c", "s"},
        {"ann@example.com", "https://i", "d", "s"},
        {"ann@example.com", "https://i", "c", "t"},
        {"ann@example.com", "https://i", "c", NULL},
    };
    char text[64];
    begin();
    EXPECT(keep_for(&ann, "access", NULL));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        EXPECT_TEXT(kept(&others[i], text), "-");
    EXPECT_TEXT(kept(&ann, text), "access");
    end();
}

static void names_stay_in_the_folder(void)
{
    static const struct store_name odd = {"../.x/%\xC3\xA4@example.com", "i", "c",
                                          NULL};
    char text[64];
    begin();
    EXPECT(keep_for(&odd, "access", NULL));
    EXPECT_UINT(mode_of("%2E.%2F.x%2F%25%C3%A4@example.com.json"), 0600);
    EXPECT_TEXT(kept(&odd, text), "access");
    end();
}

static void one_at_a_time(void)
{
    struct error error = {.kind = ERROR_NONE};
    begin();
    AUTO(store) struct store *store = open_as(&ann);
    EXPECT(store != NULL);
    EXPECT(store_open(drawer, &ann, NULL, 0, &error) == NULL);
    EXPECT(error.kind == ERROR_TEMPORARY);
    store_free(store);
    store = open_as(&ann);
    EXPECT(store != NULL);
    end();
}

/* Ends a process as if the power had gone: nothing of it is tidied up. */
static void die_after(void (*work)(struct store *))
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        work(open_as(&ann));
        _exit(0);
    }
    EXPECT(waitpid(child, &status, 0) == child && status == 0);
}

static void only_prepare(struct store *store)
{
    struct error error;
    if (!store_prepare(store, &error))
        _exit(1);
}

static void write_and_keep_the_lock(struct store *store)
{
    if (!keep(store, "new", "new"))
        _exit(1);
}

static void crashes(void)
{
    static const char whole[] =
        "{\"version\":1,\"address\":\"ann@example.com\",\"issuer\":\"https://i\","
        "\"client_id\":\"c\",\"asked\":\"s\",\"access_token\":\"newest\"}";
    char text[64], part[sizeof whole];
    begin();
    EXPECT(keep_for(&ann, "old", "old"));
    die_after(only_prepare);
    EXPECT_UINT(mode_of("ann@example.com.json.new"), 0600);
    EXPECT_TEXT(kept(&ann, text), "old");
    EXPECT_UINT(mode_of("ann@example.com.json.new"), 0);
    for (size_t length = 0; length < sizeof whole - 1; length += 7) {
        memcpy(part, whole, length);
        part[length] = '\0';
        write_file("ann@example.com.json.new", part, 0600);
        EXPECT_TEXT(kept(&ann, text), "old");
    }
    die_after(write_and_keep_the_lock);
    EXPECT_TEXT(kept(&ann, text), "new");
    write_file("ann@example.com.json.new", whole, 0600);
    EXPECT_TEXT(kept(&ann, text), "newest");
    EXPECT_UINT(mode_of("ann@example.com.json.new"), 0);
    EXPECT_TEXT(kept(&ann, text), "newest");
    end();
}

static void what_others_may_read_is_refused(void)
{
    struct error error;
    char path[256], text[64];
    begin();
    EXPECT(keep_for(&ann, "access", NULL));
    write_file("ann@example.com.json", "{}", 0640);
    EXPECT(store_open(drawer, &ann, NULL, 0, &error) == NULL &&
           strstr(error.text, "chmod 600") != NULL && error.kind == ERROR_SYSTEM);
    write_file("ann@example.com.json", "no JSON", 0600);
    EXPECT_TEXT(kept(&ann, text), "-");
    EXPECT(keep_for(&ann, "access", NULL));
    snprintf(path, sizeof path, "%s/ann@example.com.json", drawer);
    EXPECT(unlink(path) == 0 && symlink("/etc/passwd", path) == 0);
    EXPECT(open_as(&ann) == NULL);
    EXPECT(unlink(path) == 0 && chmod(drawer, 0750) == 0);
    EXPECT(store_open(drawer, &ann, NULL, 0, &error) == NULL &&
           strstr(error.text, "chmod 700") != NULL);
    end();
}

static void what_is_removed_is_gone(void)
{
    struct error error;
    char text[64];
    begin();
    EXPECT(keep_for(&ann, "access", NULL));
    AUTO(store) struct store *store = open_as(&ann);
    EXPECT(store_remove(store, &error) && store_remove(store, &error));
    store_free(store);
    store = NULL;
    EXPECT_TEXT(kept(&ann, text), "-");
    end();
}

static void what_is_too_large_is_refused(void)
{
    static char large[GRANT_TOKEN_MAX + 1];
    char text[64];
    struct store_name name = ann;
    begin();
    memset(large, 'x', GRANT_TOKEN_MAX);
    EXPECT(keep_for(&ann, large, large));
    kept(&ann, text);
    EXPECT(text[0] == 'x');
    name.scope = large;
    EXPECT(!keep_for(&name, large, large));
    end();
}

static bool is_in_file(const char *text)
{
    char path[256], bytes[4096] = "";
    snprintf(path, sizeof path, "%s/ann@example.com.json", drawer);
    int fd = open(path, O_RDONLY);
    ssize_t length = read(fd, bytes, sizeof bytes - 1);
    close(fd);
    return length > 0 && memmem(bytes, (size_t)length, text, strlen(text)) != NULL;
}

/* What was kept in clear is still read, and encrypted by the next one who writes. */
static void a_key_encrypts(void)
{
    AUTO(secret) struct secret *right = secret_new(100);
    AUTO(secret) struct secret *wrong = secret_new(100);
    struct error error;
    char text[64];
    begin();
    secret_puts(right, "right");
    secret_puts(wrong, "wrong");
    EXPECT(keep_for(&ann, "access-1", "refresh-1") && is_in_file("refresh-1"));
    key = right;
    EXPECT_TEXT(kept(&ann, text), "access-1");
    EXPECT(keep_for(&ann, "access-2", "refresh-2") && !is_in_file("refresh-2"));
    die_after(write_and_keep_the_lock);
    EXPECT_TEXT(kept(&ann, text), "new");
    write_file("ann@example.com.json.new", "WPS1 and not all of the rest", 0600);
    EXPECT_TEXT(kept(&ann, text), "new");
    EXPECT_UINT(mode_of("ann@example.com.json.new"), 0);
    key = wrong;
    write_file("ann@example.com.json.new", "WPS1 and all of the rest", 0600);
    EXPECT(store_open(drawer, &ann, key, 0, &error) == NULL &&
           error.kind == ERROR_INPUT &&
           strstr(error.text, "another store_key") != NULL);
    EXPECT_UINT(mode_of("ann@example.com.json.new"), 0600);
    key = NULL;
    EXPECT(store_open(drawer, &ann, key, 0, &error) == NULL &&
           error.kind == ERROR_INPUT && strstr(error.text, "no store_key") != NULL);
    end();
}

/* The first write with a key was cut short, and the key is gone again. */
static void a_sealed_successor_waits_for_its_key(void)
{
    struct error error;
    begin();
    EXPECT(keep_for(&ann, "access-1", "refresh-1"));
    write_file("ann@example.com.json.new", "WPS1 and all of the rest", 0600);
    EXPECT(store_open(drawer, &ann, NULL, 0, &error) == NULL &&
           error.kind == ERROR_INPUT && strstr(error.text, "no store_key") != NULL);
    EXPECT_UINT(mode_of("ann@example.com.json.new"), 0600);
    end();
}

int main(void)
{
    RUN(what_is_written_is_read);
    RUN(others_tokens_are_none);
    RUN(names_stay_in_the_folder);
    RUN(one_at_a_time);
    RUN(crashes);
    RUN(what_others_may_read_is_refused);
    RUN(what_is_removed_is_gone);
    RUN(what_is_too_large_is_refused);
    RUN(a_key_encrypts);
    RUN(a_sealed_successor_waits_for_its_key);
    return expect_report();
}
