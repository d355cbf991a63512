/* SPDX-License-Identifier: MIT */
/* One login as SASL has it (RFC 4422), from the client's side and free of any protocol:
 * the server's challenges go in as the base64 that stood behind `+ ` or `334 `, what to
 * send comes out, likewise. There is no choice of mechanism and no falling back here.
 */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum sasl_mechanism {
    SASL_PLAIN,         /* RFC 4616 */
    SASL_LOGIN,         /* never standardised, and all that Exchange offers for SMTP */
    SASL_SCRAM_SHA_256, /* RFC 5802, RFC 7677 */
    SASL_XOAUTH2,       /* Google's, and the only one for tokens at Exchange Online */
    SASL_OAUTHBEARER,   /* RFC 7628 */
    SASL_MECHANISM_COUNT,
};

/* The secret of a login and all that is made of it; a token above 4 KiB is seen in
 * the wild, and SMTP allows lines of 12288 bytes (RFC 4954, 4). */
enum { SASL_SECRET_MAX = 32 * 1024, SASL_LINE_MAX = 64 * 1024, SASL_USER_MAX = 512 };

struct sasl_login {
    enum sasl_mechanism mechanism;
    const char *user;
    const struct secret *secret; /* password or token; borrowed until sasl_free */
    const char *host;            /* of the server, which OAUTHBEARER repeats */
    uint16_t port;
};

/* What a server says about a token that it refuses (RFC 7628, 3.2.2; Google's XOAUTH2).
 * Fit to be shown; "" where it says nothing. */
struct sasl_failure {
    char status[64];         /* "invalid_token", "401" */
    char scope[256];         /* what the token should be for */
    char schemes[64];        /* "Bearer" */
    char configuration[256]; /* where the authorization server describes itself */
};

enum sasl_trouble {
    SASL_FINE,
    SASL_NONSENSE, /* the server's challenge is not what the mechanism has */
    SASL_WEAK,     /* it asks for a proof that would give the password away */
    SASL_COSTLY,   /* it asks for more work than we do */
    SASL_REFUSED,  /* it says inside the mechanism that the login failed */
    SASL_IMPOSTOR, /* it does not know the password, though it should */
};

struct sasl;

/* The name on the wire: "SCRAM-SHA-256". */
const char *sasl_name(enum sasl_mechanism mechanism);

/* The mechanism of that name in any case; false for those that are unknown here. */
MUST_CHECK bool sasl_find(struct span name, enum sasl_mechanism *mechanism);

/* Whether the mechanism shows a token instead of a password. */
bool sasl_takes_token(enum sasl_mechanism mechanism);

/* A login that has not begun, to be given to sasl_free. NULL with ERROR_INPUT when the
 * user name or secret cannot be sent by the mechanism: empty, too long, or holding
 * bytes that it has no way to write, such as a line break in a token. */
MUST_CHECK struct sasl *sasl_new(const struct sasl_login *login, struct error *error);

/* Frees and overwrites; NULL is fine. */
void sasl_free(struct sasl *sasl);
DEFINE_AUTO(sasl)

/* Appends the initial response, to be sent with the command. False for LOGIN, in which
 * the server speaks first. Where the protocol has no place for it, do not call this:
 * the first sasl_answer gives the same. */
MUST_CHECK bool sasl_initial(struct sasl *sasl, struct secret *out);

/* Appends the answer to a challenge, nothing for an empty line. False with a sentence
 * when there is none: `*` ends the exchange then, and sasl_trouble says what was wrong.
 * A refusal in JSON is answered as it has to be; the last word comes after it. */
MUST_CHECK bool sasl_answer(struct sasl *sasl, struct span challenge,
                            struct secret *out, struct error *error);

/* To be asked when the server has said that the login worked: false with a sentence
 * when the mechanism had not come to its end, so that the server has not proved to
 * know the password (SCRAM) or nothing was proved at all. */
MUST_CHECK bool sasl_finish(struct sasl *sasl, struct error *error);

/* Why sasl_answer or sasl_finish were false. */
enum sasl_trouble sasl_trouble(const struct sasl *sasl);

/* What the server said about the token, or NULL when it has said nothing. */
const struct sasl_failure *sasl_failure(const struct sasl *sasl);
