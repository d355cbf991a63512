/* SPDX-License-Identifier: MIT */
/* A service: one advertised server of a mail domain. Declared once, in services.ini or
 * domains.ini; every document, record and check is made from it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum protocol { PROTOCOL_IMAP, PROTOCOL_POP3, PROTOCOL_SMTP, PROTOCOL_COUNT };

enum security {
    SECURITY_TLS,      /* TLS from the first byte */
    SECURITY_STARTTLS, /* a mandatory upgrade */
    SECURITY_NONE,     /* in clear: never put into a document */
    SECURITY_COUNT,
};

enum auth { AUTH_PASSWORD, AUTH_OAUTH2, AUTH_COUNT };

struct service {
    const char *host;     /* canonical host name */
    const char *username; /* with %EMAILADDRESS% and friends; free of & < > " ' */
    uint16_t port;
    uint8_t protocol;         /* enum protocol */
    uint8_t security;         /* enum security */
    uint8_t auth[AUTH_COUNT]; /* enum auth, the preferred one first */
    uint8_t auth_count;
};

/* Whether mail programs are told of a service: never of one in clear, which makes
 * strict clients drop the whole document. */
bool service_is_public(const struct service *service);

/* Whether the service takes this auth. */
bool service_takes(const struct service *service, enum auth auth);

/* The words of domains.ini: "imap", "pop3" or "smtp". */
const char *protocol_name(enum protocol protocol);

/* "tls", "starttls" or "none". */
const char *security_name(enum security security);

/* "password" or "oauth2". */
const char *auth_name(enum auth auth);

/* The registered port (RFC 8314, IANA): 993/143, 995/110, 465/587. */
uint16_t protocol_default_port(enum protocol protocol, enum security security);
