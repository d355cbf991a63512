/* SPDX-License-Identifier: MIT */
#include "oauth/store.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/pool.h"
#include "base/text.h"
#include "oauth/members.h"
#include "oauth/private.h"
#include "tls/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum {
    VERSION = 1,
    FILE_BYTES_MAX = MEMBERS_BYTES_MAX + SEAL_BYTES,
    NAME_BYTES_MAX = 240, /* of the 255 that a file's name may have */
    LOCK_WAIT_MS = 50,
};

struct store {
    struct pool *pool;
    const char *path; /* of the folder, for people */
    struct store_name name;
    const struct secret *key;       /* NULL: nothing is encrypted */
    const char *file, *next, *lock; /* names in the folder */
    int folder, locked, prepared;   /* descriptors, or -1 */
    struct members *kept;           /* NULL: nothing for the name */
};

/* An address as the name of a file: what a shell or a file system might take for
 * something else as %XX. NULL when it is too long. */
static const char *make_file_name(struct pool *pool, const char *address)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789@-_+.";
    struct buf name;
    buf_init(&name, NAME_BYTES_MAX);
    for (const char *at = address; *at != '\0'; at++) {
        char c = text_lower(*at);
        bool is_plain = strchr(plain, c) != NULL && (c != '.' || at > address);
        buf_printf(&name, is_plain ? "%c" : "%%%02X", (unsigned char)c);
    }
    const char *copy = name.overflowed ? NULL : pool_strdup(pool, buf_text(&name));
    buf_clear(&name);
    return copy;
}

static bool take_name(struct store *store, const char *folder,
                      const struct store_name *name, struct error *error)
{
    const char *file = make_file_name(store->pool, name->address);
    if (file == NULL)
        return error_set(error, ERROR_INPUT, "the address is too long for a file");
    store->path = pool_strdup(store->pool, folder);
    store->name = (struct store_name){
        pool_strdup(store->pool, name->address), pool_strdup(store->pool, name->issuer),
        pool_strdup(store->pool, name->client), pool_strdup(store->pool, name->scope)};
    store->file = pool_join(store->pool, file, ".json", NULL);
    store->next = pool_join(store->pool, file, ".json.new", NULL);
    store->lock = pool_join(store->pool, file, ".lock", NULL);
    return true;
}

/* The lock has a file of its own: the other one is replaced. */
static bool lock(struct store *store, unsigned seconds, struct error *error)
{
    const struct timespec pause = {.tv_nsec = LOCK_WAIT_MS * 1000000L};
    unsigned long tries = seconds * 1000UL / LOCK_WAIT_MS;
    store->locked = private_open(store->folder, store->lock, O_RDWR | O_CREAT, error);
    if (store->locked < 0)
        return false;
    while (flock(store->locked, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return error_set(error, ERROR_SYSTEM, "%s: cannot be locked: %s",
                             store->lock, strerror(errno));
        if (tries-- == 0)
            return error_set(error, ERROR_TEMPORARY,
                             "%s: another process has held it for %u seconds",
                             store->lock, seconds);
        nanosleep(&pause, NULL);
    }
    return true;
}

/* What a file holds, or NULL: none, or not whole. ERROR_INPUT: it does not open. */
static bool read_file(const struct store *store, const char *file,
                      struct members **members, struct error *error)
{
    AUTO(secret) struct secret *text = secret_new(FILE_BYTES_MAX);
    AUTO(secret) struct secret *opened = secret_new(MEMBERS_BYTES_MAX);
    struct error ignored;
    *members = NULL;
    if (!private_read(store->folder, file, text, error))
        return error->kind == ERROR_NOT_FOUND;
    bool is_sealed = seal_is(secret_span(text));
    if (is_sealed && store->key == NULL)
        return error_set(error, ERROR_INPUT,
                         "%s: it is encrypted, and there is no store_key", file);
    if (is_sealed && !seal_open(secret_span(store->key), secret_span(text), opened))
        return error_set(error, ERROR_INPUT,
                         "%s: it was encrypted with another store_key, or is damaged",
                         file);
    *members = members_read(secret_span(is_sealed ? opened : text), &ignored);
    return true;
}

/* Whether the key opens what there is: else its successor might seem to be damaged. */
static bool try_key(const struct store *store, struct error *error)
{
    struct members *kept;
    bool opens = read_file(store, store->file, &kept, error);
    members_free(kept);
    return opens;
}

/* A successor that is whole was written by somebody who did not come to rename it. One
 * that is encrypted may be, and only the key can tell. */
static bool recover(const struct store *store, struct error *error)
{
    struct members *next;
    if (!read_file(store, store->next, &next, error) &&
        (error->kind != ERROR_INPUT || store->key == NULL))
        return false;
    bool is_whole = next != NULL;
    members_free(next);
    if (is_whole && (renameat(store->folder, store->next, store->folder, store->file) ||
                     fsync(store->folder)))
        return error_set(error, ERROR_SYSTEM, "%s: cannot be renamed: %s", store->next,
                         strerror(errno));
    if (!is_whole)
        unlinkat(store->folder, store->next, 0);
    return true;
}

static bool has(const struct members *members, const char *key, const char *text)
{
    const char *found = members_string(members, key);
    return text != NULL ? found != NULL && strcmp(found, text) == 0 : found == NULL;
}

static bool read_kept(struct store *store, struct error *error)
{
    long long version;
    if (!read_file(store, store->file, &store->kept, error))
        return false;
    if (store->kept == NULL)
        return true;
    const char *address = members_string(store->kept, "address");
    bool is_ours = members_integer(store->kept, "version", &version) &&
                   version == VERSION && address != NULL &&
                   text_equal_nocase(address, store->name.address) &&
                   has(store->kept, "issuer", store->name.issuer) &&
                   has(store->kept, "client_id", store->name.client) &&
                   has(store->kept, "asked", store->name.scope);
    if (!is_ours) {
        members_free(store->kept);
        store->kept = NULL;
    }
    return true;
}

struct store *store_open(const char *folder, const struct store_name *name,
                         const struct secret *key, unsigned seconds,
                         struct error *error)
{
    AUTO(store) struct store *store = memory_new(sizeof *store);
    store->pool = pool_new();
    store->key = key;
    store->folder = store->locked = store->prepared = -1;
    if (!take_name(store, folder, name, error))
        return NULL;
    store->folder = private_folder(folder, error);
    if (store->folder < 0)
        return NULL;
    if (lock(store, seconds, error) && try_key(store, error) && recover(store, error) &&
        read_kept(store, error))
        return TAKE(store);
    error_prefix(error, "%s", folder);
    if (error->kind == ERROR_NOT_FOUND)
        error->kind = ERROR_SYSTEM;
    return NULL;
}

static void close_if_open(int fd)
{
    if (fd >= 0)
        close(fd);
}

void store_free(struct store *store)
{
    if (store == NULL)
        return;
    if (store->prepared >= 0)
        unlinkat(store->folder, store->next, 0);
    close_if_open(store->prepared);
    close_if_open(store->locked);
    close_if_open(store->folder);
    members_free(store->kept);
    pool_free(store->pool);
    memory_free(store);
}

static bool copy_token(const struct members *members, const char *key,
                       struct secret *out)
{
    const char *text = members_string(members, key);
    if (text != NULL)
        secret_puts(out, text);
    return text != NULL && !secret_overflowed(out);
}

struct grant *store_read(const struct store *store)
{
    long long obtained = 0, expires = 0;
    if (store->kept == NULL)
        return NULL;
    members_integer(store->kept, "obtained", &obtained);
    AUTO(grant) struct grant *grant = grant_new((time_t)obtained);
    if (!copy_token(store->kept, "access_token", grant->access))
        return NULL;
    if (members_has(store->kept, "refresh_token")) {
        grant->refresh = secret_new(GRANT_TOKEN_MAX);
        if (!copy_token(store->kept, "refresh_token", grant->refresh))
            return NULL;
    }
    if (members_integer(store->kept, "expires", &expires))
        grant->expires = (time_t)expires;
    const char *scope = members_string(store->kept, "scope");
    if (scope != NULL)
        text_sanitise(scope, strlen(scope), grant->scope, sizeof grant->scope);
    return TAKE(grant);
}

static bool fail(const struct store *store, const char *what, struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "%s/%s: cannot be %s: %s", store->path,
                     store->next, what, strerror(errno));
}

