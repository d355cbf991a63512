/* SPDX-License-Identifier: MIT */
#include "check/authority.h"

#include "base/text.h"
#include "check/names.h"
#include "check/nameservers.h"
#include "mail/hostname.h"

#include <stdlib.h>
#include <string.h>

enum { SAYING_MAX = 4096, SAYING_RECORDS_MAX = 64 };

/* What the servers of a zone say to one question. */
struct poll {
    struct state *state;
    const struct nameservers *servers;
    const struct dns_answer *answers[NAMESERVERS_MAX]; /* beside servers->items */
    bool waiting;
    const struct dns_answer *first;   /* for certain, and with authority */
    const struct dns_answer *failure; /* the first that is not certain */
};

static void ask_all(struct poll *poll, const char *name, enum dns_type type)
{
    for (size_t i = 0; i < poll->servers->count; i++) {
        const struct nameserver *server = &poll->servers->items[i];
        if (!server->good)
            continue;
        const struct dns_answer *answer =
            dns_ask(poll->state->asker, server->address, name, type);
        if (answer == NULL)
            poll->waiting = true;
        else if (!dns_is_certain(answer))
            poll->failure = poll->failure != NULL ? poll->failure : answer;
        else if (answer->authoritative)
            poll->answers[i] = answer;
        if (poll->first == NULL)
            poll->first = poll->answers[i];
    }
}

