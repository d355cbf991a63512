/* SPDX-License-Identifier: MIT */
#include "check/checks.h"
#include "check/expected.h"
#include "check/names.h"
#include "check/remedy.h"
#include "check/tags.h"
#include "check/texts.h"

#include <string.h>

enum { SELECTORS_MAX = 8, LABELS_MAX = 12 };

/* Domains that began with DKIM in May 2025 or later have their keys below this one,
 * behind a label that cannot be worked out. */
static const char new_zone[] = "dkim.mail.microsoft";

static const char *const old_zones[] = {
    "onmicrosoft.com",
    "onmicrosoft.us",
    "partner.onmschina.cn",
};

enum standing {
    STANDING_KEY,
    STANDING_NO_KEY,
    STANDING_MISSING,
    STANDING_TEXT,
    STANDING_ELSEWHERE,
    STANDING_OWN_KEY, /* of whoever put it into the zone */
};

struct selector {
    const struct expected_record *listed;
    const struct dns_answer *answer;
    const char *target; /* that is listed; may have a hole: "<tenant>" */
    enum standing standing;
    bool known;
};

struct reading {
    struct view *view;
    struct selector selectors[SELECTORS_MAX];
    size_t count;
};

/* Takes the first label off a name. */
static struct span take_label(const char **name)
{
    struct span label = {*name, strcspn(*name, ".")};
    *name += label.length + ((*name)[label.length] == '.');
    return label;
}

/* Whether a label is the listed one, of which what stands from its "<" on is not known.
 */
static bool is_label(struct span label, struct span listed)
{
    const char *hole = memchr(listed.at, '<', listed.length);
    if (hole == NULL)
        return label.length == listed.length &&
               memcmp(label.at, listed.at, label.length) == 0;
    size_t length = (size_t)(hole - listed.at);
    return label.length > length && memcmp(label.at, listed.at, length) == 0;
}

/* Whether the first `count` labels are the listed ones; they are taken off both. */
static bool take_labels(const char **name, const char **listed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct span label = take_label(name), other = take_label(listed);
        if (label.length == 0 || !is_label(label, other))
            return false;
    }
    return true;
}

/* Whether a name is the listed one, in either of Microsoft's forms where that is one of
 * its own:
 *     selector1-example-com._domainkey.contoso.onmicrosoft.com
 *     selector1-example-com._domainkey.contoso.o-v1.dkim.mail.microsoft */
static bool is_target(const char *listed, const char *name)
{
    if (strcmp(name, listed) == 0)
        return true;
    if (!take_labels(&name, &listed, 3))
        return false;
    if (strcmp(name, listed) == 0)
        return true;
    bool microsoft = false;
    for (size_t i = 0; i < sizeof old_zones / sizeof *old_zones; i++)
        microsoft |= strcmp(listed, old_zones[i]) == 0;
    return microsoft && name_is_partition(take_label(&name)) &&
           strcmp(name, new_zone) == 0;
}

static bool leads_to(const struct dns_answer *answer, const char *listed)
{
    for (size_t i = 0; i < answer->chain_count; i++)
        if (is_target(listed, answer->chain[i]))
            return true;
    return false;
}

/* An empty one is withdrawn (RFC 6376 3.6.1). */
static bool has_key(const struct dns_answer *answer)
{
    struct span key;
    for (size_t i = 0; i < answer->record_count; i++)
        if (tags_find(record_text(&answer->records[i]), "p", &key) && key.length > 0)
            return true;
    return false;
}

/* What stands there instead of a CNAME, if it is not just a wildcard's answer. */
static enum standing judge_texts(const struct dns_answer *answer)
{
    for (size_t i = 0; i < answer->record_count; i++) {
        struct span key, text = span_trim(record_text(&answer->records[i]));
        if (tags_find(text, "p", &key))
            return STANDING_OWN_KEY;
        bool host = text.length > 0 && memchr(text.at, '.', text.length) != NULL;
        for (size_t at = 0; at < text.length; at++)
            host &= strchr("abcdefghijklmnopqrstuvwxyz0123456789-_.",
                           text_lower(text.at[at])) != NULL;
        if (host)
            return STANDING_TEXT;
    }
    return STANDING_MISSING;
}

