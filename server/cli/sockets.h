/* SPDX-License-Identifier: MIT */
/* The listening sockets of serve: opened here, or handed over by systemd. */
#pragma once

#include "base/error.h"
#include "config/config.h"

#include <stdbool.h>
#include <stddef.h>

enum { SOCKETS_MAX = 64 };

struct sockets {
    int public[SOCKETS_MAX], admin[SOCKETS_MAX];
    size_t public_count, admin_count;
};

/* Opens all that the configuration lists. "systemd" stands for the sockets that systemd
 * passed (sd_listen_fds(3)): those named "admin" (FileDescriptorName=) for
 * admin_listen, all others for listen. */
MUST_CHECK bool sockets_open(const struct config *config, struct sockets *out,
                             struct error *error);
