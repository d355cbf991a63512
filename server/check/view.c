/* SPDX-License-Identifier: MIT */
#include "check/view.h"

#include "check/authority.h"
#include "check/state.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 512, DATA_MAX = 16 * 1024 };

struct state *state_of(struct view *view)
{
    return (struct state *)view;
}

/* Remembers an answer, so that the findings about it know how long it took. */
static void see(struct state *state, const struct dns_answer *answer)
{
    state->seen[state->seen_count++ % STATE_SEEN_MAX] = answer;
}

const struct dns_answer *view_ask(struct view *view, const char *name,
                                  enum dns_type type)
{
    struct state *state = state_of(view);
    const struct dns_answer *answer = state->options->authoritative
                                          ? authority_ask(state, name, type)
                                          : dns_ask(state->asker, NULL, name, type);
    if (answer == NULL)
        state->waiting = true;
    else
        see(state, answer);
    return answer;
}

const struct dns_answer *view_ask_below(struct view *view, const char *label,
                                        enum dns_type type)
{
    char name[NAME_SIZE];
    if (strcmp(label, "@") == 0)
        return view_ask(view, view->domain, type);
    snprintf(name, sizeof name, "%s.%s", label, view->domain);
    return view_ask(view, name, type);
}

/* Without the trailing dot that the names of records have. */
static size_t name_length(const char *name)
{
    size_t length = strlen(name);
    return length > 1 && name[length - 1] == '.' ? length - 1 : length;
}

/* Of the answers about a name the slowest: they were asked for at the same time. */
static unsigned time_taken(const struct state *state, const char *name)
{
    unsigned most = 0;
    size_t length = name_length(name);
    for (size_t i = 0; i < state->seen_count && i < STATE_SEEN_MAX; i++)
        if (state->seen[i]->milliseconds > most &&
            strncmp(state->seen[i]->name, name, length) == 0 &&
            state->seen[i]->name[length] == '\0')
            most = state->seen[i]->milliseconds;
    return most;
}

struct finding *state_add(struct state *state, struct outcome *outcome, enum kind kind,
                          const char *name, enum dns_type type)
{
    struct pool *pool = state->view.pool;
    struct found *found = pool_alloc(pool, sizeof *found);
    if (outcome->last != NULL)
        outcome->last->next = found;
    else
        outcome->first = found;
    outcome->last = found;
    found->kind = kind;
    struct finding *finding = &found->finding;
    finding->id = kinds[kind].id;
    finding->verdict = kinds[kind].verdict;
    finding->domain = state->view.domain;
    finding->subject = pool_join(pool, pool_copy(pool, name, name_length(name)), " ",
                                 dns_type_name(type), NULL);
    finding->file = state->view.settings->file;
    finding->line = state->view.settings->line;
    finding->milliseconds = time_taken(state, name);
    return finding;
}

struct finding *view_add(struct view *view, enum kind kind, const char *name,
                         enum dns_type type, const char *message)
{
    struct state *state = state_of(view);
    struct finding *finding = state_add(state, state->outcome, kind, name, type);
    finding->message = pool_strdup(view->pool, message);
    return finding;
}

static void add_value(const char **values, const char *text)
{
    size_t count = 0;
    while (count < FINDING_VALUES_MAX - 1 && values[count] != NULL)
        count++;
    if (count < FINDING_VALUES_MAX - 1)
        values[count] = text;
}

void finding_expect(struct finding *finding, const char *text)
{
    add_value(finding->expected, text);
}

void finding_found(struct finding *finding, const char *text)
{
    add_value(finding->found, text);
}

const char *view_print(struct view *view, const struct dns_record *record,
                       enum dns_type type)
{
    struct buf data;
    /* An address stands there already, and most records are one. */
    if (type == DNS_A || type == DNS_AAAA)
        return pool_copy(view->pool, record->text, record->text_length);
    buf_init(&data, DATA_MAX);
    dns_record_print(record, type, &data);
    const char *kept = pool_strdup(view->pool, buf_text(&data));
    buf_clear(&data);
    return kept;
}

void finding_found_answer(struct view *view, struct finding *finding,
                          const struct dns_answer *answer)
{
    for (size_t i = 0; i < answer->chain_count; i++)
        finding_found(finding, answer->chain[i]);
    if (answer->chain_count > 0)
        return;
    for (size_t i = 0; i < answer->record_count && i < FINDING_VALUES_MAX; i++)
        finding_found(finding, view_print(view, &answer->records[i], answer->type));
}

bool view_is_unknown(struct view *view, enum kind kind, const struct dns_answer *answer)
{
    if (dns_is_certain(answer))
        return false;
    /* That is no trouble of the moment: whoever validates refuses it, and mail. */
    if (answer->result == DNS_BOGUS)
        kind = KIND_ZONE_BOGUS;
    bool asked = answer->server != NULL && answer->server[0] != '\0';
    view_add(view, kind, answer->name, answer->type,
             pool_join(view->pool, "could not be looked up: ",
                       dns_result_text(answer->result), asked ? " (asked: " : "",
                       asked ? answer->server : "", asked ? ")" : "", NULL));
    return true;
}
