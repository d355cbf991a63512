/* SPDX-License-Identifier: MIT */
/* imap., pop., smtp. and what else a template lists as a CNAME for people and programs
 * that guess. What an alias leads to counts, by whatever way it gets there; only where
 * it does not get there the way is searched for the one fault that explains it. */
#include "check/checks.h"
#include "check/expected.h"
#include "check/names.h"
#include "check/path.h"
#include "check/remedy.h"

#include <string.h>

/* What the tables say about a hop. */
enum meaning {
    MEANING_NONE,
    MEANING_RIGHT,
    MEANING_DETOUR,
    MEANING_CLOSED_CLOUD,
    MEANING_LEGACY_TLS,
    MEANING_WRONG,
};

struct alias {
    struct view *view;
    const struct expected_record *record;
    const char *target; /* expected, canonical */
    struct path path;
    const char *hop; /* that `meaning` is about */
    enum meaning meaning;
};

/* Those that other checks know more about. */
static bool is_alias(const struct view *view, const struct expected_record *record)
{
    static const char *const others[] = {"autoconfig", "autodiscover", "msoid"};
    if (strcmp(record->type, "CNAME") != 0 || record->missing != NULL)
        return false;
    const char *label = expected_label(view, record);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(label, others[i]) == 0)
            return false;
    return !expected_is_selector(view, record);
}

/* Whether somebody meant this name when they wrote it as a target. */
static bool is_meant(const char *name, const char *target)
{
    return strcmp(name, target) == 0 || name_is_as_good(target, name) ||
           name_is_microsoft(name) || name_is_known_wrong(name) ||
           name_is_closed_cloud(name);
}

/* A target without its dot gets the zone's name behind it: the domain, or one above. */
static bool lacks_dot(const struct alias *alias)
{
    const char *hop = alias->path.hops[0], *suffix = alias->view->domain;
    for (; suffix != NULL && strchr(suffix, '.') != NULL;
         suffix = strchr(suffix, '.') + 1) {
        size_t length = strlen(hop), tail = strlen(suffix) + 1;
        if (!name_is_below(hop, suffix) || length <= tail)
            continue;
        if (is_meant(pool_copy(alias->view->pool, hop, length - tail), alias->target))
            return true;
    }
    return false;
}

/* Most tables are about Microsoft's servers, and say nothing where others are meant. */
static enum meaning read_hop(const char *hop, const char *target)
{
    if (strcmp(hop, target) == 0 || name_is_as_good(target, hop))
        return MEANING_RIGHT;
    if (name_is_detour(target, hop))
        return MEANING_DETOUR;
    if (!name_is_microsoft(target))
        return MEANING_NONE;
    if (name_is_closed_cloud(hop))
        return MEANING_CLOSED_CLOUD;
    if (name_is_legacy_tls(hop))
        return MEANING_LEGACY_TLS;
    return name_is_known_wrong(hop) ? MEANING_WRONG : MEANING_NONE;
}

/* The first hop decides that means something: a wrong name may well lead on to the
 * right server today. */
static void read_path(struct alias *alias)
{
    for (size_t i = 0; i < alias->path.count && alias->meaning == MEANING_NONE; i++) {
        alias->hop = alias->path.hops[i];
        alias->meaning = read_hop(alias->hop, alias->target);
    }
}

static bool is_right(const struct alias *alias)
{
    return alias->meaning == MEANING_RIGHT || alias->meaning == MEANING_DETOUR;
}

static const char *last_hop(const struct alias *alias)
{
    return alias->path.hops[alias->path.count - 1];
}

/* Adds a finding with what it takes to mend the alias. */
static void add_fault(struct alias *alias, enum kind kind, const char *message)
{
    const char *good;
    struct finding *finding =
        path_blame(alias->view, &alias->path, kind, alias->record, message);
    for (size_t i = 0; (good = name_as_good(alias->target, i)) != NULL; i++)
        finding_expect(finding, good);
}

static void judge_right(struct alias *alias)
{
    if (alias->meaning == MEANING_DETOUR)
        add_fault(alias, KIND_ALIAS_OTHER_NAME,
                  pool_printf(alias->view->pool,
                              "leads to the right server, by way of %s",
                              alias->path.hops[0]));
    else
        path_praise(alias->view, &alias->path, KIND_ALIAS_TARGET, alias->record);
}

