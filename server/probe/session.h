/* SPDX-License-Identifier: MIT */
/* One target while it is probed. The stages follow each other in an order that depends
 * on the security; what is said in a stage stands in the steps of the protocol. For the
 * files of this folder. */
#pragma once

#include "base/cleanup.h"
#include "base/pool.h"
#include "probe/capabilities.h"
#include "probe/connecting.h"
#include "probe/diagnosis.h"
#include "probe/kind.h"
#include "probe/link.h"
#include "probe/probe.h"
#include "probe/redact.h"
#include "probe/reply_imap.h"
#include "probe/reply_smtp.h"
#include "probe/stage.h"

struct session;

/* A command and its answer. The steps of a stage follow each other. */
struct step {
    enum stage stage;
    /* Sends the command; NULL: there is none. False: the session has failed. */
    bool (*send)(struct session *session);
    /* Takes what has come of the answer, again and again until it is DONE. NULL ends
     * the steps. */
    enum outcome (*take)(struct session *session);
};

extern const struct step imap_steps[], pop3_steps[], smtp_steps[];

enum { SESSION_NOTES_MAX = 8, SESSION_FACTS_MAX = 8 };

/* Something worth telling that is no failure. */
struct note {
    const struct finding_kind *kind;
    const char *text; /* more about it, or NULL */
};

/* What goes into the finding. */
struct story {
    struct stage_result stages[STAGE_COUNT];
    const struct finding_kind *failure; /* or NULL */
    enum stage failed;
    const char *text;   /* what else there is to say about the failure, or NULL */
    const char *remedy; /* instead of the kind's, or NULL */
    const char *said;   /* by the server, when it failed; or NULL */
    const char *expected;
    unsigned long backoff; /* milliseconds that the server wants to be left alone */
    const char *facts[SESSION_FACTS_MAX + 1]; /* what was seen */
    size_t fact_count;
    struct note notes[SESSION_NOTES_MAX];
    size_t note_count;
};

struct session {
    const struct probe_target *target;
    const struct probe_options *options;
    struct pool *pool; /* of all that is told */
    struct watch watch;
    bool is_ready; /* a socket of it */
    struct connecting connecting;
    struct link link;
    struct imap_reader imap;
    struct smtp_reader smtp;
    bool in_body;                     /* POP3: of a reply of many lines */
    unsigned tag;                     /* IMAP: of the last command */
    struct capabilities capabilities; /* as they were said last */
    char greeting[512];
    bool exchange_online;
    struct sasl *sasl; /* while logging in */
    enum sasl_mechanism mechanism;
    bool plain_words;    /* a login without SASL */
    struct secret *sent; /* all that was made of the secret and sent */
    struct secret *disguises[REDACT_DISGUISES]; /* of the secret */
    const enum stage *order; /* of the stages, STAGE_COUNT at the end */
    const struct step *step; /* in hand, or NULL: the stage has not begun */
    bool is_sent;            /* its command */
    bool leaving;            /* saying goodbye after a failure */
    bool over;
    long long now, entered;             /* milliseconds; when the stage began */
    long long stage_deadline, deadline; /* of the stage, of the whole */
    struct story story;
};

/* A session that has not begun, to be given to session_free. */
struct session *session_new(const struct probe_target *target,
                            const struct probe_options *options, int epoll,
                            long long now);

/* Closes and frees; NULL is fine. */
void session_free(struct session *session);
DEFINE_AUTO(session)

/* Goes on as far as it can. False when it is over. */
bool session_advance(struct session *session, long long now);

/* When it has to be called even if nothing comes. */
long long session_due(const struct session *session);

/* The stage in hand. */
enum stage session_stage(const struct session *session);
