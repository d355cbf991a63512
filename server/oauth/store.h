/* SPDX-License-Identifier: MIT */
/* Where tokens are kept: a folder of the user's own with one file for each address.
 *
 * A refresh token that rotates works once; the server has forgotten it when it sends
 * the next one. So a file is locked from before the question until the answer is kept;
 * the place for the answer is made, and its bytes are reserved, before the question;
 * and the answer is written there at once when it has come. A process that dies after
 * that, before the new file has taken the old one's name, has lost nothing: whoever
 * comes next finds both and finishes the work. What is left is the time in which the
 * answer is on its way: after that, only a server that takes the old token once more
 * (most do for a while) can help. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "oauth/grant.h"

#include <stdbool.h>

/* Whose token it is and what it was asked for; a token of another one is none. */
struct store_name {
    const char *address;
    const char *issuer;
    const char *client;
    const char *scope; /* that was asked for, or NULL */
};

struct store;

/* Opens the file of an address in a folder, which is made, with those above it, when it
 * is not there, and locks it against other processes: waits for up to `seconds`. What a
 * process that died has left is put right. With a key, which has to live as long as the
 * store, what is written is encrypted; NULL: it is not. NULL with ERROR_TEMPORARY when
 * another one holds it, ERROR_INPUT when the file was encrypted with another key,
 * ERROR_SYSTEM when folder or file cannot be used, or may be by others. To be given to
 * store_free. */
MUST_CHECK struct store *store_open(const char *folder, const struct store_name *name,
                                    const struct secret *key, unsigned seconds,
                                    struct error *error);

/* Unlocks and frees; NULL is fine. */
void store_free(struct store *store);
DEFINE_AUTO(store)

/* What is kept, to be given to grant_free; NULL when there is nothing for this name. */
struct grant *store_read(const struct store *store);

/* Makes sure that a grant can be kept: before it is asked for. */
MUST_CHECK bool store_prepare(struct store *store, struct error *error);

/* Keeps a grant instead of what there is. It is safe from the moment when this has
 * written, and on the disk when it returns. */
MUST_CHECK bool store_write(struct store *store, const struct grant *grant,
                            struct error *error);

/* Forgets what is kept: it is of no use any more. */
MUST_CHECK bool store_remove(struct store *store, struct error *error);
