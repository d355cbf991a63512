/* SPDX-License-Identifier: MIT */
/* TLS over a connected, non-blocking socket, in steps: each call does what it can and
 * says what it waits for. A certificate that does not hold is written down but does not
 * end the handshake, so that it can be reported; tls_connection_is_verified says
 * whether a password may be sent. */
#pragma once

#include "base/cleanup.h"
#include "base/pool.h"
#include "tls/certificate.h"
#include "tls/context.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum tls_step {
    TLS_DONE,
    TLS_WANT_READ,  /* call again when the socket can be read */
    TLS_WANT_WRITE, /* call again when the socket can be written */
    TLS_CLOSED,     /* the other side has ended the conversation */
    TLS_FAILED,     /* tls_connection_failure says why */
};

enum tls_fault {
    TLS_FAULT_NONE,
    TLS_FAULT_PLAIN_TEXT, /* the server does not speak TLS on this port */
    TLS_FAULT_VERSION,    /* the server knows TLS 1.1 or older only */
    TLS_FAULT_ALERT,      /* the server refused, by a TLS alert */
    TLS_FAULT_CLOSED,     /* the server closed in the middle of the handshake */
    TLS_FAULT_RESET,      /* the connection broke: reset, timed out, unreachable */
    TLS_FAULT_PROTOCOL,   /* anything else that is no TLS as it should be */
};

struct tls_failure {
    enum tls_fault fault;
    unsigned char alert; /* the number of the alert */
    int system;          /* errno, when the connection broke */
    char said[128];      /* what a server without TLS said, fit to be shown */
    char text[320];      /* a sentence: subject first, lower case, no full stop */
};

struct tls_connection;

/* A connection over `fd`, which stays the caller's to close and has to outlive it, to
 * the server named `host` (or an IP address), the one name that is verified. To be
 * given to tls_connection_free. NULL with ERROR_SYSTEM, or ERROR_INPUT when `host` is
 * no name that a certificate could have. */
MUST_CHECK struct tls_connection *tls_connection_new(struct tls_context *context,
                                                     int fd, const char *host,
                                                     struct error *error);

/* Frees without a word to the other side; NULL is fine. The socket stays open. */
void tls_connection_free(struct tls_connection *connection);
DEFINE_AUTO(tls_connection)

/* Goes on with the handshake. */
enum tls_step tls_handshake(struct tls_connection *connection);

/* Reads up to `size` bytes, at least one when TLS_DONE. Bytes may wait inside though
 * the socket has none: read until it is not TLS_DONE any more. */
enum tls_step tls_read(struct tls_connection *connection, char *bytes, size_t size,
                       size_t *length);

/* Writes at least one of `length` bytes when TLS_DONE. */
enum tls_step tls_write(struct tls_connection *connection, const char *bytes,
                        size_t length, size_t *written);

/* Says that nothing more will be sent; does not wait for the other side to agree. */
enum tls_step tls_shutdown(struct tls_connection *connection);

/* Whether the handshake is done with a certificate that is trusted, valid today and
 * made out for the host: nothing secret may be sent unless this is true. */
bool tls_connection_is_verified(const struct tls_connection *connection);

/* Why a step was TLS_FAILED; lives as long as the connection. */
const struct tls_failure *
tls_connection_failure(const struct tls_connection *connection);

/* What the handshake agreed on: "TLSv1.3", "TLS_AES_256_GCM_SHA384"; "" before. */
const char *tls_connection_version(const struct tls_connection *connection);

/* The cipher suite by its name in the standards. */
const char *tls_connection_cipher(const struct tls_connection *connection);

/* What the server presented, in `pool`, with days counted from `now`. After a failed
 * handshake as well, when it came that far; NULL when no certificate was seen. */
const struct tls_peer *tls_connection_peer(const struct tls_connection *connection,
                                           struct pool *pool, time_t now);

/* Whether the server's certificate would do for another of its names as well, such as
 * the alias imap.example.com of outlook.office365.com. */
bool tls_connection_covers(const struct tls_connection *connection, const char *host);
