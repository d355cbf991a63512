/* SPDX-License-Identifier: MIT */
/* The folder of template folders: each services.ini is read when the first section
 * names it, and once. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"
#include "config/declaration.h"
#include "mail/catalog.h"

struct folder;

/* Templates found will be added to `catalog` and live in its pool. To be given to
 * folder_free. */
struct folder *folder_new(const char *path, struct catalog *catalog);

/* Frees the table; the templates stay. NULL is fine. */
void folder_free(struct folder *folder);
DEFINE_AUTO(folder)

/* The template of this name. NULL if it cannot be used: its own mistakes are added
 * once, and `*complaint` is set to NULL; if it does not exist, to a sentence for
 * whoever named it. */
struct declaration *folder_find(struct folder *folder, const char *name,
                                const char **complaint, struct mistakes *mistakes);

/* The templates that exist, "imap, microsoft365", for messages. */
const char *folder_list(struct folder *folder);
