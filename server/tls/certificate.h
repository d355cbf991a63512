/* SPDX-License-Identifier: MIT */
/* What a server showed of itself: its certificate, those above it, and what is wrong
 * with them. Plain data, cleaned for showing. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* The more a fault says about the rest, the further down it stands: of a certificate
 * that nobody vouches for it matters little that it has expired as well. */
enum certificate_fault {
    CERTIFICATE_GOOD,
    CERTIFICATE_OTHER,   /* the sentence says what */
    CERTIFICATE_WEAK,    /* a key or signature that is too easily forged */
    CERTIFICATE_PURPOSE, /* not made for servers */
    CERTIFICATE_NOT_YET, /* valid from a day to come */
    CERTIFICATE_EXPIRED,
    CERTIFICATE_NAME,        /* made out for other names */
    CERTIFICATE_INCOMPLETE,  /* its issuer is neither trusted nor sent along */
    CERTIFICATE_UNTRUSTED,   /* the chain ends at a root that is not trusted */
    CERTIFICATE_SELF_SIGNED, /* its own issuer, and not trusted */
    CERTIFICATE_FAULT_COUNT,
};

enum { CERTIFICATE_NAMES_MAX = 64, CERTIFICATE_CHAIN_MAX = 8 };

struct certificate {
    const char *subject, *issuer; /* "CN=..., O=...", RFC 2253 */
    const char *issuer_name;      /* the common name of the issuer, or else all of it */
    const char *names[CERTIFICATE_NAMES_MAX]; /* DNS names and addresses it is for */
    size_t name_count;                        /* of those above */
    size_t name_total;                        /* of those in the certificate */
    time_t not_before, not_after;
    long days_left; /* whole days; negative when it has expired */
    bool self_signed;
    const char *fingerprint;     /* SHA-256 of the certificate, hex */
    const char *key_fingerprint; /* SHA-256 of the public key (SPKI), hex */
};

/* The server's certificate first, each followed by its issuer as far as it sent them.
 * The faults are those of the whole chain, the first the gravest. */
struct tls_peer {
    struct certificate chain[CERTIFICATE_CHAIN_MAX];
    size_t count;
    size_t total; /* how many were sent */
    enum certificate_fault faults[CERTIFICATE_FAULT_COUNT];
    size_t fault_count;
    const char *sentence;  /* what is wrong, for a person; NULL: nothing */
    const char *inspector; /* "Zscaler": who opens TLS on the way, or NULL */
};

/* A word for a fault: "name", "expired", "self-signed", ... */
const char *certificate_fault_name(enum certificate_fault fault);

/* The product that is known to put certificates of such an issuer in the place of the
 * server's, or NULL. */
const char *certificate_inspector(const char *issuer);
