/* SPDX-License-Identifier: MIT */
#include "tls/context.h"

#include "base/memory.h"
#include "tls/context_private.h"
#include "tls/reason.h"
#include "tls/wire.h"

#include <openssl/ssl.h>

/* Exchange Online, like many, closes without a close_notify; the protocols above TLS
 * mark their own ends, so nothing can be cut off unnoticed. */
static const uint64_t options = SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION |
                                SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION;

static bool load_trust(SSL_CTX *ssl, const struct tls_trust *trust, struct error *error)
{
    char reason[REASON_SIZE];
    if (trust->file == NULL && trust->folder == NULL) {
        if (SSL_CTX_set_default_verify_paths(ssl) == 1)
            return true;
        return error_set(error, ERROR_SYSTEM, "the system's certificates: %s",
                         reason_take(reason));
    }
    if (trust->file != NULL && SSL_CTX_load_verify_file(ssl, trust->file) != 1)
        return error_set(error, ERROR_INPUT, "%s: no certificates can be read: %s",
                         trust->file, reason_take(reason));
    if (trust->folder != NULL && SSL_CTX_load_verify_dir(ssl, trust->folder) != 1)
        return error_set(error, ERROR_INPUT, "%s: no folder of certificates: %s",
                         trust->folder, reason_take(reason));
    return true;
}

static bool set_up(SSL_CTX *ssl)
{
    SSL_CTX_set_options(ssl, options);
    SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(ssl, SSL_MODE_ENABLE_PARTIAL_WRITE |
                              SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    /* A trusted issuer will do, whoever may have issued it. */
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(ssl), X509_V_FLAG_PARTIAL_CHAIN);
    return SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(ssl, 0) == 1;
}

struct tls_context *tls_context_new(const struct tls_trust *trust, struct error *error)
{
    AUTO(tls_context) struct tls_context *context = memory_new(sizeof *context);
    char reason[REASON_SIZE];
    reason_clear();
    context->ssl = SSL_CTX_new(TLS_client_method());
    context->wire = wire_method_new();
    if (context->ssl == NULL || context->wire == NULL || !set_up(context->ssl)) {
        error_set(error, ERROR_SYSTEM, "OpenSSL: %s", reason_take(reason));
        return NULL;
    }
    return load_trust(context->ssl, trust, error) ? TAKE(context) : NULL;
}

void tls_cleanse(void *ssl_ctx)
{
    SSL_CTX_set_options(ssl_ctx, SSL_OP_CLEANSE_PLAINTEXT);
}

void tls_context_free(struct tls_context *context)
{
    if (context == NULL)
        return;
    SSL_CTX_free(context->ssl);
    BIO_meth_free(context->wire);
    memory_free(context);
}
