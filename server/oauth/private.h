/* SPDX-License-Identifier: MIT */
/* Files that nobody else may read or write, in a folder that nobody else may enter. A
 * sentence names the path first; its kind is ERROR_SYSTEM. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"

#include <stdbool.h>
#include <stddef.h>

/* Opens a folder, after making it and those above it where they are missing. Returns a
 * descriptor to be closed; or -1, also when it belongs to somebody else or others may
 * enter it. */
MUST_CHECK int private_folder(const char *path, struct error *error);

/* Opens a file of a folder, with the flags of open(2); it is made if they say so. No
 * symbolic link is followed. Returns a descriptor to be closed; or -1, also when it is
 * no regular file, belongs to somebody else, or others may read or write it. When there
 * is no such file, the kind is ERROR_NOT_FOUND. */
MUST_CHECK int private_open(int folder, const char *name, int flags,
                            struct error *error);

/* Appends what a file holds, as far as it fits. */
MUST_CHECK bool private_read(int folder, const char *name, struct secret *out,
                             struct error *error);

/* Takes room for so many bytes on the disk, as far as the file system can. False when
 * there is none left. */
MUST_CHECK bool private_reserve(int fd, size_t bytes);

/* Writes all of it, by one call if the system takes it so, and waits until the disk has
 * it. */
MUST_CHECK bool private_write(int fd, struct span bytes);
