/* SPDX-License-Identifier: MIT */
#include "check/dmarc_walk.h"

#include "check/dmarc_policy.h"
#include "check/tags.h"
#include "check/texts.h"

#include <string.h>

/* RFC 9989 4.10: 8 questions with the one for the domain itself, the second of them for
 * 7 labels at most. */
enum { PARENTS_MAX = 7 };

static size_t count_labels(const char *name)
{
    size_t count = 1;
    for (; *name != '\0'; name++)
        count += *name == '.';
    return count;
}

static const char *parent_of(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot != NULL ? dot + 1 : NULL;
}

/* The domains to ask, from the longest to the shortest. */
static size_t list_parents(const char *domain, const char *parents[PARENTS_MAX])
{
    size_t count = 0;
    const char *name = parent_of(domain);
    while (name != NULL && count_labels(name) > PARENTS_MAX)
        name = parent_of(name);
    for (; name != NULL && count < PARENTS_MAX; name = parent_of(name))
        parents[count++] = name;
    return count;
}

/* "y": above the domains of organisations; "n": one of these; else '\0'. */
static char psd_of(const struct dns_record *record)
{
    struct span value;
    if (!tags_find(record_text(record), "psd", &value) || value.length != 1)
        return '\0';
    return text_lower(value.at[0]);
}

/* Takes a record on the way up. Returns whether the walk ends with it. */
static bool take(struct dmarc_walk *walk, const char *parent,
                 const struct dns_record *record)
{
    char psd = psd_of(record);
    bool is_organisation = walk->record != NULL && parent_of(walk->domain) != NULL &&
                           strcmp(parent_of(walk->domain), parent) == 0;
    if (psd != 'y' || !is_organisation) {
        walk->record = record;
        walk->domain = parent;
    }
    return psd == 'y' || psd == 'n';
}

struct dmarc_walk dmarc_walk(struct view *view, const char *domain)
{
    const char *parents[PARENTS_MAX];
    const struct dns_answer *answers[PARENTS_MAX];
    struct dmarc_walk walk = {.record = NULL};
    size_t count = list_parents(domain, parents);
    for (size_t i = 0; i < count; i++) {
        const char *name = pool_printf(view->pool, "_dmarc.%s", parents[i]);
        answers[i] = view_ask(view, name, DNS_TXT);
        walk.pending |= answers[i] == NULL;
    }
    for (size_t i = 0; i < count && !walk.pending; i++) {
        const struct dns_record *record = texts_only(answers[i], dmarc_is_record);
        if (!dns_is_certain(answers[i]))
            walk.unknown = answers[i];
        else if (record != NULL && take(&walk, parents[i], record))
            break;
    }
    return walk;
}
