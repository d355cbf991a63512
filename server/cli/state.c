/* SPDX-License-Identifier: MIT */
#include "cli/state.h"

#include <stdlib.h>
#include <string.h>

/* What is not absolute is not to be used (XDG Base Directory Specification). */
static const char *get_path(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] == '/' ? value : NULL;
}

const char *state_folder(struct pool *pool, struct error *error)
{
    const char *systemd = get_path("STATE_DIRECTORY");
    const char *state = get_path("XDG_STATE_HOME");
    const char *home = get_path("HOME");
    if (systemd != NULL)
        return pool_copy(pool, systemd, strcspn(systemd, ":")); /* the first */
    if (state != NULL)
        return pool_join(pool, state, "/waypost", NULL);
    if (home != NULL)
        return pool_join(pool, home, "/.local/state/waypost", NULL);
    error_set(error, ERROR_INPUT,
              "there is no place for tokens: none of STATE_DIRECTORY, XDG_STATE_HOME "
              "and HOME is set");
    return NULL;
}
