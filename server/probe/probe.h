/* SPDX-License-Identifier: MIT */
/* Talking to mail servers as a mail program does, up to a login and the proof that
 * there is a mailbox, and then leaving without a trace. Many at a time, in one thread.
 * Each target ends in one finding for each of its
 * owners.
 *
 * Nothing secret is sent over a connection whose certificate does not hold; a refusal
 * is never followed by another mechanism; nothing is read, marked or sent in the
 * mailbox. */
#pragma once

#include "base/error.h"
#include "base/secret.h"
#include "mail/finding.h"
#include "mail/service.h"
#include "mail/resolver.h"
#include "probe/sasl.h"
#include "tls/context.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What to log in with. */
struct probe_login {
    const char *user;
    const struct secret *secret; /* a password or a token */
    const char *tenant;          /* of the token: an id or a domain; NULL: any */
    /* The first that the server offers is used, and no other; where it offers none, but
     * a login without SASL, that is used if PLAIN or LOGIN is among them. */
    enum sasl_mechanism mechanisms[SASL_MECHANISM_COUNT];
    size_t mechanism_count;
};

/* A domain whose server it is. Many may share one, which is talked to once. */
struct probe_owner {
    const char *domain;
    const char *alias; /* a name of the domain that leads to the host, or NULL */
    const char *file;  /* where the domain is declared, or NULL */
    unsigned line;
    const struct probe_owner *next;
};

/* An endpoint and whose mailbox is looked for there. All is borrowed for the run. */
struct probe_target {
    enum protocol protocol;
    enum security security; /* tls or starttls; there is no probing in clear */
    const char *host;       /* the name that is advertised, which is verified */
    uint16_t port;
    const struct probe_owner *owners; /* one at least */
    const char *mailbox;              /* an address, or NULL */
    const struct probe_login *login;  /* NULL: stop after the capabilities */
    const char *policy; /* by which the server has to refuse: its name; NULL: none */
    bool may_be_absent; /* by the policy: nobody needs to listen there */
    const char *unadvertised; /* why there is no login although there is an account:
                               * what its secret is, and nobody advertises; or NULL */
};

/* Receives what is said, line by line and without secrets: from the client ('C'), the
 * server ('S') and what is to be told beside it ('*'). */
typedef void probe_transcript(void *context, const struct probe_target *target,
                              char speaker, const char *line);

struct probe_options {
    struct tls_context *tls;
    resolver *resolve;
    void *resolver_context;
    const char *ehlo;   /* our name for SMTP; NULL: the address in brackets */
    unsigned seconds;   /* for the whole of one target */
    unsigned jobs;      /* at the same time */
    finding_sink *sink; /* called as targets end, once for each owner */
    void *sink_context;
    probe_transcript *transcript; /* or NULL */
    void *transcript_context;
};

enum { PROBE_SECONDS = 60, PROBE_JOBS = 16, PROBE_JOBS_MAX = 256 };

/* Probes all targets; of those for the same mailbox (or user) and protocol one at a
 * time. False with ERROR_SYSTEM when the machine refuses. SIGPIPE has to be ignored. */
MUST_CHECK bool probe_run(const struct probe_target *targets, size_t count,
                          const struct probe_options *options, struct error *error);
