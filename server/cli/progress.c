/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { FIRST_MS = 1000, AGAIN_MS = 100 };

static void wait_for(struct progress *progress, long milliseconds)
{
    struct timespec *next = &progress->next;
    clock_gettime(CLOCK_MONOTONIC, next);
    next->tv_sec += milliseconds / 1000;
    next->tv_nsec += milliseconds % 1000 * 1000000;
    if (next->tv_nsec >= 1000000000) {
        next->tv_nsec -= 1000000000;
        next->tv_sec++;
    }
}

static bool is_due(const struct progress *progress)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > progress->next.tv_sec ||
           (now.tv_sec == progress->next.tv_sec &&
            now.tv_nsec >= progress->next.tv_nsec);
}

void progress_begin(struct progress *progress, const char *command, size_t total,
                    bool wanted)
{
    *progress = (struct progress){
        .command = command,
        .total = total,
        .wanted = wanted && isatty(STDERR_FILENO),
    };
    wait_for(progress, FIRST_MS);
}

void progress_show(struct progress *progress, size_t done)
{
    if (!progress->wanted || !is_due(progress))
        return;
    fprintf(stderr, "\r%s: %zu of %zu domains", progress->command, done,
            progress->total);
    progress->visible = true;
    wait_for(progress, AGAIN_MS);
}

/* \033[K erases from the cursor to the end of the line. */
void progress_end(struct progress *progress)
{
    if (progress->visible)
        fprintf(stderr, "\r\033[K");
    progress->visible = false;
}
