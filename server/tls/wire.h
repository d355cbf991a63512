/* SPDX-License-Identifier: MIT */
/* The bytes below TLS: a BIO over a socket that raises no SIGPIPE, remembers how the
 * other side began (plain text is told by it) and whether it has closed. For the files
 * of this folder. */
#pragma once

#include <openssl/bio.h>
#include <stdbool.h>
#include <stddef.h>

enum { WIRE_BEGINNING = 64 };

struct wire {
    int fd;                         /* borrowed */
    int error;                      /* errno of the call that failed, else 0 */
    bool ended;                     /* the other side has closed */
    size_t begun;                   /* how many bytes of the beginning there are */
    char beginning[WIRE_BEGINNING]; /* what came first */
};

/* OpenSSL stops reading when it sees no TLS; this takes what else has come into the
 * beginning, without waiting. */
void wire_read_on(struct wire *wire);

/* The kind of BIO, to be freed by BIO_meth_free; NULL when memory ran out. */
BIO_METHOD *wire_method_new(void);

/* A BIO over `wire`, which has to outlive it. NULL when memory ran out. */
BIO *wire_bio_new(BIO_METHOD *method, struct wire *wire);
