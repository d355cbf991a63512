/* SPDX-License-Identifier: MIT */
#include "check/spf.h"

#include "check/spf_macro.h"

#include "mail/network.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_SIZE = 80 };

/* What may stand behind the name of a term, and how. */
struct form {
    const char *name;
    enum spf_kind kind;
    char mark;         /* before the domain: ':' of a mechanism, '=' of a modifier */
    bool takes, needs; /* a domain */
    bool has_prefix;
};

static const struct form forms[] = {
    {"all", SPF_ALL, ':', false, false, false},
    {"include", SPF_INCLUDE, ':', true, true, false},
    {"a", SPF_A, ':', true, false, true},
    {"mx", SPF_MX, ':', true, false, true},
    {"ptr", SPF_PTR, ':', true, false, false},
    {"ip4", SPF_IP4, ':', true, true, true},
    {"ip6", SPF_IP6, ':', true, true, true},
    {"exists", SPF_EXISTS, ':', true, true, false},
    {"redirect", SPF_REDIRECT, '=', true, true, false},
    {"exp", SPF_EXP, '=', true, true, false},
};
enum { FORM_COUNT = sizeof forms / sizeof *forms };

static const char version[] = "v=spf1";
enum { VERSION_LENGTH = sizeof version - 1 };

bool spf_is_record(struct span text)
{
    return span_begins_nocase(text, version) &&
           (text.length == VERSION_LENGTH || text.at[VERSION_LENGTH] == ' ');
}

