/* SPDX-License-Identifier: MIT */
#include "oauth/private.h"

#include "base/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_SIZE = 4096 };

static bool fail(struct error *error, const char *path, const char *what)
{
    return error_set(error, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_SYSTEM,
                     "%s: cannot be %s: %s", path, what, strerror(errno));
}

/* Makes all folders of a path that are missing; the last mkdir says how it went. */
static void make_folders(char *path)
{
    for (char *slash = path; (slash = strchr(slash + 1, '/')) != NULL; *slash = '/') {
        *slash = '\0';
        mkdir(path, S_IRWXU);
    }
    mkdir(path, S_IRWXU);
}

static bool is_ours(int fd, const char *path, mode_t type, struct error *error)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return fail(error, path, "looked at");
    if ((status.st_mode & S_IFMT) != type)
        return error_set(error, ERROR_SYSTEM, "%s: not a regular file", path);
    if (status.st_uid != geteuid())
        return error_set(error, ERROR_SYSTEM, "%s: belongs to somebody else", path);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return true;
    return error_set(
        error, ERROR_SYSTEM, "%s: others may look into it (mode %04o): chmod %s", path,
        (unsigned)status.st_mode & 07777U, type == S_IFDIR ? "700" : "600");
}

int private_folder(const char *path, struct error *error)
{
    AUTO(pool) struct pool *pool = pool_new();
    make_folders(pool_strdup(pool, path));
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        fail(error, path, "used");
        error->kind = ERROR_SYSTEM;
        return -1;
    }
    if (is_ours(fd, path, S_IFDIR, error))
        return fd;
    close(fd);
    return -1;
}

int private_open(int folder, const char *name, int flags, struct error *error)
{
    int fd = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK,
                    S_IRUSR | S_IWUSR);
    if (fd < 0) {
        fail(error, name, "opened");
        return -1;
    }
    if (is_ours(fd, name, S_IFREG, error))
        return fd;
    close(fd);
    return -1;
}

bool private_read(int folder, const char *name, struct secret *out, struct error *error)
{
    char block[BLOCK_SIZE];
    ssize_t length;
    int fd = private_open(folder, name, O_RDONLY, error);
    if (fd < 0)
        return false;
    while ((length = read(fd, block, sizeof block)) > 0)
        secret_append(out, block, (size_t)length);
    if (length < 0)
        fail(error, name, "read");
    secret_wipe(block, sizeof block);
    close(fd);
    return length == 0;
}

bool private_reserve(int fd, size_t bytes)
{
    return fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)bytes) == 0 ||
           errno == EOPNOTSUPP || errno == ENOSYS;
}

bool private_write(int fd, struct span bytes)
{
    while (bytes.length > 0) {
        ssize_t written = write(fd, bytes.at, bytes.length);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            bytes = span_skip(bytes, (size_t)written);
    }
    return fsync(fd) == 0;
}
