/* SPDX-License-Identifier: MIT */
/* Reading the documents of others, as strictly as the programs that people use: from an
 * autoconfig document that Thunderbird would drop, nothing is taken, and of a section
 * that it would skip, nothing either. What is only unwise is a matter of the judges. */
#pragma once

#include "base/pool.h"
#include "base/text.h"
#include "mail/service.h"

#include <stddef.h>

enum { FOREIGN_BYTES_MAX = 64 * 1024, FOREIGN_SERVICES_MAX = 16 };

enum foreign_kind {
    FOREIGN_OTHER,            /* no document of this sort: a web page, plain text */
    FOREIGN_AUTOCONFIG,       /* services, one at least */
    FOREIGN_AUTODISCOVER,     /* the same */
    FOREIGN_USELESS,          /* of this sort, and nobody could use it */
    FOREIGN_EXCHANGE,         /* Autodiscover: settings, but none of IMAP, POP3, SMTP */
    FOREIGN_REDIRECT_URL,     /* Autodiscover: `text` says where to */
    FOREIGN_REDIRECT_ADDRESS, /* Autodiscover: `text` is the address to ask for */
    FOREIGN_ERROR,            /* Autodiscover: `text` is the error */
};

struct foreign {
    enum foreign_kind kind;
    const char *text;   /* more about it, cleaned; or "" */
    const char *domain; /* autoconfig: the first it is for, or "" */
    const struct service
        *services; /* in the document's order; auth_count 0: not said */
    size_t service_count;
};

/* Reads a document, for an address, "@DOMAIN" or nobody (""). All that comes out lives
 * in `pool`; usernames have the placeholders that they had, or get them where
 * Autodiscover repeats the address. */
void foreign_read(struct span bytes, const char *address, struct pool *pool,
                  struct foreign *out);
