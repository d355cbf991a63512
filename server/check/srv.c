/* SPDX-License-Identifier: MIT */
/* The SRV records of mail services (RFC 6186, RFC 8314 5.1). Target and port count;
 * priority and weight are the administrator's to choose. A target of "." with port 0
 * says that the service is not offered, and is as right as any where it is expected. */
#include "check/checks.h"
#include "check/expected.h"
#include "check/remedy.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* What an expected record says. */
struct service_record {
    const char *target; /* "": not offered */
    unsigned long port;
};

/* One expected record and what there is. */
struct comparison {
    struct view *view;
    const struct expected_record *record;
    const struct dns_answer *answer;
    struct service_record wanted;
    const struct dns_record *extra; /* the first that is not wanted, or NULL */
    bool right;                     /* there is one that is wanted */
};

/* "PRIORITY WEIGHT PORT TARGET", as made by this program or read from a template. */
static struct service_record parse(const struct view *view,
                                   const struct expected_record *record)
{
    struct service_record parsed = {.target = expected_target(view, record)};
    struct span rest = {record->data, strlen(record->data)}, word = {"", 0};
    char digits[8];
    for (int i = 0; i < 3; i++)
        if (!span_next_word(&rest, &word))
            return parsed;
    snprintf(digits, sizeof digits, "%.*s", (int)word.length, word.at);
    (void)!text_parse_uint(digits, 0, 65535, &parsed.port);
    return parsed;
}

static bool says(const struct dns_record *record, const struct service_record *wanted)
{
    if (strcmp(record->host, wanted->target) != 0)
        return false;
    return wanted->target[0] == '\0' || record->port == wanted->port;
}

/* Whether any expected record of this owner says it: a template may list several. */
static bool is_expected(const struct comparison *comparison,
                        const struct dns_record *record)
{
    const struct expected_records *all = &comparison->view->records;
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].type, "SRV") != 0 ||
            strcmp(all->items[i].owner, comparison->record->owner) != 0)
            continue;
        struct service_record wanted = parse(comparison->view, &all->items[i]);
        if (says(record, &wanted))
            return true;
    }
    return false;
}

/* What nobody wants is told of once, where several records are expected. */
static bool is_first(const struct comparison *comparison)
{
    const struct expected_record *at = comparison->view->records.items;
    while (strcmp(at->type, "SRV") != 0 ||
           strcmp(at->owner, comparison->record->owner) != 0)
        at++;
    return at == comparison->record;
}

static void compare(struct comparison *comparison)
{
    const struct dns_answer *answer = comparison->answer;
    for (size_t i = 0; i < answer->record_count; i++) {
        const struct dns_record *record = &answer->records[i];
        comparison->right |= says(record, &comparison->wanted);
        if (comparison->extra == NULL && !is_expected(comparison, record))
            comparison->extra = record;
    }
    if (!is_first(comparison))
        comparison->extra = NULL;
}

static struct finding *add(const struct comparison *comparison, enum kind kind,
                           const char *message)
{
    const struct expected_record *record = comparison->record;
    struct finding *finding =
        view_add(comparison->view, kind, record->owner, DNS_SRV, message);
    finding_expect(finding, record->data);
    for (size_t i = 0; i < comparison->answer->record_count; i++)
        finding_found(finding, view_print(comparison->view,
                                          &comparison->answer->records[i], DNS_SRV));
    return finding;
}

static void add_missing(const struct comparison *comparison)
{
    const struct expected_record *record = comparison->record;
    const char *message = "there is no such record; mail programs that look for it "
                          "have to guess";
    if (comparison->wanted.target[0] == '\0')
        message = "there is no such record; it would only say that the service is not "
                  "offered, and spare mail programs a try";
    struct finding *finding = add(comparison, KIND_SRV_MISSING, message);
    if (comparison->answer->chain_count > 0)
        remedy_remove_answer(comparison->view, finding, comparison->answer);
    remedy_add(comparison->view, finding, record->owner, DNS_SRV, record->data);
}

static const char *describe(const struct comparison *comparison)
{
    struct pool *pool = comparison->view->pool;
    const struct dns_record *extra = comparison->extra;
    if (extra->host[0] == '\0')
        return comparison->right
                   ? "a further record says that the service is not offered"
                   : "says that the service is not offered, and it is";
    if (comparison->wanted.target[0] == '\0')
        return pool_printf(pool, "announces %s, and the service is not offered",
                           extra->host);
    if (comparison->right)
        return pool_printf(pool, "a further record announces %s:%u", extra->host,
                           (unsigned)extra->port);
    return pool_printf(pool, "announces %s:%u instead of %s:%lu", extra->host,
                       (unsigned)extra->port, comparison->wanted.target,
                       comparison->wanted.port);
}

static void add_wrong(const struct comparison *comparison)
{
    struct view *view = comparison->view;
    const struct dns_answer *answer = comparison->answer;
    const struct expected_record *record = comparison->record;
    struct finding *finding = add(comparison, KIND_SRV_WRONG, describe(comparison));
    if (answer->chain_count > 0)
        remedy_remove_answer(view, finding, answer);
    for (size_t i = 0; i < answer->record_count && answer->chain_count == 0; i++)
        if (!is_expected(comparison, &answer->records[i]))
            remedy_remove(view, finding, answer->name, DNS_SRV,
                          view_print(view, &answer->records[i], DNS_SRV));
    if (!comparison->right || answer->chain_count > 0)
        remedy_add(view, finding, record->owner, DNS_SRV, record->data);
}

static void judge(struct comparison *comparison)
{
    if (view_is_unknown(comparison->view, KIND_SRV_UNKNOWN, comparison->answer))
        return;
    compare(comparison);
    if (comparison->extra != NULL)
        add_wrong(comparison);
    else if (!comparison->right)
        add_missing(comparison);
    else
        (void)add(comparison, KIND_SRV_RECORD,
                  comparison->wanted.target[0] == '\0'
                      ? "says that the service is not offered, as it is"
                      : "announces the right server");
}

/* One is enough: nobody can do anything about Microsoft's names. */
static void judge_aliases(struct view *view, const struct comparison *comparisons,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct comparison *comparison = &comparisons[i];
        if (!comparison->right || comparison->wanted.target[0] == '\0')
            continue;
        const struct dns_answer *answer =
            view_ask(view, comparison->wanted.target, DNS_A);
        if (answer == NULL || answer->chain_count == 0)
            continue;
        struct finding *finding = view_add(
            view, KIND_SRV_ALIAS, comparison->record->owner, DNS_SRV,
            pool_printf(comparison->view->pool,
                        "the target %s is an alias, against RFC 2782; mail programs "
                        "follow it all the same",
                        comparison->wanted.target));
        finding_found_answer(view, finding, answer);
        return;
    }
}

void check_srv(struct view *view)
{
    const struct expected_records *all = &view->records;
    struct comparison *comparisons =
        pool_alloc(view->pool, all->count * sizeof *comparisons);
    size_t count = 0;
    bool known = true;
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].type, "SRV") != 0 || all->items[i].missing != NULL)
            continue;
        struct comparison *comparison = &comparisons[count++];
        *comparison = (struct comparison){
            .view = view,
            .record = &all->items[i],
            .answer = view_ask(view, all->items[i].owner, DNS_SRV),
            .wanted = parse(view, &all->items[i]),
        };
        known &= comparison->answer != NULL;
    }
    if (!known)
        return;
    for (size_t i = 0; i < count; i++)
        judge(&comparisons[i]);
    judge_aliases(view, comparisons, count);
}
