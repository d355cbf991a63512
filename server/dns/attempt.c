/* SPDX-License-Identifier: MIT */
#include "dns/attempt.h"

#include "base/memory.h"
#include "dns/state.h"

/* Sends with EDNS to a server that is silent: it may not like them. */
enum { EDNS_SENDS = 2 };

struct attempt *attempt_new(struct dns *dns, struct server *server,
                            attempt_reply *reply)
{
    struct attempt *attempt = memory_new(sizeof *attempt);
    attempt->channel.reply = reply;
    attempt->dns = dns;
    attempt->server = server;
    attempt->sent = dns->now;
    server_sent(server, attempt, dns->now);
    return attempt;
}

struct attempt *attempt_for(struct dns *dns, struct question *question,
                            struct server *server, attempt_reply *reply)
{
    struct attempt *attempt = attempt_new(dns, server, reply);
    attempt->question = question;
    attempt->edns =
        !server->is_plain && (server->speaks_edns || question->sends < EDNS_SENDS);
    attempt->next = question->attempts;
    question->attempts = attempt;
    server->waiting++;
    return attempt;
}

void attempt_unlink(struct attempt *attempt)
{
    struct attempt **link = &attempt->question->attempts;
    while (*link != attempt)
        link = &(*link)->next;
    *link = attempt->next;
    attempt->server->waiting--;
}

void attempts_forget(struct question *question)
{
    for (struct attempt *each = question->attempts; each != NULL; each = each->next) {
        each->question = NULL;
        each->server->waiting--;
    }
    question->attempts = NULL;
}

void attempts_count_losses(const struct question *question, uint64_t time)
{
    for (struct attempt *each = question->attempts; each != NULL; each = each->next)
        each->server->losses += each->sent < time;
}
