/* SPDX-License-Identifier: MIT */
/* The set of CAA records that holds for a name is the first one on the way up from it
 * (RFC 8659 3). */
#include "check/checks.h"
#include "check/expected.h"
#include "check/texts.h"

#include <string.h>

enum { LEVELS_MAX = 16 };

/* The names to ask, from autoconfig. up to the one below the top-level domain. */
static size_t list_names(struct view *view, const char *names[LEVELS_MAX])
{
    size_t count = 0;
    const char *name = pool_printf(view->pool, "autoconfig.%s", view->domain);
    for (; count < LEVELS_MAX && strchr(name, '.') != NULL;
         name = strchr(name, '.') + 1)
        names[count++] = name;
    return count;
}

/* The one that a value names: "ca.example; validationmethods=dns-01". Empty: none may.
 */
static struct span issuer_of(const struct dns_record *record)
{
    struct span value = record_text(record);
    const char *end = value.length > 0 ? memchr(value.at, ';', value.length) : NULL;
    if (end != NULL)
        value.length = (size_t)(end - value.at);
    return span_trim(value);
}

static void put_issuers(const struct dns_answer *answer, struct buf *out)
{
    for (size_t i = 0; i < answer->record_count; i++) {
        char shown[64];
        struct span issuer = issuer_of(&answer->records[i]);
        if (!text_equal_nocase(answer->records[i].tag, "issue") || issuer.length == 0)
            continue;
        buf_printf(out, "%s%s", out->length > 0 ? ", " : "",
                   text_sanitise(issuer.at, issuer.length, shown, sizeof shown));
    }
}

static bool restricts(const struct dns_answer *answer)
{
    for (size_t i = 0; i < answer->record_count; i++)
        if (text_equal_nocase(answer->records[i].tag, "issue"))
            return true;
    return false;
}

static void say(struct view *view, const struct dns_answer *answer)
{
    struct buf issuers;
    buf_init(&issuers, 1024);
    put_issuers(answer, &issuers);
    struct finding *finding = view_add(
        view, KIND_CAA_RESTRICTS, answer->name, DNS_CAA,
        pool_join(view->pool,
                  issuers.length > 0 ? "certificates for autoconfig."
                                     : "nobody may issue a certificate for autoconfig.",
                  view->domain, issuers.length > 0 ? " may only come from: " : "",
                  buf_text(&issuers), NULL));
    buf_clear(&issuers);
    for (size_t i = 0; i < answer->record_count; i++)
        finding_found(finding, view_print(view, &answer->records[i], DNS_CAA));
}

void check_caa(struct view *view)
{
    const char *names[LEVELS_MAX];
    const struct dns_answer *answers[LEVELS_MAX];
    if (expected_find(view, "autoconfig", "CNAME", 0) == NULL)
        return;
    size_t count = list_names(view, names);
    for (size_t i = 0; i < count; i++)
        answers[i] = view_ask(view, names[i], DNS_CAA);
    for (size_t i = 0; i < count; i++) {
        if (answers[i] == NULL || !dns_is_certain(answers[i]))
            return;
        if (answers[i]->result != DNS_FOUND)
            continue;
        if (restricts(answers[i]))
            say(view, answers[i]);
        return;
    }
}
