/* SPDX-License-Identifier: MIT */
/* Where waypost keeps what has to last. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/pool.h"

/* The folder: systemd's $STATE_DIRECTORY, else waypost in $XDG_STATE_HOME, else in
 * ~/.local/state. From `pool`; NULL with ERROR_INPUT when none of them is set. */
MUST_CHECK const char *state_folder(struct pool *pool, struct error *error);
