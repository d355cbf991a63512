/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "http/listen.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void refuses(void)
{
    static const char *const rows[] = {
        "",
        ":",
        "8080",
        ":8080",
        "localhost:8080",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:x",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "[::1]",
        "[::1]8080",
        "[::1:8080",
        "::1:8080",
        "[127.0.0.1]:80",
        "unix:",
        "unix:relative",
        "300.0.0.1:80",
        "1234567890123456789012345678901234567890123456:80",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error = {.kind = ERROR_NONE};
        int fd;
        expect_case(rows[i]);
        EXPECT(!listen_open(rows[i], &fd, &error));
        EXPECT_UINT(error.kind, ERROR_INPUT);
        EXPECT(strstr(error.text, "expected ADDRESS:PORT") != NULL);
    }
}

static void refuses_a_long_path(void)
{
    char address[256] = "unix:/";
    struct error error;
    int fd;
    memset(address + 6, 'a', sizeof address - 7);
    EXPECT(!listen_open(address, &fd, &error));
    EXPECT_UINT(error.kind, ERROR_INPUT);
}

static void opens_a_port(void)
{
    char name[LISTEN_NAME_SIZE], again[LISTEN_NAME_SIZE];
    struct error error;
    int fd, second;
    EXPECT(listen_open("127.0.0.1:0", &fd, &error));
    EXPECT((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    EXPECT((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    listen_name(fd, name);
    EXPECT(strncmp(name, "127.0.0.1:", 10) == 0 && strcmp(name, "127.0.0.1:0") != 0);
    EXPECT(!listen_open(name, &second, &error));
    EXPECT_UINT(error.kind, ERROR_SYSTEM);
    close(fd);
    EXPECT(listen_open(name, &fd, &error));
    listen_name(fd, again);
    EXPECT_TEXT(again, name);
    close(fd);
}

static void opens_a_path(void)
{
    char folder[] = "/tmp/waypost-listen-XXXXXX";
    char address[64], name[LISTEN_NAME_SIZE];
    const char *path = address + strlen("unix:");
    struct error error;
    struct stat file;
    int fd, second;
    EXPECT(mkdtemp(folder) != NULL);
    snprintf(address, sizeof address, "unix:%s/s", folder);
    EXPECT(listen_open(address, &fd, &error));
    listen_name(fd, name);
    EXPECT_TEXT(name, address);
    EXPECT(stat(path, &file) == 0 && (file.st_mode & 0777) == 0666);
    expect_case("another server is alive");
    EXPECT(!listen_open(address, &second, &error));
    EXPECT_UINT(error.kind, ERROR_SYSTEM);
    close(fd);
    expect_case("nobody answers any more");
    EXPECT(listen_open(address, &fd, &error));
    close(fd);
    unlink(path);
    expect_case("a file that is no socket");
    close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    EXPECT(!listen_open(address, &fd, &error));
    EXPECT_UINT(error.kind, ERROR_SYSTEM);
    EXPECT(stat(path, &file) == 0 && S_ISREG(file.st_mode));
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    RUN(refuses);
    RUN(refuses_a_long_path);
    RUN(opens_a_port);
    RUN(opens_a_path);
    return expect_report();
}
