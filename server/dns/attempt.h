/* SPDX-License-Identifier: MIT */
/* One message to one server for a question. There may be several for the same: whoever
 * answers first wins. */
#pragma once

#include "dns/channel.h"
#include "dns/question.h"

struct dns;

struct attempt {
    struct channel_question channel; /* stays first */
    struct dns *dns;
    struct server *server;
    struct question *question;     /* NULL: nobody waits for it any more */
    struct attempt *next;          /* of the question */
    struct attempt *later, **link; /* in the line of its server; link NULL: it is not */
    uint64_t sent;
    bool edns;
};

/* What is to be done with the reply. */
typedef void attempt_reply(struct channel_question *channel, struct wire message,
                           enum dns_result reason);

/* An attempt that no question waits for; to be freed by its reply. */
struct attempt *attempt_new(struct dns *dns, struct server *server,
                            attempt_reply *reply);

/* An attempt that joins those of the question. */
struct attempt *attempt_for(struct dns *dns, struct question *question,
                            struct server *server, attempt_reply *reply);

/* Takes an attempt away from its question. */
void attempt_unlink(struct attempt *attempt);

/* The question waits for none of its attempts any more. */
void attempts_forget(struct question *question);

/* Counts those of its attempts that were sent before `time` as lost. An answer that is
 * only slow comes before those to later attempts. */
void attempts_count_losses(const struct question *question, uint64_t time);