static bool is_letter(char c)
{
    char lower = text_lower(c);
    return lower >= 'a' && lower <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Blanks, quotes, a byte order mark. */
static struct span skip_junk(struct span text)
{
    while (text.length > 0 && !is_letter(text.at[0]) && !is_digit(text.at[0]))
        text = span_skip(text, 1);
    return text;
}

/* The text behind what was meant as the version; false if nothing was. */
static bool skip_version(struct span *text)
{
    struct span rest = skip_junk(*text);
    if (span_begins_nocase(rest, "v"))
        rest = skip_junk(span_skip(rest, 1));
    if (!span_begins_nocase(rest, "spf"))
        return false;
    rest = span_skip(rest, 3);
    /* "spf2.0/pra" is something else, and has had its day. */
    if (span_begins_nocase(rest, "2.0"))
        return false;
    if (rest.length > 0 && is_digit(rest.at[0]))
        rest = span_skip(rest, 1);
    else if (text->length == 0 || !span_begins_nocase(skip_junk(*text), "v"))
        return false;
    *text = rest;
    return true;
}

bool spf_is_spoiled(struct span text)
{
    return !spf_is_record(text) && skip_version(&text);
}

struct span spf_terms(struct span record)
{
    if (spf_is_record(record))
        return span_skip(record, VERSION_LENGTH);
    (void)skip_version(&record);
    while (record.length > 0 && strchr(";,:.\"'", record.at[0]) != NULL)
        record = span_skip(record, 1);
    while (record.length > 0 && strchr(";,\"'", record.at[record.length - 1]) != NULL)
        record.length--;
    return record;
}

/* Always false; the sentence begins with the term. */
static bool refuse(const struct spf_term *term, const char *reason, struct error *error)
{
    char shown[SHOWN_SIZE];
    return error_set(
        error, ERROR_INPUT, "\"%s\" %s",
        text_sanitise(term->text.at, term->text.length, shown, sizeof shown), reason);
}

/* Cuts "/24" or "//64" off the end of `text`, if it is there. */
static bool cut_prefix(struct span *text, const char *mark, unsigned max,
                       unsigned *prefix)
{
    size_t digits = 0, marks = strlen(mark);
    char number[4] = "";
    unsigned long value;
    while (digits < text->length && is_digit(text->at[text->length - digits - 1]))
        digits++;
    const char *start = text->at + text->length - digits;
    if (digits == 0 || text->length < digits + marks ||
        memcmp(start - marks, mark, marks) != 0)
        return true;
    if (digits >= sizeof number || (digits > 1 && start[0] == '0'))
        return false;
    memcpy(number, start, digits);
    text->length -= digits + marks;
    if (!text_parse_uint(number, 0, max, &value))
        return false;
    *prefix = (unsigned)value;
    return true;
}

/* RFC 7208 7.1: toplabel. */
static bool is_top_label(struct span label)
{
    bool numeric = true;
    if (label.length == 0 || label.at[0] == '-' || label.at[label.length - 1] == '-')
        return false;
    for (size_t i = 0; i < label.length; i++) {
        char c = label.at[i];
        if (!is_letter(c) && !is_digit(c) && c != '-')
            return false;
        numeric &= is_digit(c);
    }
    return !numeric;
}

/* NULL, or what is wrong with a domain-spec. */
static const char *judge_domain(struct span text)
{
    bool ends_in_macro;
    const char *reason = spf_macros_judge(text, &ends_in_macro);
    if (reason != NULL || ends_in_macro)
        return reason;
    if (text.length > 0 && text.at[text.length - 1] == '.')
        text.length--;
    const char *dot = text.length > 0 ? memrchr(text.at, '.', text.length) : NULL;
    if (dot == NULL)
        return "names no full domain";
    struct span label = {dot + 1, (size_t)(text.at + text.length - dot - 1)};
    return is_top_label(label) ? NULL : "names no domain";
}

/* NULL, or what is wrong with the domain or the address of a term. */
static const char *judge_data(const struct form *form, const struct spf_term *term)
{
    bool takes_addresses = form->kind == SPF_IP4 || form->kind == SPF_IP6;
    if (takes_addresses) {
        struct ip_address address;
        bool v6 = term->domain.length > 0 &&
                  memchr(term->domain.at, ':', term->domain.length) != NULL;
        return v6 == (form->kind == SPF_IP6) &&
                       ip_parse(term->domain.at, term->domain.length, &address)
                   ? NULL
                   : "holds no such address";
    }
    return judge_domain(term->domain);
}

static bool read_prefixes(const struct form *form, struct span *text,
                          struct spf_term *term)
{
    if (form->kind == SPF_IP4)
        return cut_prefix(text, "/", 32, &term->prefix4);
    if (form->kind == SPF_IP6)
        return cut_prefix(text, "/", 128, &term->prefix6);
    return cut_prefix(text, "//", 128, &term->prefix6) &&
           cut_prefix(text, "/", 32, &term->prefix4);
}

static bool read_form(const struct form *form, struct span rest, struct spf_term *term,
                      struct error *error)
{
    term->kind = form->kind;
    if (form->has_prefix && !read_prefixes(form, &rest, term))
        return refuse(term, "has a length of the prefix that is out of range", error);
    if (rest.length == 0)
        return !form->needs || refuse(term, "names nothing", error);
    if (rest.at[0] != form->mark || !form->takes)
        return refuse(term, "has something behind it that does not belong there",
                      error);
    term->domain = span_skip(rest, 1);
    const char *reason = judge_data(form, term);
    return reason == NULL || refuse(term, reason, error);
}

static size_t name_length(struct span text)
{
    size_t i = 0;
    while (i < text.length &&
           (is_letter(text.at[i]) || is_digit(text.at[i]) || text.at[i] == '-' ||
            text.at[i] == '_' || text.at[i] == '.'))
        i++;
    return i;
}

static bool read_unknown(struct span name, struct span rest, struct spf_term *term,
                         struct error *error)
{
    bool ends_in_macro;
    if (rest.length == 0 || rest.at[0] != '=' || name.length == 0 ||
        !is_letter(name.at[0]) || name.at != term->text.at)
        return refuse(term, "is no term of SPF", error);
    term->kind = SPF_OTHER;
    term->domain = span_skip(rest, 1);
    const char *reason = spf_macros_judge(term->domain, &ends_in_macro);
    return reason == NULL || refuse(term, reason, error);
}

static bool read_term(struct spf_term *term, struct error *error)
{
    struct span rest = term->text;
    if (strchr("+-~?", rest.at[0]) != NULL && rest.at[0] != '\0') {
        term->qualifier = rest.at[0];
        rest = span_skip(rest, 1);
    }
    struct span name = {rest.at, name_length(rest)};
    bool bare = name.at == term->text.at;
    rest = span_skip(rest, name.length);
    bool is_modifier = rest.length > 0 && rest.at[0] == '=';
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (span_equal_nocase(name, forms[i].name) &&
            is_modifier == (forms[i].mark == '=') && (bare || !is_modifier))
            return read_form(&forms[i], rest, term, error);
    return read_unknown(name, rest, term, error);
}

bool spf_next(struct span *rest, struct spf_term *term, struct error *error)
{
    while (rest->length > 0 && rest->at[0] == ' ')
        *rest = span_skip(*rest, 1);
    error->kind = ERROR_NONE;
    if (rest->length == 0)
        return false;
    const char *end = memchr(rest->at, ' ', rest->length);
    size_t length = end != NULL ? (size_t)(end - rest->at) : rest->length;
    *term = (struct spf_term){
        .qualifier = '+', .text = {rest->at, length}, .prefix4 = 32, .prefix6 = 128};
    *rest = span_skip(*rest, length);
    term->domain = (struct span){rest->at, 0};
    return read_term(term, error);
}

bool spf_check(struct span record, struct error *error)
{
    struct span rest = spf_terms(record);
    struct spf_term term;
    bool redirected = false, explained = false;
    while (spf_next(&rest, &term, error)) {
        if ((term.kind == SPF_REDIRECT && redirected) ||
            (term.kind == SPF_EXP && explained))
            return refuse(&term, "is the second of its kind", error);
        redirected |= term.kind == SPF_REDIRECT;
        explained |= term.kind == SPF_EXP;
    }
    return error->kind == ERROR_NONE;
}

bool spf_asks(const struct spf_term *term)
{
    return term->kind == SPF_INCLUDE || term->kind == SPF_A || term->kind == SPF_MX ||
           term->kind == SPF_PTR || term->kind == SPF_EXISTS ||
           term->kind == SPF_REDIRECT;
}

static bool is_good(const char *text)
{
    struct span rest = {text, strlen(text)};
    struct spf_term term;
    struct error error;
    return spf_next(&rest, &term, &error) && rest.length == 0;
}

/* A name that is nearly one of ours, with the rest as it is. */
static const char *correct_name(struct span text, struct pool *pool)
{
    const char *names[FORM_COUNT];
    char name[16];
    bool qualified = strchr("+-~?", text.at[0]) != NULL;
    struct span rest = span_skip(text, qualified);
    size_t length = name_length(rest);
    for (size_t i = 0; i < FORM_COUNT; i++)
        names[i] = forms[i].name;
    if (length == 0 || length >= sizeof name)
        return NULL;
    memcpy(name, rest.at, length);
    name[length] = '\0';
    const char *nearest = text_nearest(name, names, FORM_COUNT);
    rest = span_skip(rest, length);
    return nearest == NULL ? NULL
                           : pool_printf(pool, "%.*s%s%.*s", (int)qualified, text.at,
                                         nearest, (int)rest.length, rest.at);
}

const char *spf_correct(struct span text, struct pool *pool)
{
    while (text.length > 0 && strchr(",;", text.at[text.length - 1]) != NULL)
        text.length--;
    if (text.length == 0 || memchr(text.at, '\0', text.length) != NULL)
        return NULL;
    const char *colon = memchr(text.at, ':', text.length);
    struct span bare =
        colon != NULL ? span_skip(text, (size_t)(colon + 1 - text.at)) : text;
    const char *const attempts[] = {
        pool_copy(pool, text.at, text.length),
        correct_name(text, pool),
        pool_printf(pool, "ip6:%.*s", (int)text.length, text.at),
        pool_printf(pool, "ip6:%.*s", (int)bare.length, bare.at),
        pool_printf(pool, "ip4:%.*s", (int)bare.length, bare.at),
    };
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        if (attempts[i] != NULL && is_good(attempts[i]))
            return attempts[i];
    return NULL;
}

const char *spf_name(const struct spf_term *term, const char *domain,
                     const char *origin, struct pool *pool)
{
    if (term->domain.length == 0)
        return domain;
    return spf_macros_fill(term->domain, domain, origin, pool);
}
