/* SPDX-License-Identifier: MIT */
/* What all TLS connections of a run share: whom to trust, and how. TLS 1.2 and 1.3;
 * no renegotiation, no tickets, no session that outlives its connection. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"

struct tls_context;

/* Whom to trust; both NULL: whom the system trusts. */
struct tls_trust {
    const char *file;   /* PEM certificates */
    const char *folder; /* of certificates with hashed names (openssl rehash) */
};

/* A context, to be given to tls_context_free after the last connection made with it.
 * NULL with ERROR_INPUT when the file or folder cannot be read, ERROR_SYSTEM when
 * OpenSSL is in no state to work. */
MUST_CHECK struct tls_context *tls_context_new(const struct tls_trust *trust,
                                               struct error *error);

/* Lets OpenSSL overwrite what came in over connections of an SSL_CTX, which libcurl
 * makes for itself, as soon as it has been read. */
void tls_cleanse(void *ssl_ctx);

/* Frees the context; NULL is fine. */
void tls_context_free(struct tls_context *context);
DEFINE_AUTO(tls_context)
