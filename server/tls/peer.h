/* SPDX-License-Identifier: MIT */
/* What OpenSSL found wrong with a chain, one entry for each complaint, and the report
 * that is made of it. For the files of this folder. */
#pragma once

#include "base/pool.h"
#include "tls/certificate.h"

#include <openssl/ssl.h>

enum { COMPLAINTS_MAX = 16 };

struct complaint {
    int code, depth; /* X509_V_ERR_*, and 0 for the server's own certificate */
};

struct complaints {
    struct complaint list[COMPLAINTS_MAX];
    size_t count; /* stays at COMPLAINTS_MAX when there are more */
};

/* Writes a complaint down, once. */
void complaints_add(struct complaints *complaints, int code, int depth);

/* The report in `pool` about the peer of `ssl` that was meant to be `host`. NULL when
 * it has shown no certificate. */
const struct tls_peer *peer_report(SSL *ssl, const struct complaints *complaints,
                                   const char *host, struct pool *pool, time_t now);
