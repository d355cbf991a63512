/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "dns/message.h"
#include "dns/ready.h"
#include "dns/send.h"
#include "dns/servers.h"

#include <string.h>

struct dns_asker *dns_asker_new(struct dns *dns, void *context)
{
    struct dns_asker *asker = memory_new(sizeof *asker);
    asker->dns = dns;
    asker->context = context;
    return asker;
}

void dns_asker_free(struct dns_asker *asker)
{
    if (asker == NULL)
        return;
    ready_forget(asker->dns, asker);
    for (struct claim *claim = asker->claims, *next; claim != NULL; claim = next) {
        next = claim->next_of_asker;
        question_release(&asker->dns->questions, claim);
    }
    for (size_t i = 0; i < asker->refused_count; i++)
        memory_free(asker->refused[i].answer);
    memory_free(asker->refused);
    memory_free(asker);
}

/* What cannot even be asked; the name is repeated as it was given. */
static const struct dns_answer *refuse(struct dns_asker *asker, enum dns_result result,
                                       const char *server, const char *name,
                                       enum dns_type type)
{
    for (size_t i = 0; i < asker->refused_count; i++) {
        const struct dns_answer *answer = asker->refused[i].answer;
        if (strcmp(answer->name, name) == 0 && answer->type == type &&
            answer->result == result)
            return answer;
    }
    asker->refused = memory_grow(asker->refused, asker->refused_count,
                                 &asker->refused_capacity, sizeof *asker->refused);
    struct refusal *refusal = &asker->refused[asker->refused_count++];
    refusal->answer = message_refused(result, name, type, server != NULL ? server : "");
    return refusal->answer;
}

/* The one who claimed it last may do so again, on another run. A second claim of
 * anybody else does no harm. */
static void claim(struct dns_asker *asker, struct question *question)
{
    if (question->claims != NULL && question->claims->asker == asker)
        return;
    struct claim *claim = question_claim(&asker->dns->questions, question, asker);
    claim->next_of_asker = asker->claims;
    asker->claims = claim;
    if (question->answer == NULL)
        ready_more(asker->dns, asker);
}

const struct dns_answer *dns_ask(struct dns_asker *asker, const char *server,
                                 const char *name, enum dns_type type)
{
    struct dns *dns = asker->dns;
    struct name wire;
    struct server *name_server = NULL;
    bool is_new;
    if (!name_parse(name, &wire))
        return refuse(asker, DNS_BAD_NAME, server, name, type);
    if (server != NULL && (name_server = servers_get(dns, server)) == NULL)
        return refuse(asker, DNS_UNREACHABLE, server, name, type);
    struct question *question =
        questions_get(&dns->questions, name_server, &wire, type, &is_new);
    claim(asker, question);
    if (is_new)
        send_later(dns, question);
    else if (name_server != NULL)
        servers_release(dns, name_server);
    return question->answer;
}
