/* SPDX-License-Identifier: MIT */
/* What a terminal sees of a long work, and that nobody else sees anything. */
#include "cli/progress.h"
#include "expect.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SEEN_SIZE = 512 };

/* Does some work with stderr at `end`. */
static void work(int end, bool wanted, unsigned seconds)
{
    int before = dup(STDERR_FILENO);
    struct progress progress;
    EXPECT(dup2(end, STDERR_FILENO) >= 0);
    progress_begin(&progress, "check", 10000, wanted);
    progress_show(&progress, 1);
    sleep(seconds);
    progress_show(&progress, 1234);
    progress_show(&progress, 1235);
    progress_end(&progress);
    fflush(stderr);
    EXPECT(dup2(before, STDERR_FILENO) >= 0);
    close(before);
}

/* A terminal hands on what was written in pieces, and not at once. */
static void read_all(int end, bool expects, char *seen)
{
    struct pollfd far = {.fd = end, .events = POLLIN};
    int patience = expects ? 5000 : 200; /* milliseconds */
    size_t length = 0;
    ssize_t more = 1;
    while (more > 0 && poll(&far, 1, patience) > 0) {
        patience = 200;
        more = read(end, seen + length, SEEN_SIZE - 1 - length);
        length += more > 0 ? (size_t)more : 0;
    }
    seen[length] = '\0';
}

static void at_a_terminal(bool wanted, unsigned seconds, const char *expected)
{
    char seen[SEEN_SIZE];
    int far = posix_openpt(O_RDWR | O_NOCTTY);
    EXPECT(far >= 0 && grantpt(far) == 0 && unlockpt(far) == 0);
    int near = open(ptsname(far), O_RDWR | O_NOCTTY);
    EXPECT(near >= 0);
    work(near, wanted, seconds);
    read_all(far, expected[0] != '\0', seen);
    EXPECT_TEXT(seen, expected);
    close(near);
    close(far);
}

/* Not at once, not at every step, and gone in the end. */
static void long_work(void)
{
    at_a_terminal(true, 1, "\rcheck: 1234 of 10000 domains\r\033[K");
}

static void short_work(void)
{
    at_a_terminal(true, 0, "");
}

static void unwanted(void)
{
    at_a_terminal(false, 1, "");
}

static void no_terminal(void)
{
    char seen[SEEN_SIZE];
    int ends[2];
    EXPECT(pipe(ends) == 0);
    work(ends[1], true, 1);
    read_all(ends[0], false, seen);
    EXPECT_TEXT(seen, "");
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    RUN(long_work);
    RUN(short_work);
    RUN(unwanted);
    RUN(no_terminal);
    return expect_report();
}
