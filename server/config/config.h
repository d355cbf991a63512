/* SPDX-License-Identifier: MIT */
/* domains.ini and the services.ini of the templates, read into a catalog. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"
#include "mail/catalog.h"

#include <stdbool.h>
#include <stddef.h>

struct config {
    struct catalog *catalog; /* owned; holds all strings below */
    const char *const
        *listen; /* as written: "127.0.0.1:8080", "unix:/run/x", "systemd" */
    size_t listen_count;
    const char *const *admin_listen;
    size_t admin_listen_count;
    const char *templates; /* the folder of template folders */
    unsigned idle_timeout; /* seconds */
    bool request_log;
};

/* Reads `path`, what it includes, and the services.ini of each template it names. Every
 * mistake is added to `mistakes`; the config is worth using only if there is none.
 * Never NULL; to be given to config_free. */
struct config *config_load(const char *path, struct mistakes *mistakes);

/* Frees the config and its catalog; NULL is fine. */
void config_free(struct config *config);
DEFINE_AUTO(config)
