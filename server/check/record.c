/* SPDX-License-Identifier: MIT */
/* What a template lists and no other check knows anything about: it has to be there,
 * as it stands. */
#include "check/checks.h"
#include "check/expected.h"
#include "check/remedy.h"

#include "mail/network.h"

#include <string.h>

struct comparison {
    struct view *view;
    const struct expected_record *record;
    enum dns_type type;
    const struct dns_answer *answer;
};

static bool is_policy(const char *label, const char *data)
{
    return strcmp(label, "_dmarc") == 0 ||
           (strcmp(label, "@") == 0 && strncmp(data, "\"v=spf1", 7) == 0);
}

/* The other checks, by what they look at. */
static bool is_others(const struct view *view, const struct expected_record *record,
                      enum dns_type type)
{
    switch (type) {
    case DNS_CNAME:
        return strcmp(expected_label(view, record), "msoid") != 0;
    case DNS_SRV:
        return true;
    case DNS_MX:
        return strcmp(expected_label(view, record), "@") == 0;
    case DNS_TXT:
        return is_policy(expected_label(view, record), record->data);
    default:
        return false;
    }
}

static bool is_same_text(struct view *view, const struct expected_record *expected,
                         const struct dns_record *record)
{
    struct span text = expected_text(view, expected);
    return text.length == record->text_length &&
           memcmp(text.at, record->text, text.length) == 0;
}

static bool is_same_address(const char *data, const struct dns_record *record)
{
    struct ip_address one, other;
    if (strcmp(data, record->text) == 0)
        return true;
    return ip_parse(data, strlen(data), &one) &&
           ip_parse(record->text, record->text_length, &other) &&
           memcmp(&one, &other, sizeof one) == 0;
}

/* Word by word, for the blanks between them mean nothing. */
static bool is_same_data(const char *data, const char *found)
{
    struct span one = {data, strlen(data)}, other = {found, strlen(found)};
    struct span word, same;
    while (span_next_word(&one, &word)) {
        if (!span_next_word(&other, &same) || !spans_equal_nocase(word, same))
            return false;
    }
    return !span_next_word(&other, &same);
}

static bool is_same(const struct comparison *comparison,
                    const struct expected_record *expected,
                    const struct dns_record *record)
{
    struct view *view = comparison->view;
    switch (comparison->type) {
    case DNS_TXT:
        return is_same_text(view, expected, record);
    case DNS_A:
    case DNS_AAAA:
        return is_same_address(expected->data, record);
    default:
        return is_same_data(expected->data, view_print(view, record, comparison->type));
    }
}

/* Whether some expected record of this owner and type says it. */
static bool is_expected(const struct comparison *comparison,
                        const struct dns_record *record)
{
    const struct expected_records *all = &comparison->view->records;
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].owner, comparison->record->owner) == 0 &&
            strcmp(all->items[i].type, comparison->record->type) == 0 &&
            is_same(comparison, &all->items[i], record))
            return true;
    return false;
}

/* Texts for all kinds of purposes stand beside each other; one takes the place of
 * another only if it begins alike ("v=STSv1; "). */
static bool rivals(const struct comparison *comparison, const struct dns_record *record)
{
    if (comparison->type != DNS_TXT)
        return true;
    const char *data = comparison->record->data + 1;
    size_t length = strcspn(data, " ;\"");
    return (data[length] == ' ' || data[length] == ';') &&
           record->text_length >= length && memcmp(record->text, data, length) == 0 &&
           strchr(" ;", record->text[length]) != NULL;
}

static bool is_there(const struct comparison *comparison)
{
    const struct dns_answer *answer = comparison->answer;
    for (size_t i = 0; i < answer->record_count; i++)
        if (is_same(comparison, comparison->record, &answer->records[i]))
            return true;
    return false;
}

static size_t count_rivals(const struct comparison *comparison)
{
    const struct dns_answer *answer = comparison->answer;
    size_t count = 0;
    for (size_t i = 0; i < answer->record_count; i++)
        count += rivals(comparison, &answer->records[i]) &&
                 !is_expected(comparison, &answer->records[i]);
    return count;
}

static void remove_rivals(const struct comparison *comparison, struct finding *finding)
{
    const struct dns_answer *answer = comparison->answer;
    if (answer->chain_count > 0) {
        remedy_remove_answer(comparison->view, finding, answer);
        return;
    }
    for (size_t i = 0; i < answer->record_count; i++)
        if (rivals(comparison, &answer->records[i]) &&
            !is_expected(comparison, &answer->records[i]))
            remedy_remove(
                comparison->view, finding, answer->name, comparison->type,
                view_print(comparison->view, &answer->records[i], comparison->type));
}

static void judge(const struct comparison *comparison)
{
    const struct expected_record *record = comparison->record;
    if (view_is_unknown(comparison->view, KIND_RECORD_UNKNOWN, comparison->answer))
        return;
    bool there = is_there(comparison);
    bool other = !there && count_rivals(comparison) > 0;
    enum kind kind = there   ? KIND_RECORD_FOUND
                     : other ? KIND_RECORD_WRONG
                             : KIND_RECORD_MISSING;
    struct finding *finding =
        view_add(comparison->view, kind, record->owner, comparison->type,
                 there   ? "the record is there"
                 : other ? "the record has another value"
                         : "there is no such record");
    finding_expect(finding, record->data);
    finding_found_answer(comparison->view, finding, comparison->answer);
    if (there)
        return;
    remove_rivals(comparison, finding);
    remedy_add(comparison->view, finding, record->owner, comparison->type,
               record->data);
}

void check_records(struct view *view)
{
    for (size_t i = 0; i < view->records.count; i++) {
        const struct expected_record *record = &view->records.items[i];
        struct comparison comparison = {
            .view = view, .record = record, .type = dns_type_parse(record->type)};
        if (comparison.type == 0 || record->missing != NULL ||
            is_others(view, record, comparison.type))
            continue;
        comparison.answer = view_ask(view, record->owner, comparison.type);
        if (comparison.answer != NULL)
            judge(&comparison);
    }
}
