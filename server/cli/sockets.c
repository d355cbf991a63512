/* SPDX-License-Identifier: MIT */
#include "cli/sockets.h"

#include "base/text.h"
#include "http/listen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_PASSED = 3 };

/* How many sockets systemd passed to this very process. */
static unsigned long count_passed(void)
{
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    unsigned long number = 0, mine = (unsigned long)getpid();
    if (pid == NULL || count == NULL || !text_parse_uint(pid, mine, mine, &number) ||
        !text_parse_uint(count, 1, SOCKETS_MAX, &number))
        return 0;
    return number;
}

/* Whether the name of the passed socket number `index` is "admin". */
static bool is_named_admin(unsigned long index)
{
    const char *names = getenv("LISTEN_FDNAMES");
    for (; names != NULL && index > 0; index--) {
        names = strchr(names, ':');
        names = names != NULL ? names + 1 : NULL;
    }
    return names != NULL &&
           span_equal((struct span){names, strcspn(names, ":")}, "admin");
}

static bool take_passed(bool admin, int *sockets, size_t *count, struct error *error)
{
    size_t before = *count;
    for (unsigned long i = 0; i < count_passed() && *count < SOCKETS_MAX; i++) {
        if (is_named_admin(i) != admin)
            continue;
        int fd = FIRST_PASSED + (int)i;
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
        sockets[(*count)++] = fd;
    }
    return *count > before ||
           error_set(error, ERROR_INPUT, "listen systemd: systemd passed no socket%s",
                     admin ? " named admin" : "");
}

static bool open_list(const char *const *addresses, size_t address_count, bool admin,
                      struct sockets *out, struct error *error)
{
    int *sockets = admin ? out->admin : out->public;
    size_t *count = admin ? &out->admin_count : &out->public_count;
    for (size_t i = 0; i < address_count; i++) {
        if (strcmp(addresses[i], "systemd") == 0) {
            if (!take_passed(admin, sockets, count, error))
                return false;
        } else if (*count == SOCKETS_MAX) {
            return error_set(error, ERROR_INPUT, "listen: more than %d", SOCKETS_MAX);
        } else if (listen_open(addresses[i], &sockets[*count], error)) {
            ++*count;
        } else {
            return false;
        }
    }
    return true;
}

bool sockets_open(const struct config *config, struct sockets *out, struct error *error)
{
    *out = (struct sockets){.public_count = 0};
    return open_list(config->listen, config->listen_count, false, out, error) &&
           open_list(config->admin_listen, config->admin_listen_count, true, out,
                     error);
}