/* How much of the chain lies in the zone: what a server adds behind that is hearsay. */
static size_t count_inside(const struct dns_answer *answer, const char *zone)
{
    size_t inside = 0;
    while (inside < answer->chain_count && name_is_below(answer->chain[inside], zone))
        inside++;
    return inside;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, for the order of records means nothing. */
static void say_records(struct state *state, const struct dns_answer *answer,
                        struct buf *out)
{
    const char *texts[SAYING_RECORDS_MAX];
    size_t count = 0;
    for (; count < answer->record_count && count < SAYING_RECORDS_MAX; count++)
        texts[count] = view_print(&state->view, &answer->records[count], answer->type);
    qsort(texts, count, sizeof *texts, compare_texts);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s%s", out->length > 0 ? ", " : "", texts[i]);
}

/* In words that are the same for answers that mean the same. */
static void say(struct poll *poll, const struct dns_answer *answer, struct buf *out)
{
    size_t inside = count_inside(answer, poll->servers->zone);
    bool leaves = inside < answer->chain_count;
    for (size_t i = 0; i < inside + leaves; i++)
        buf_printf(out, "%sCNAME %s.", out->length > 0 ? ", " : "", answer->chain[i]);
    if (leaves)
        return;
    if (answer->record_count > 0)
        say_records(poll->state, answer, out);
    else
        buf_printf(out, "%s%s", out->length > 0 ? ", " : "",
                   dns_result_text(answer->result));
}

/* Where the addresses of a name are told of already, its alias is no news. */
static bool is_known(const struct state *state, const char *name, enum dns_type type)
{
    size_t length = strlen(name);
    for (const struct found *at = state->disagreements.first; at != NULL;
         at = at->next) {
        const char *subject = at->finding.subject;
        if (strncmp(subject, name, length) != 0 || subject[length] != ' ')
            continue;
        if (type == DNS_CNAME || strcmp(subject + length + 1, dns_type_name(type)) == 0)
            return true;
    }
    return false;
}

static void add_disagreement(struct poll *poll)
{
    struct state *state = poll->state;
    const char *name = poll->first->name;
    if (is_known(state, name, poll->first->type))
        return;
    struct finding *finding = state_add(state, &state->disagreements,
                                        KIND_ZONE_DISAGREE, name, poll->first->type);
    finding->message = "the zone's name servers give different answers";
    struct buf text;
    buf_init(&text, SAYING_MAX);
    for (size_t i = 0; i < poll->servers->count; i++) {
        if (poll->answers[i] == NULL)
            continue;
        buf_reset(&text);
        say(poll, poll->answers[i], &text);
        finding_found(finding,
                      pool_printf(state->view.pool, "%s (%s): %s",
                                  poll->servers->items[i].name,
                                  poll->servers->items[i].address, buf_text(&text)));
    }
    buf_clear(&text);
}

static bool agrees(struct poll *poll, const struct dns_answer *answer)
{
    struct buf one, other;
    buf_init(&one, SAYING_MAX);
    buf_init(&other, SAYING_MAX);
    say(poll, poll->first, &one);
    say(poll, answer, &other);
    bool same = strcmp(buf_text(&one), buf_text(&other)) == 0;
    buf_clear(&one);
    buf_clear(&other);
    return same;
}

static void compare_all(struct poll *poll)
{
    for (size_t i = 0; i < poll->servers->count; i++)
        if (poll->answers[i] != NULL && poll->answers[i] != poll->first &&
            !agrees(poll, poll->answers[i])) {
            add_disagreement(poll);
            return;
        }
}

/* The chain of `answer` as far as it goes in the zone and the hop that leaves it, and
 * then that of `rest`. */
static const struct dns_answer *join(struct state *state,
                                     const struct dns_answer *answer, size_t hops,
                                     const struct dns_answer *rest)
{
    struct dns_answer *joined = pool_alloc(state->view.pool, sizeof *joined);
    size_t count = hops + rest->chain_count;
    const char **chain = pool_alloc(state->view.pool, count * sizeof *chain);
    memcpy(chain, answer->chain, hops * sizeof *chain);
    if (rest->chain_count > 0)
        memcpy(chain + hops, rest->chain, rest->chain_count * sizeof *chain);
    *joined = *rest;
    joined->name = answer->name;
    joined->chain = chain;
    joined->chain_count = count < DNS_CHAIN_MAX ? count : DNS_CHAIN_MAX;
    joined->cut = rest->cut || count > DNS_CHAIN_MAX;
    joined->looped = rest->looped || dns_chain_has(rest, answer->name);
    joined->milliseconds = answer->milliseconds + rest->milliseconds;
    if (answer->ttl < joined->ttl)
        joined->ttl = answer->ttl;
    return joined;
}

/* Where the chain goes on beyond the zone, or in a part of it that others hold, the
 * resolvers are asked. */
static const struct dns_answer *follow(struct poll *poll)
{
    const struct dns_answer *answer = poll->first;
    size_t hops = count_inside(answer, poll->servers->zone);
    bool leaves = hops < answer->chain_count;
    if (leaves)
        hops++;
    else if (hops == 0 || answer->record_count > 0 || answer->zone != NULL ||
             answer->looped)
        return answer;
    const struct dns_answer *rest =
        dns_ask(poll->state->asker, NULL, answer->chain[hops - 1], answer->type);
    return rest != NULL ? join(poll->state, answer, hops, rest) : NULL;
}

/* Nobody holds the zone that should: the answer of one of them, as uncertain as it is.
 */
static const struct dns_answer *fail(struct state *state,
                                     const struct nameservers *servers,
                                     const char *name, enum dns_type type)
{
    struct dns_answer *answer = pool_alloc(state->view.pool, sizeof *answer);
    *answer = (struct dns_answer){.result = DNS_UNREACHABLE,
                                  .type = type,
                                  .name = pool_strdup(state->view.pool, name)};
    for (size_t i = servers->count; i-- > 0;) {
        const struct dns_answer *proof = servers->items[i].proof;
        if (proof == NULL)
            continue;
        answer->server = servers->items[i].address;
        answer->result = dns_is_certain(proof) ? DNS_REFUSED : proof->result;
    }
    return answer;
}

static bool is_any_good(const struct nameservers *servers)
{
    for (size_t i = 0; i < servers->count; i++)
        if (servers->items[i].good)
            return true;
    return false;
}

/* The rest asks with a name in canonical form. */
static const struct dns_answer *ask_zone(struct state *state, const char *name,
                                         enum dns_type type)
{
    struct poll poll = {.state = state, .servers = nameservers_find(state)};
    if (poll.servers == NULL)
        return NULL;
    if (poll.servers->zone == NULL || !name_is_below(name, poll.servers->zone))
        return dns_ask(state->asker, NULL, name, type);
    if (!is_any_good(poll.servers))
        return fail(state, poll.servers, name, type);
    ask_all(&poll, name, type);
    if (poll.waiting)
        return NULL;
    if (poll.first != NULL) {
        compare_all(&poll);
        return follow(&poll);
    }
    /* None answers with authority: it is a part of the zone that others hold. */
    return poll.failure != NULL ? poll.failure
                                : dns_ask(state->asker, NULL, name, type);
}

const struct dns_answer *authority_ask(struct state *state, const char *name,
                                       enum dns_type type)
{
    char canonical[HOSTNAME_SIZE];
    size_t length = strlen(name);
    if (length > 0 && name[length - 1] == '.')
        length--;
    if (length >= sizeof canonical)
        return dns_ask(state->asker, NULL, name, type);
    for (size_t i = 0; i < length; i++)
        canonical[i] = text_lower(name[i]);
    canonical[length] = '\0';
    return ask_zone(state, canonical, type);
}
