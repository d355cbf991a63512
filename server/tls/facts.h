/* SPDX-License-Identifier: MIT */
/* Facts out of OpenSSL's certificates. For the files of this folder. */
#pragma once

#include "base/pool.h"
#include "tls/certificate.h"

#include <openssl/x509v3.h>

/* Names are looked for where RFC 9525 wants them, as mail programs do: not in the
 * subject, and a wildcard is a whole label. */
enum {
    FACTS_NAME_FLAGS =
        X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS
};

/* Fills `out` from a certificate, with strings in `pool`. */
void facts_read(X509 *certificate, time_t now, struct pool *pool,
                struct certificate *out);

/* Whether a certificate is for this host name or IP address. */
bool facts_cover(X509 *certificate, const char *host);

/* The fault that an X509_V_ERR_* code stands for, with `sent` certificates sent. */
enum certificate_fault facts_fault(int code, size_t sent);
