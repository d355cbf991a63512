/* SPDX-License-Identifier: MIT */
#include "check/dmarc_policy.h"

#include "base/buf.h"
#include "check/tags.h"

#include <string.h>

enum { RECORD_MAX = 64 * 1024, SHOWN_SIZE = 40 };

static const char version[] = "DMARC1";

static const char *const levels[] = {"", "none", "quarantine", "reject"};

bool dmarc_is_record(struct span text)
{
    return tags_is_version(text, version);
}

bool dmarc_is_spoiled(struct span text)
{
    struct span policy;
    if (dmarc_is_record(text))
        return false;
    return tags_is_spoiled_version(text, version) ||
           (tags_find(text, "p", &policy) &&
            dmarc_level_parse(policy) != DMARC_INVALID);
}

const char *dmarc_level_name(enum dmarc_level level)
{
    return levels[level];
}

enum dmarc_level dmarc_level_parse(struct span name)
{
    for (enum dmarc_level i = DMARC_NONE; i <= DMARC_REJECT; i++)
        if (span_equal_nocase(name, levels[i]))
            return i;
    return DMARC_INVALID;
}

bool dmarc_next_address(struct span *rest, struct span *address,
                        char domain[HOSTNAME_SIZE])
{
    static const char scheme[] = "mailto:";
    domain[0] = '\0';
    if (!tags_next_value(rest, ',', address))
        return false;
    if (!span_begins_nocase(*address, scheme))
        return true;
    size_t length = 0;
    while (length < address->length && strchr("!?", address->at[length]) == NULL)
        length++;
    const char *at = memrchr(address->at, '@', length);
    const char *end = address->at + length;
    if (at == NULL || at == address->at + sizeof scheme - 1 ||
        !hostname_normalise(at + 1, (size_t)(end - at - 1), domain))
        domain[0] = '\0';
    return true;
}

static bool has_address(struct span record)
{
    struct span rest, address;
    char domain[HOSTNAME_SIZE];
    if (!tags_find(record, "rua", &rest))
        return false;
    while (dmarc_next_address(&rest, &address, domain))
        if (domain[0] != '\0')
            return true;
    return false;
}

/* NULL if the tag, which need not be there, holds a policy; else what it holds. */
static const char *judge_tag(struct span record, const char *name, struct pool *pool)
{
    struct span value;
    char shown[SHOWN_SIZE];
    if (!tags_find(record, name, &value) || dmarc_level_parse(value) != DMARC_INVALID)
        return NULL;
    return pool_printf(pool, "%s=%s is no policy", name,
                       text_sanitise(value.at, value.length, shown, sizeof shown));
}

/* Why a record that is one says no policy; NULL: it does. */
static const char *judge_tags(struct span record, struct pool *pool)
{
    static const char *const names[] = {"p", "sp", "np"};
    struct span policy;
    if (!tags_find(record, "p", &policy))
        return "there is no p=";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *reason = judge_tag(record, names[i], pool);
        if (reason != NULL)
            return reason;
    }
    return NULL;
}

/* RFC 9989 4.7: without a good policy, one who wants reports gets them. */
struct dmarc_policy dmarc_judge(struct span record, bool below, struct pool *pool)
{
    const char *reason = judge_tags(record, pool);
    struct span value, test;
    if (reason != NULL)
        return (struct dmarc_policy){has_address(record) ? DMARC_NONE : DMARC_INVALID,
                                     reason};
    if (!below || !tags_find(record, "sp", &value))
        (void)tags_find(record, "p", &value);
    enum dmarc_level level = dmarc_level_parse(value);
    if (level > DMARC_NONE && tags_find(record, "t", &test) &&
        span_equal_nocase(test, "y"))
        return (struct dmarc_policy){level - 1,
                                     "t=y makes it one degree weaker, for a test"};
    return (struct dmarc_policy){level, NULL};
}

static bool is_any(struct span name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal_nocase(name, names[i]))
            return true;
    return false;
}

bool dmarc_is_obsolete(struct span record)
{
    static const char *const obsolete[] = {"pct", "rf", "ri"};
    struct tag tag;
    while (tags_next(&record, &tag))
        if (is_any(tag.name, obsolete, sizeof obsolete / sizeof *obsolete))
            return true;
    return false;
}

/* Addresses are often written without their scheme. */
static void put_addresses(const struct tag *tag, struct buf *out)
{
    struct span rest = tag->value, address;
    char domain[HOSTNAME_SIZE];
    const char *mark = "";
    while (dmarc_next_address(&rest, &address, domain)) {
        if (address.length == 0)
            continue;
        if (mark[0] == '\0')
            buf_printf(out, "; %.*s=", (int)tag->name.length, tag->name.at);
        bool bare = domain[0] == '\0' &&
                    memchr(address.at, '@', address.length) != NULL &&
                    memchr(address.at, ':', address.length) == NULL;
        buf_printf(out, "%s%s%.*s", mark, bare ? "mailto:" : "", (int)address.length,
                   address.at);
        mark = ",";
    }
}

static bool is_kept(const struct tag *tag, bool keep_test)
{
    static const char *const written[] = {"v", "p", "pct", "rf", "ri"};
    static const char *const policies[] = {"sp", "np"};
    struct error error;
    if (!tags_check_one(tag, &error) || tag->value.length == 0 ||
        is_any(tag->name, written, sizeof written / sizeof *written))
        return false;
    if (span_equal_nocase(tag->name, "t"))
        return keep_test;
    return !is_any(tag->name, policies, 2) ||
           dmarc_level_parse(tag->value) != DMARC_INVALID;
}

static bool stands_before(struct span record, const struct tag *tag)
{
    struct tag other;
    while (tags_next(&record, &other) && other.name.at != tag->name.at)
        if (spans_equal_nocase(other.name, tag->name))
            return true;
    return false;
}

static void put_tags(struct span record, bool keep_test, struct buf *out)
{
    static const char *const addresses[] = {"rua", "ruf"};
    struct span rest = record;
    struct tag tag;
    while (tags_next(&rest, &tag)) {
        if (!is_kept(&tag, keep_test) || stands_before(record, &tag))
            continue;
        if (is_any(tag.name, addresses, 2))
            put_addresses(&tag, out);
        else
            buf_printf(out, "; %.*s=%.*s", (int)tag.name.length, tag.name.at,
                       (int)tag.value.length, tag.value.at);
    }
}

struct span dmarc_mend(struct span record, enum dmarc_level least, struct pool *pool)
{
    struct dmarc_policy policy = dmarc_judge(record, false, pool);
    enum dmarc_level level = least;
    struct span value;
    struct buf out;
    if (tags_find(record, "p", &value) && dmarc_level_parse(value) > least)
        level = dmarc_level_parse(value);
    buf_init(&out, RECORD_MAX);
    buf_printf(&out, "v=%s; p=%s", version, dmarc_level_name(level));
    put_tags(record, policy.level >= least, &out);
    struct span text = {pool_copy(pool, buf_text(&out), out.length), out.length};
    buf_clear(&out);
    return text;
}