bool store_prepare(struct store *store, struct error *error)
{
    if (store->prepared >= 0)
        return true;
    store->prepared =
        private_open(store->folder, store->next, O_WRONLY | O_CREAT | O_EXCL, error);
    if (store->prepared < 0)
        return error_prefix(error, "%s", store->path);
    return (private_reserve(store->prepared, FILE_BYTES_MAX) &&
            fsync(store->folder) == 0) ||
           fail(store, "prepared", error);
}

static void write_members(const struct store *store, const struct grant *grant,
                          struct secret *out)
{
    AUTO(members) struct members *members = members_new();
    members_set_integer(members, "version", VERSION);
    members_set_string(members, "address", store->name.address);
    members_set_string(members, "issuer", store->name.issuer);
    members_set_string(members, "client_id", store->name.client);
    members_set_string(members, "asked", store->name.scope);
    members_set_string(members, "access_token", secret_span(grant->access).at);
    if (grant->refresh != NULL)
        members_set_string(members, "refresh_token", secret_span(grant->refresh).at);
    members_set_integer(members, "obtained", grant->obtained);
    if (grant->expires != 0)
        members_set_integer(members, "expires", grant->expires);
    if (grant->scope[0] != '\0')
        members_set_string(members, "scope", grant->scope);
    members_write(members, out);
}

bool store_write(struct store *store, const struct grant *grant, struct error *error)
{
    AUTO(secret) struct secret *text = secret_new(MEMBERS_BYTES_MAX);
    AUTO(secret) struct secret *sealed = secret_new(FILE_BYTES_MAX);
    if (!store_prepare(store, error))
        return false;
    write_members(store, grant, text);
    if (secret_overflowed(text))
        return error_set(error, ERROR_SYSTEM, "the tokens are too large to be kept");
    if (store->key != NULL)
        seal_close(secret_span(store->key), secret_span(text), sealed);
    bool written =
        private_write(store->prepared, secret_span(store->key != NULL ? sealed : text));
    if (!written)
        fail(store, "written", error);
    /* What is whole now is found by the next one, even if this fails. */
    close(store->prepared);
    store->prepared = -1;
    if (!written)
        return false;
    return (renameat(store->folder, store->next, store->folder, store->file) == 0 &&
            fsync(store->folder) == 0) ||
           fail(store, "renamed", error);
}

bool store_remove(struct store *store, struct error *error)
{
    if (unlinkat(store->folder, store->file, 0) == 0 || errno == ENOENT)
        return true;
    return error_set(error, ERROR_SYSTEM, "%s/%s: cannot be removed: %s", store->path,
                     store->file, strerror(errno));
}
