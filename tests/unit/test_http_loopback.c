/* SPDX-License-Identifier: MIT */
/* A browser, played by another process, comes back. */
#include "expect.h"
#include "http/loopback.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sends a request and returns the status of the answer. */
static int visit(unsigned port, const char *target)
{
    char text[2048];
    size_t length = 0;
    ssize_t got;
    int fd = socket(AF_INET, SOCK_STREAM, 0), status = 0;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((in_port_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) {
        snprintf(text, sizeof text, "%s HTTP/1.1\r\nHost: x\r\n\r\n", target);
        (void)!write(fd, text, strlen(text));
        while ((got = read(fd, text + length, sizeof text - 1 - length)) > 0)
            length += (size_t)got;
        text[length] = '\0';
        sscanf(text, "HTTP/1.1 %d", &status); /* NOLINT(cert-err34-c) */
    }
    close(fd);
    return status;
}

struct step {
    const char *target;
    int status;
};

/* Does the steps in a process of its own; its exit status counts the unexpected. */
static pid_t start_browser(unsigned port, const struct step *steps, size_t count)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    int wrong = 0;
    for (size_t i = 0; i < count; i++)
        wrong += visit(port, steps[i].target) != steps[i].status;
    _exit(wrong);
}

static void only_the_awaited_counts(void)
{
    static const struct step steps[] = {
        {"GET /favicon.ico", 404},
        {"GET /", 404},
        {"GET /?code=evil&state=wrong", 404},
        {"GET /x?code=evil&state=right", 404},
        {"POST /?code=evil&state=right", 404},
        {"GET /?code=a%2Bb&state=right", 200},
    };
    struct error error;
    struct loopback_visit found;
    int status;
    AUTO(loopback) struct loopback *loopback = loopback_open(&error);
    pid_t child =
        start_browser(loopback_port(loopback), steps, sizeof steps / sizeof *steps);
    EXPECT(loopback_wait(loopback, "right", 60, &found, &error));
    EXPECT_TEXT(secret_span(found.code).at, "a+b");
    EXPECT_TEXT(found.error, "");
    EXPECT(waitpid(child, &status, 0) == child && status == 0);
    loopback_visit_clear(&found);
}

static void errors_come_too(void)
{
    static const struct step steps[] = {
        {"GET /?error=access_denied&error_description=no+way&state=s", 200},
    };
    struct error error;
    struct loopback_visit found;
    int status;
    AUTO(loopback) struct loopback *loopback = loopback_open(&error);
    pid_t child = start_browser(loopback_port(loopback), steps, 1);
    EXPECT(loopback_wait(loopback, "s", 60, &found, &error));
    EXPECT_UINT(secret_span(found.code).length, 0);
    EXPECT_TEXT(found.error, "access_denied");
    EXPECT_TEXT(found.description, "no way");
    EXPECT(waitpid(child, &status, 0) == child && status == 0);
    loopback_visit_clear(&found);
}

static void nobody_comes(void)
{
    struct error error;
    struct loopback_visit found;
    AUTO(loopback) struct loopback *loopback = loopback_open(&error);
    EXPECT(!loopback_wait(loopback, "s", 0, &found, &error));
    EXPECT(error.kind == ERROR_TEMPORARY);
    loopback_visit_clear(&found);
}

int main(void)
{
    RUN(only_the_awaited_counts);
    RUN(errors_come_too);
    RUN(nobody_comes);
    return expect_report();
}
