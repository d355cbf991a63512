/* SPDX-License-Identifier: MIT */
/* A server as the command line names it: imaps://host:993. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "mail/hostname.h"
#include "mail/service.h"

#include <stdbool.h>
#include <stdint.h>

struct server_url {
    enum protocol protocol;
    enum security security;
    char host[HOSTNAME_SIZE]; /* canonical, or an IP address */
    uint16_t port;
};

/* Parses "SCHEME://HOST[:PORT]": imaps, pop3s, submissions and smtps are TLS from the
 * first byte; imap, pop3, submission and smtp mean STARTTLS. False with a sentence that
 * does not repeat the URL where there may be a password in it. */
MUST_CHECK bool server_url_parse(const char *url, struct server_url *endpoint,
                                 struct error *error);
