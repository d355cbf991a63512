/* SPDX-License-Identifier: MIT */
/* What the DNS said to one question. "Not there" and "could not find out" are different
 * results, and nobody who reads an answer can mix them up. Names in answers are in
 * lower case and without their trailing dot; the root is "". */
#pragma once

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RFC 1035 3.2.2 and the IANA registry of DNS parameters. */
enum dns_type {
    DNS_A = 1,
    DNS_NS = 2,
    DNS_CNAME = 5,
    DNS_SOA = 6,
    DNS_MX = 15,
    DNS_TXT = 16,
    DNS_AAAA = 28,
    DNS_SRV = 33,
    DNS_TLSA = 52,
    DNS_CAA = 257,
};

enum dns_result {
    /* Known for certain: */
    DNS_FOUND,    /* there are records of the type */
    DNS_NODATA,   /* the name is there, without records of the type */
    DNS_NXDOMAIN, /* the name, or the last one of its chain, is not there */
    /* Could not find out: */
    DNS_BOGUS,    /* the resolver refuses it for its DNSSEC signatures: it answers only
                   * with checking disabled */
    DNS_SERVFAIL, /* for another reason */
    DNS_REFUSED,
    DNS_TIMEOUT,
    DNS_UNREACHABLE, /* nobody listens there */
    DNS_GARBAGE,     /* an answer that is no DNS message, or NOTIMP or FORMERR */
    DNS_BAD_NAME,    /* no name that could be asked for */
};

enum { DNS_CHAIN_MAX = 16 };

struct dns_record {
    const char *host;   /* of CNAME, NS, MX and SRV: the target; of SOA: the primary */
    const char *text;   /* of A and AAAA: the address; of TXT: its character-strings put
                         * together (RFC 7208 3.3); of CAA: the value; of TLSA: in hex */
    size_t text_length; /* a text may hold any byte; one NUL follows it */
    const char *tag;    /* of CAA */
    uint32_t ttl;
    uint16_t priority; /* of MX and SRV; of CAA: the flags */
    uint16_t weight, port;
};

struct dns_answer {
    enum dns_result result;
    enum dns_type type;
    const char *name;         /* that was asked for */
    const char *server;       /* who said it: "192.0.2.1" or "192.0.2.1:5353" */
    const char *const *chain; /* where CNAMEs led, hop by hop, without `name` */
    size_t chain_count;       /* DNS_CHAIN_MAX at most */
    bool looped;              /* the chain came back to a name it had been at */
    bool cut;                 /* the chain is longer than DNS_CHAIN_MAX */
    bool authentic;           /* AD (RFC 4035 3.2.3), from a resolver on this machine */
    bool authoritative;       /* AA */
    const struct dns_record *records; /* of the type, at the end of the chain */
    size_t record_count;
    const char *zone;      /* the owner of the SOA beside a "not there", or NULL */
    uint32_t ttl;          /* the lowest of the chain and the records */
    unsigned milliseconds; /* until the answer came */
};

/* Whether the answer is known for certain. */
bool dns_is_certain(const struct dns_answer *answer);

/* Where the chain ends: the name itself if there is none. */
const char *dns_chain_end(const struct dns_answer *answer);

/* Whether the chain goes through this name (canonical). The name asked for does not
 * count. */
bool dns_chain_has(const struct dns_answer *answer, const char *name);

/* Words for what went wrong, such as "the server says SERVFAIL"; for certain results
 * "found", "no such record", "no such name". */
const char *dns_result_text(enum dns_result result);

/* "A", "CNAME", ... */
const char *dns_type_name(enum dns_type type);

/* Finds a type by its name ("CNAME"); 0 if there is none here. */
enum dns_type dns_type_parse(const char *name);

/* Appends the data of a record as a zone file writes it (RFC 1035 5.1), names with
 * their trailing dot: "0 mail.example.com.", "\"v=spf1 -all\"". */
void dns_record_print(const struct dns_record *record, enum dns_type type,
                      struct buf *out);
