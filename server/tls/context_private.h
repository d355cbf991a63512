/* SPDX-License-Identifier: MIT */
/* The inside of a context, for the files of this folder. */
#pragma once

#include "tls/context.h"

#include <openssl/ssl.h>

struct tls_context {
    SSL_CTX *ssl;
    BIO_METHOD *wire;
};