static enum standing judge_answer(const struct selector *selector)
{
    const struct dns_answer *answer = selector->answer;
    if (answer->chain_count == 0)
        return judge_texts(answer);
    if (!leads_to(answer, selector->target))
        return STANDING_ELSEWHERE;
    return has_key(answer) ? STANDING_KEY : STANDING_NO_KEY;
}

/* Asks for all of them. */
static void read_selectors(struct reading *reading)
{
    struct view *view = reading->view;
    for (size_t i = 0; i < view->records.count; i++) {
        const struct expected_record *record = &view->records.items[i];
        if (reading->count == SELECTORS_MAX || !expected_is_selector(view, record))
            continue;
        struct selector *selector = &reading->selectors[reading->count++];
        selector->listed = record;
        selector->target = expected_target(view, record);
        selector->answer = view_ask(view, record->owner, DNS_TXT);
        selector->known = selector->answer != NULL && dns_is_certain(selector->answer);
        if (selector->known)
            selector->standing = judge_answer(selector);
    }
}

static size_t count_standing(const struct reading *reading, enum standing standing)
{
    size_t count = 0;
    for (size_t i = 0; i < reading->count; i++)
        count +=
            reading->selectors[i].known && reading->selectors[i].standing == standing;
    return count;
}

static struct finding *say(struct reading *reading, const struct selector *selector,
                           enum kind kind, const char *message)
{
    struct finding *finding =
        view_add(reading->view, kind, selector->listed->owner, DNS_CNAME, message);
    finding_expect(finding, selector->listed->data);
    finding_found_answer(reading->view, finding, selector->answer);
    return finding;
}

static void replace(struct reading *reading, const struct selector *selector,
                    struct finding *finding)
{
    remedy_remove_answer(reading->view, finding, selector->answer);
    remedy_add_expected(reading->view, finding, selector->listed);
}

/* Before the first rotation only one selector has a key. */
static void judge_no_key(struct reading *reading, const struct selector *selector)
{
    if (count_standing(reading, STANDING_NO_KEY) < reading->count)
        say(reading, selector, KIND_DKIM_NOT_YET,
            "there is no key yet; it comes when the keys are rotated for the first "
            "time");
    else if (selector == &reading->selectors[0])
        say(reading, selector, KIND_DKIM_NO_KEY,
            "no selector leads to a key: signing is not switched on at the provider, "
            "or the key is withdrawn");
}

static void judge_selector(struct reading *reading, const struct selector *selector)
{
    switch (selector->standing) {
    case STANDING_KEY:
        say(reading, selector, KIND_DKIM_SELECTOR, "it leads to the provider's key");
        break;
    case STANDING_NO_KEY:
        judge_no_key(reading, selector);
        break;
    case STANDING_MISSING:
        remedy_add_expected(reading->view,
                            say(reading, selector, KIND_DKIM_MISSING,
                                "there is no such record: the provider cannot sign for "
                                "the domain"),
                            selector->listed);
        break;
    case STANDING_TEXT:
        replace(reading, selector,
                say(reading, selector, KIND_DKIM_TEXT,
                    "a host name stands in a TXT record, where it has to be a CNAME"));
        break;
    case STANDING_ELSEWHERE:
    case STANDING_OWN_KEY:
        replace(reading, selector,
                say(reading, selector, KIND_DKIM_ELSEWHERE,
                    selector->standing == STANDING_ELSEWHERE
                        ? "it leads to another name than the provider's"
                        : "it holds a key that is not the provider's"));
        break;
    }
}

void check_dkim(struct view *view)
{
    struct reading reading = {.view = view};
    read_selectors(&reading);
    for (size_t i = 0; i < reading.count; i++) {
        const struct selector *selector = &reading.selectors[i];
        if (selector->known)
            judge_selector(&reading, selector);
        else if (selector->answer != NULL)
            view_is_unknown(view, KIND_DKIM_UNKNOWN, selector->answer);
    }
}