/* What is wrong by the name of a hop alone. False: nothing. */
static bool judge_hop(struct alias *alias)
{
    struct pool *pool = alias->view->pool;
    const char *hop = alias->hop;
    switch (alias->meaning) {
    case MEANING_CLOSED_CLOUD:
        add_fault(alias, KIND_ALIAS_CLOSED_CLOUD,
                  pool_printf(pool,
                              "%s belongs to Microsoft Cloud Deutschland, which was "
                              "closed in 2021",
                              hop));
        return true;
    case MEANING_LEGACY_TLS:
        add_fault(alias, KIND_ALIAS_LEGACY_TLS,
                  pool_printf(pool,
                              "%s is for mail programs with TLS 1.0 and ends in 2026",
                              hop));
        return true;
    case MEANING_WRONG:
        add_fault(alias, KIND_ALIAS_WRONG_NAME,
                  pool_printf(pool,
                              "%s is often written for %s, but is no server for this "
                              "mailbox",
                              hop, alias->target));
        return true;
    default:
        return false;
    }
}

/* What is wrong with the way, wherever it ends. False: nothing. */
static bool judge_way(struct alias *alias)
{
    if (alias->path.looped)
        add_fault(alias, KIND_ALIAS_LOOP, "the aliases lead back to themselves");
    else if (alias->path.cut)
        add_fault(alias, KIND_ALIAS_TOO_LONG,
                  pool_printf(alias->view->pool,
                              "more than %d aliases follow each other", DNS_CHAIN_MAX));
    else if (lacks_dot(alias))
        add_fault(alias, KIND_ALIAS_NO_DOT,
                  pool_printf(alias->view->pool,
                              "the target %s ends in the name of the zone: in the zone "
                              "file the dot at its end is missing",
                              alias->path.hops[0]));
    else
        return judge_hop(alias);
    return true;
}

/* An alias that gets to somebody else. */
static void judge_end(struct alias *alias)
{
    struct pool *pool = alias->view->pool;
    if (alias->path.answer->result == DNS_NXDOMAIN)
        add_fault(
            alias, KIND_ALIAS_DANGLING,
            pool_printf(pool, "leads to %s, which does not exist", last_hop(alias)));
    else
        add_fault(alias, KIND_ALIAS_ELSEWHERE,
                  pool_printf(pool, "leads to %s instead of %s", alias->path.hops[0],
                              alias->target));
}

static void judge_without_alias(struct alias *alias)
{
    if (view_is_unknown(alias->view, KIND_ALIAS_UNKNOWN, alias->path.answer))
        return;
    if (alias->path.answer->result == DNS_FOUND)
        add_fault(alias, KIND_ALIAS_PINNED,
                  "has addresses of its own instead of a CNAME; the provider moves its "
                  "servers without notice");
    else
        add_fault(alias, KIND_ALIAS_MISSING,
                  alias->path.answer->result == DNS_NXDOMAIN ? "the name does not exist"
                                                             : "the name has no CNAME");
}

static void judge(struct alias *alias)
{
    read_path(alias);
    if (is_right(alias))
        judge_right(alias);
    else if (alias->path.count == 0 && !alias->path.looped)
        judge_without_alias(alias);
    else if (judge_way(alias))
        return;
    else if (alias->path.complete ||
             !view_is_unknown(alias->view, KIND_ALIAS_UNKNOWN, alias->path.answer))
        judge_end(alias);
}

/* Once a domain: the aliases that Microsoft's certificate cannot know. */
static void judge_certificate(struct view *view, const struct alias *aliases,
                              size_t count)
{
    struct finding *finding = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct alias *alias = &aliases[i];
        if (!is_right(alias) || !name_is_microsoft(alias->target))
            continue;
        if (finding == NULL)
            finding =
                view_add(view, KIND_ALIAS_CERTIFICATE, alias->record->owner, DNS_CNAME,
                         pool_printf(view->pool,
                                     "the server's certificate does not cover the "
                                     "alias; mail programs must be given %s itself, "
                                     "as waypost does",
                                     alias->target));
        finding_found(finding, expected_label(view, alias->record));
    }
}

void check_aliases(struct view *view)
{
    size_t count = 0;
    bool known = true;
    struct alias *aliases =
        pool_alloc(view->pool, view->records.count * sizeof *aliases);
    for (size_t i = 0; i < view->records.count; i++) {
        const struct expected_record *record = &view->records.items[i];
        if (!is_alias(view, record))
            continue;
        struct alias *alias = &aliases[count++];
        *alias = (struct alias){
            .view = view, .record = record, .target = expected_target(view, record)};
        known &= path_find(view, record->owner, &alias->path);
    }
    if (!known)
        return;
    for (size_t i = 0; i < count; i++)
        judge(&aliases[i]);
    judge_certificate(view, aliases, count);
}
