/* SPDX-License-Identifier: MIT */
/* domains.ini and the services.ini of the templates, read into a catalog. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"
#include "mail/catalog.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

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
 * mistake is added to `mistakes`; the config is worth using only if there is none. If
 * `path` is NULL there is no file: no domains, and the defaults of all else. Never
 * NULL; to be given to config_free. */
struct config *config_load(const char *path, struct mistakes *mistakes);

/* Domains that somebody lists apart from domains.ini. */
struct config_list {
    const char *const *names; /* as given on the command line */
    size_t name_count;
    FILE *stream;         /* more of them, one a line, with # comments; or NULL */
    const char *file;     /* what the stream is called in mistakes */
    const char *place;    /* and in settings; NULL: it is no file */
    const char *template; /* what they should be like; NULL: as the config says */
};

/* A catalog of the listed domains, each once; their settings have its lifetime, or that
 * of `config`. With a template they are those of a section that says nothing else, and
 * name the line of the stream. Every mistake is added to `mistakes`. Never NULL; to be
 * given to catalog_free. */
struct catalog *config_list(const struct config *config, const struct config_list *list,
                            struct mistakes *mistakes);

/* Frees the config and its catalog; NULL is fine. */
void config_free(struct config *config);
DEFINE_AUTO(config)
