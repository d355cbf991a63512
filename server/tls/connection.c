/* SPDX-License-Identifier: MIT */
#include "tls/connection.h"

#include "base/memory.h"
#include "tls/context_private.h"
#include "tls/facts.h"
#include "tls/failure.h"
#include "tls/peer.h"
#include "tls/reason.h"
#include "tls/wire.h"

#include <arpa/inet.h>
#include <limits.h>
#include <openssl/ssl.h>
#include <string.h>

struct tls_connection {
    SSL *ssl;
    struct wire wire;
    struct complaints complaints;
    struct tls_failure failure;
    bool established;
    char host[256];
};

/* Writes the complaint down and lets the handshake go on. */
static int note_complaint(int holds, X509_STORE_CTX *store)
{
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    struct tls_connection *connection = SSL_get_app_data(ssl);
    if (!holds)
        complaints_add(&connection->complaints, X509_STORE_CTX_get_error(store),
                       X509_STORE_CTX_get_error_depth(store));
    return 1;
}

static bool is_address(const char *host)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, host, bytes) == 1 ||
           inet_pton(AF_INET6, host, bytes) == 1;
}

/* The name to ask for (SNI, which has no addresses) and to insist on. */
static bool set_host(SSL *ssl, const char *host)
{
    SSL_set_hostflags(ssl, FACTS_NAME_FLAGS);
    return SSL_set1_host(ssl, host) == 1 &&
           (is_address(host) || SSL_set_tlsext_host_name(ssl, host) == 1);
}

static bool set_up(struct tls_connection *connection, BIO_METHOD *method)
{
    BIO *bio = wire_bio_new(method, &connection->wire);
    if (bio == NULL)
        return false;
    SSL_set_bio(connection->ssl, bio, bio);
    SSL_set_app_data(connection->ssl, connection);
    SSL_set_verify(connection->ssl, SSL_VERIFY_PEER, note_complaint);
    SSL_set_connect_state(connection->ssl);
    return true;
}

struct tls_connection *tls_connection_new(struct tls_context *context, int fd,
                                          const char *host, struct error *error)
{
    AUTO(tls_connection)
    struct tls_connection *connection = memory_new(sizeof *connection);
    char reason[REASON_SIZE];
    size_t length = strlen(host);
    if (length == 0 || length >= sizeof connection->host) {
        error_set(error, ERROR_INPUT, "\"%s\" is no name of a server", host);
        return NULL;
    }
    memcpy(connection->host, host, length);
    connection->wire = (struct wire){.fd = fd};
    reason_clear();
    connection->ssl = SSL_new(context->ssl);
    if (connection->ssl == NULL || !set_up(connection, context->wire)) {
        error_set(error, ERROR_SYSTEM, "OpenSSL: %s", reason_take(reason));
        return NULL;
    }
    if (!set_host(connection->ssl, host)) {
        error_set(error, ERROR_INPUT, "\"%s\" is no name of a server: %s", host,
                  reason_take(reason));
        return NULL;
    }
    return TAKE(connection);
}

void tls_connection_free(struct tls_connection *connection)
{
    if (connection == NULL)
        return;
    SSL_free(connection->ssl);
    memory_free(connection);
}

/* What the last call on the SSL came to, once it did not simply succeed. */
static enum tls_step judge(struct tls_connection *connection, int result)
{
    int error = SSL_get_error(connection->ssl, result);
    if (error == SSL_ERROR_WANT_READ)
        return TLS_WANT_READ;
    if (error == SSL_ERROR_WANT_WRITE)
        return TLS_WANT_WRITE;
    if (error == SSL_ERROR_ZERO_RETURN && connection->established)
        return TLS_CLOSED;
    failure_explain(&connection->failure, &connection->wire, connection->established);
    return TLS_FAILED;
}

static bool has_failed(const struct tls_connection *connection)
{
    return connection->failure.fault != TLS_FAULT_NONE;
}

enum tls_step tls_handshake(struct tls_connection *connection)
{
    if (has_failed(connection))
        return TLS_FAILED;
    reason_clear();
    int result = SSL_do_handshake(connection->ssl);
    if (result != 1)
        return judge(connection, result);
    connection->established = true;
    return TLS_DONE;
}

enum tls_step tls_read(struct tls_connection *connection, char *bytes, size_t size,
                       size_t *length)
{
    *length = 0;
    /* What the server said before a write found the connection broken can still be
     * read. */
    if (has_failed(connection) && connection->failure.fault != TLS_FAULT_RESET)
        return TLS_FAILED;
    reason_clear();
    int result = SSL_read_ex(connection->ssl, bytes, size, length);
    return result == 1 ? TLS_DONE : judge(connection, result);
}

enum tls_step tls_write(struct tls_connection *connection, const char *bytes,
                        size_t length, size_t *written)
{
    *written = 0;
    if (has_failed(connection))
        return TLS_FAILED;
    reason_clear();
    int result = SSL_write_ex(connection->ssl, bytes, length, written);
    return result == 1 ? TLS_DONE : judge(connection, result);
}

enum tls_step tls_shutdown(struct tls_connection *connection)
{
    if (has_failed(connection))
        return TLS_FAILED;
    if (!connection->established)
        return TLS_DONE;
    reason_clear();
    int result = SSL_shutdown(connection->ssl);
    return result >= 0 ? TLS_DONE : judge(connection, result);
}

bool tls_connection_is_verified(const struct tls_connection *connection)
{
    return connection->established && connection->complaints.count == 0 &&
           SSL_get0_peer_certificate(connection->ssl) != NULL &&
           SSL_get_verify_result(connection->ssl) == X509_V_OK;
}

const struct tls_failure *
tls_connection_failure(const struct tls_connection *connection)
{
    return &connection->failure;
}

const char *tls_connection_version(const struct tls_connection *connection)
{
    return connection->established ? SSL_get_version(connection->ssl) : "";
}

const char *tls_connection_cipher(const struct tls_connection *connection)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(connection->ssl);
    if (!connection->established || cipher == NULL)
        return "";
    return SSL_CIPHER_standard_name(cipher);
}

const struct tls_peer *tls_connection_peer(const struct tls_connection *connection,
                                           struct pool *pool, time_t now)
{
    return peer_report(connection->ssl, &connection->complaints, connection->host, pool,
                       now);
}

bool tls_connection_covers(const struct tls_connection *connection, const char *host)
{
    X509 *leaf = SSL_get0_peer_certificate(connection->ssl);
    return leaf != NULL && facts_cover(leaf, host);
}
