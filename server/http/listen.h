/* SPDX-License-Identifier: MIT */
/* Listening sockets: TCP over IPv4 and IPv6, and unix sockets. */
#pragma once

#include "base/error.h"

#include <stdbool.h>

enum { LISTEN_NAME_SIZE = 128 };

/* Opens a listening socket at "127.0.0.1:8080", "[::1]:8080" or "unix:/path". Port 0
 * chooses a free one. A socket file that nobody listens at any more is replaced. On
 * success *fd is open and close-on-exec. */
MUST_CHECK bool listen_open(const char *address, int *fd, struct error *error);

/* Writes where a socket listens, in the same notation, to `out` (LISTEN_NAME_SIZE). */
void listen_name(int fd, char *out);
