/* SPDX-License-Identifier: MIT */
/* MTA-STS (RFC 8461) and TLS reports (RFC 8460) are for who wants them: without a
 * record there is nothing to say, nor where it cannot be found out whether there is
 * one. */
#include "check/checks.h"
#include "check/presence.h"
#include "check/remedy.h"
#include "check/tags.h"
#include "check/texts.h"

#include <string.h>

enum { ID_MAX = 32, TEXT_SIZE = 1024 };

/* One of the two kinds of records. */
struct form {
    const char *label, *version;
    enum kind good, bad;
    /* NULL, or what is wrong with the tags of a record whose syntax is good. */
    const char *(*judge)(struct span record);
    /* Writes what stands behind the version when the record is mended; false if that is
     * not known. */
    bool (*mend)(struct span record, struct buf *out);
};

struct reading {
    struct view *view;
    const struct form *form;
    const struct dns_answer *answer;
    struct texts texts;
};

static bool is_alphanumeric(char c)
{
    char lower = text_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
}

static const char *judge_sts(struct span record)
{
    struct span id;
    if (!tags_find(record, "id", &id))
        return "there is no id=";
    bool good = id.length > 0 && id.length <= ID_MAX;
    for (size_t i = 0; i < id.length; i++)
        good &= is_alphanumeric(id.at[i]);
    return good ? NULL : "id= takes 1 to 32 letters and digits";
}

static bool mend_sts(struct span record, struct buf *out)
{
    struct span id = {"", 0};
    size_t length = 0;
    (void)tags_find(record, "id", &id);
    buf_puts(out, " id=");
    for (size_t i = 0; i < id.length && length < ID_MAX; i++)
        if (is_alphanumeric(id.at[i])) {
            buf_append(out, id.at + i, 1);
            length++;
        }
    buf_puts(out, length > 0 ? ";" : "1;");
    return true;
}

static bool is_address(struct span uri)
{
    return (span_begins_nocase(uri, "mailto:") &&
            memchr(uri.at, '@', uri.length) != NULL) ||
           (span_begins_nocase(uri, "https://") && uri.length > strlen("https://"));
}

static const char *judge_tlsrpt(struct span record)
{
    struct span rest, uri;
    if (!tags_find(record, "rua", &rest))
        return "there is no rua=";
    if (rest.length == 0)
        return "rua= is empty";
    while (tags_next_value(&rest, ',', &uri))
        if (!is_address(uri))
            return "rua= takes mailto: and https: addresses";
    return NULL;
}

static bool mend_tlsrpt(struct span record, struct buf *out)
{
    struct span rest = {"", 0}, uri;
    const char *mark = " rua=";
    (void)tags_find(record, "rua", &rest);
    while (tags_next_value(&rest, ',', &uri)) {
        bool bare = uri.length > 0 && memchr(uri.at, '@', uri.length) != NULL &&
                    memchr(uri.at, ':', uri.length) == NULL;
        if (!bare && !is_address(uri))
            continue;
        buf_printf(out, "%s%s%.*s", mark, bare ? "mailto:" : "", (int)uri.length,
                   uri.at);
        mark = ",";
    }
    return mark[0] == ',';
}

static const struct form mtasts = {
    "_mta-sts", "STSv1", KIND_MTASTS_RECORD, KIND_MTASTS_INVALID, judge_sts, mend_sts,
};
static const struct form tlsrpt = {
    "_smtp._tls",        "TLSRPTv1",   KIND_TLSRPT_RECORD,
    KIND_TLSRPT_INVALID, judge_tlsrpt, mend_tlsrpt,
};

static struct finding *say(struct reading *reading, enum kind kind, const char *message)
{
    struct view *view = reading->view;
    struct finding *finding =
        view_add(view, kind, reading->answer->name, DNS_TXT, message);
    texts_found(view, finding, &reading->texts);
    return finding;
}

/* Without a record there is at least none that is wrong. */
static void blame(struct reading *reading, const char *message)
{
    struct view *view = reading->view;
    struct finding *finding = say(reading, reading->form->bad, message);
    struct buf out;
    buf_init(&out, TEXT_SIZE);
    buf_printf(&out, "v=%s;", reading->form->version);
    remedy_remove_texts(view, finding, reading->answer, reading->texts.records,
                        reading->texts.kept);
    if (reading->form->mend(record_text(reading->texts.records[0]), &out) &&
        !out.overflowed)
        remedy_add_text(view, finding, reading->answer->name,
                        (struct span){buf_text(&out), out.length});
    buf_clear(&out);
}

static void collect(struct reading *reading)
{
    const struct dns_answer *answer = reading->answer;
    const char *version = reading->form->version;
    for (size_t i = 0; i < answer->record_count; i++) {
        struct span text = record_text(&answer->records[i]);
        if (tags_is_version(text, version) || tags_is_spoiled_version(text, version))
            texts_add(&reading->texts, &answer->records[i]);
    }
}

/* Whether there is one record, and it is in order. */
static bool judge(struct reading *reading)
{
    struct pool *pool = reading->view->pool;
    struct span text = record_text(reading->texts.records[0]);
    struct error error = {.kind = ERROR_NONE};
    const char *reason = NULL;
    if (reading->texts.count > 1)
        reason = pool_printf(pool, "there are %zu records, so that none counts",
                             reading->texts.count);
    else if (!tags_is_version(text, reading->form->version))
        reason = pool_printf(pool, "it does not begin with \"v=%s;\"",
                             reading->form->version);
    else if (!tags_check(text, &error))
        reason = error.text;
    else
        reason = reading->form->judge(text);
    if (reason != NULL)
        blame(reading, reason);
    return reason == NULL;
}

/* False if there is no record, or it is not known. */
static bool read_records(struct reading *reading, struct view *view,
                         const struct form *form)
{
    *reading = (struct reading){.view = view, .form = form};
    reading->answer = view_ask_below(view, form->label, DNS_TXT);
    if (reading->answer == NULL || !dns_is_certain(reading->answer))
        return false;
    collect(reading);
    return reading->texts.count > 0;
}

static void judge_policy_host(struct reading *reading)
{
    struct view *view = reading->view;
    const char *host = pool_printf(view->pool, "mta-sts.%s", view->domain);
    const struct dns_answer *unknown;
    switch (view_has_address(view, host, &unknown)) {
    case PRESENCE_YES:
        say(reading, KIND_MTASTS_RECORD, "the MTA-STS record is in order");
        break;
    case PRESENCE_NO: {
        struct finding *finding =
            say(reading, KIND_MTASTS_INVALID,
                pool_printf(view->pool,
                            "there is no %s, where the policy would have to be", host));
        remedy_note(view, finding,
                    "either lead %s. to the web server that has the policy, or:", host);
        remedy_remove_texts(view, finding, reading->answer, reading->texts.records,
                            reading->texts.kept);
        break;
    }
    case PRESENCE_NOT_YET:
    case PRESENCE_UNKNOWN:
        break;
    }
}

void check_mtasts(struct view *view)
{
    struct reading reading;
    if (read_records(&reading, view, &mtasts) && judge(&reading))
        judge_policy_host(&reading);
}

void check_tlsrpt(struct view *view)
{
    struct reading reading;
    if (read_records(&reading, view, &tlsrpt) && judge(&reading))
        say(&reading, KIND_TLSRPT_RECORD, "the record for TLS reports is in order");
}
