/* SPDX-License-Identifier: MIT */
#include "cli/secrets.h"

#include "base/text.h"
#include "probe/sasl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS_MAX = 60, GRACE_MS = 1000, BLOCK_SIZE = 4096 };

static bool add_from_environment(const char *name, struct secret *out,
                                 struct error *error)
{
    const char *value = getenv(name);
    if (value == NULL)
        return error_set(error, ERROR_INPUT, "the environment has no %s", name);
    secret_puts(out, value);
    return true;
}

/* Milliseconds. */
static long long read_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool refuse_slowness(struct error *error)
{
    return error_set(error, ERROR_INPUT, "did not end within %d seconds", SECONDS_MAX);
}

/* What read returns. */
static ssize_t read_some(int fd, struct secret *out)
{
    char block[BLOCK_SIZE];
    ssize_t length = read(fd, block, sizeof block);
    if (length > 0)
        secret_append(out, block, (size_t)length);
    secret_wipe(block, sizeof block);
    return length;
}

/* Reads until the end, or until the time is over. */
static bool add_from_descriptor(int fd, long long deadline, struct secret *out,
                                struct error *error)
{
    ssize_t length = 1;
    while (length != 0 && !secret_overflowed(out)) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        long long left = deadline - read_clock();
        if (left <= 0)
            return refuse_slowness(error);
        if (poll(&ready, 1, (int)left) <= 0)
            continue;
        length = read_some(fd, out);
        if (length < 0)
            return error_set(error, ERROR_INPUT, "cannot be read: %s", strerror(errno));
    }
    return true;
}

static bool add_from_file(const char *path, bool is_private, struct secret *out,
                          struct error *error)
{
    struct stat status;
    long long deadline = read_clock() + SECONDS_MAX * 1000LL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return error_set(error, ERROR_INPUT, "%s: cannot be read: %s", path,
                         strerror(errno));
    bool good = fstat(fd, &status) == 0;
    if (good && is_private && (status.st_mode & S_IRWXO) != 0)
        good = error_set(error, ERROR_INPUT,
                         "%s: everybody may read or write it: chmod 600", path);
    else if (!good || !add_from_descriptor(fd, deadline, out, error))
        good = error_prefix(error, "%s", path);
    close(fd);
    return good;
}

/* sh -c COMMAND with its output in a pipe; its complaints go where ours go. */
static bool spawn(const char *command, int output, pid_t *pid)
{
    char sh[] = "sh", option[] = "-c";
    char *words[] = {sh, option, (char *)command, NULL}; /* never written to */
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawnattr_init(&attributes);
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE); /* ignored here */
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    int result = posix_spawn(pid, "/bin/sh", &actions, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return result == 0;
}

static bool judge_exit(int status, struct error *error)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (WIFEXITED(status))
        return error_set(error, ERROR_INPUT, "the command ended with status %d",
                         WEXITSTATUS(status));
    return error_set(error, ERROR_INPUT, "the command was ended by a signal");
}

/* Waits for its end, and brings it about when the time is over, which is false. */
static bool wait_for_end(pid_t pid, long long deadline, int *status)
{
    const struct timespec nap = {.tv_nsec = 1000000};
    pid_t ended = 0;
    while ((ended = waitpid(pid, status, WNOHANG)) == 0 && read_clock() < deadline)
        nanosleep(&nap, NULL);
    if (ended != 0)
        return true;
    kill(pid, SIGKILL);
    while (waitpid(pid, status, 0) < 0 && errno == EINTR)
        ;
    return false;
}

static bool add_from_command(const char *command, struct secret *out,
                             struct error *error)
{
    int ends[2], status = 0;
    long long deadline = read_clock() + SECONDS_MAX * 1000LL;
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(error, ERROR_SYSTEM, "pipe: %s", strerror(errno));
    bool good = spawn(command, ends[1], &pid);
    close(ends[1]);
    if (!good) {
        close(ends[0]);
        return error_set(error, ERROR_SYSTEM, "sh cannot be started");
    }
    good = add_from_descriptor(ends[0], deadline, out, error);
    close(ends[0]);
    if (!good || secret_overflowed(out)) {
        kill(pid, SIGTERM);
        wait_for_end(pid, read_clock() + GRACE_MS, &status);
        return good || error_prefix(error, "the command");
    }
    if (wait_for_end(pid, deadline, &status))
        return judge_exit(status, error);
    refuse_slowness(error);
    return error_prefix(error, "the command");
}

/* Files and commands end in a line break that belongs to no password. */
static void trim(struct secret *secret)
{
    struct span bytes = secret_span(secret);
    if (bytes.length > 0 && bytes.at[bytes.length - 1] == '\n')
        bytes.length--;
    if (bytes.length > 0 && bytes.at[bytes.length - 1] == '\r')
        bytes.length--;
    secret_truncate(secret, bytes.length);
}

static bool add(const struct account_secret *from, struct secret *out,
                struct error *error)
{
    switch (from->source) {
    case ACCOUNT_FILE:
        return add_from_file(from->place, true, out, error);
    case ACCOUNT_ENVIRONMENT:
        return add_from_environment(from->place, out, error);
    case ACCOUNT_COMMAND:
        return add_from_command(from->place, out, error);
    case ACCOUNT_NOWHERE:
        break;
    }
    return error_set(error, ERROR_INPUT, "there is no secret");
}

static bool judge(const struct secret *secret, struct error *error)
{
    if (secret_overflowed(secret))
        return error_set(error, ERROR_INPUT, "more than %d bytes", SASL_SECRET_MAX);
    return secret_span(secret).length > 0 ||
           error_set(error, ERROR_INPUT, "there is nothing in it");
}

struct secret *secrets_read(const struct account_secret *from, struct error *error)
{
    AUTO(secret) struct secret *secret = secret_new(SASL_SECRET_MAX);
    if (!add(from, secret, error))
        return NULL;
    trim(secret);
    return judge(secret, error) ? TAKE(secret) : NULL;
}

struct secret *secrets_read_public(const char *path, struct error *error)
{
    AUTO(secret) struct secret *text = secret_new(SASL_SECRET_MAX);
    return add_from_file(path, false, text, error) && judge(text, error) ? TAKE(text)
                                                                         : NULL;
}

static void forget(const struct account_secret *from)
{
    char *value = from->source == ACCOUNT_ENVIRONMENT ? getenv(from->place) : NULL;
    if (value == NULL)
        return;
    secret_wipe(value, strlen(value));
    unsetenv(from->place);
}

void secrets_forget(const struct accounts *accounts)
{
    for (size_t i = 0; i < accounts_count(accounts); i++) {
        forget(&accounts_get(accounts, i)->secret);
        forget(&accounts_get(accounts, i)->oauth.client_secret);
        forget(&accounts_get(accounts, i)->oauth.store_key);
    }
}
