/* SPDX-License-Identifier: MIT */
/* Fetching over HTTP and HTTPS, many things at once, each bounded in bytes, time and
 * redirections. What is sent and what comes may be a secret, and is kept as one. Where
 * a proxy is needed, the usual variables (https_proxy, no_proxy) name it: libcurl reads
 * them. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/secret.h"
#include "mail/resolver.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    FETCH_BYTES_MAX = 256 * 1024,
    FETCH_REDIRECTS_MAX = 5,
    FETCH_AT_ONCE = 16,
    FETCH_SECONDS = 20,
};

/* All is borrowed for the run; NULL: nothing. */
struct fetch_request {
    const char *url;           /* http: or https:, without a user in it */
    const struct secret *body; /* to be sent by POST; NULL: a GET */
    const char *content_type;  /* of the body */
    const char *accept;
    const char *user_agent;
    const char *basic_user;              /* HTTP Basic (RFC 7617) */
    const struct secret *basic_password; /* with it */
    bool follows; /* redirections, never from https to http; only of a GET without a
                   * password: what was meant for one server is led to no other */
};

/* Which of the things that can happen did. */
enum fetch_result {
    FETCH_ANSWERED,   /* with some status */
    FETCH_NO_HOST,    /* the resolver is certain: no such name, or no address */
    FETCH_REFUSED,    /* nobody listens at the port */
    FETCH_UNTRUSTED,  /* the certificate does not hold */
    FETCH_TOO_LONG,   /* head or body have more than FETCH_BYTES_MAX */
    FETCH_REDIRECTED, /* too often, or to where nobody may be led */
    FETCH_TEMPORARY,  /* could not find out: silence, a lost connection, the DNS */
    FETCH_IMPOSSIBLE, /* no URL that could be fetched */
};

/* Strings are never NULL. They are what a server said: to be cleaned before they are
 * shown, all but `text`, which is. */
struct fetch_answer {
    enum fetch_result result;
    unsigned milliseconds;
    long status;              /* of HTTP; 0 unless answered */
    const char *url;          /* where the redirections led */
    const char *content_type; /* without its parameters, in lower case; or "" */
    const char *location;     /* of a redirection not followed, absolute; or "" */
    const char *text;         /* what else there is to say about the result, or "" */
    struct secret *body;      /* never NULL; empty unless answered */
    long retry_after;         /* seconds (RFC 9110 10.2.3); 0 if not said */
    struct pool *pool;        /* what the strings live in */
};

struct fetch_options {
    const char *ca_file; /* PEM, instead of the system's; or NULL */
    unsigned seconds;    /* for the whole of one request; 0: FETCH_SECONDS */
    resolver *resolve;   /* NULL: the system's, which is never certain */
    void *resolver_context;
};

/* Fetches all of them, FETCH_AT_ONCE at the same time, and fills `answers`, each to be
 * given to fetch_answer_clear, whatever is returned. False with ERROR_SYSTEM when the
 * machine refuses. SIGPIPE has to be ignored. */
MUST_CHECK bool fetch_run(const struct fetch_request *requests, size_t count,
                          const struct fetch_options *options,
                          struct fetch_answer *answers, struct error *error);

/* Overwrites and frees what is in an answer; a zeroed one is fine. */
void fetch_answer_clear(struct fetch_answer *answer);
