/* SPDX-License-Identifier: MIT */
#include "config/rule.h"

#include "config/value.h"
#include "mail/network.h"

#include <stdio.h>
#include <string.h>

enum { DATA_MAX = 4096, TYPE_SIZE = 16, LABEL_MAX = 63 };

/* The end of a ${domain} that is not filled in yet, or NULL. */
static const char *skip_variable(const char *at, const char *end)
{
    if (end - at < 2 || at[0] != '$' || at[1] != '{')
        return NULL;
    const char *close = memchr(at, '}', (size_t)(end - at));
    return close != NULL ? close + 1 : NULL;
}

static bool is_name_byte(char c)
{
    c = text_lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Whether a name could stand in a zone file as it is, relative or absolute. */
static bool is_name(struct span name)
{
    const char *end = name.at + name.length, *label = name.at;
    for (const char *at = name.at; at < end; at++) {
        const char *behind = skip_variable(at, end);
        if (behind != NULL)
            at = label = behind - 1;
        else if (*at != '.' && !is_name_byte(*at))
            return false;
        if (*at == '.' && at == label)
            return false;
        if (at - label >= LABEL_MAX)
            return false;
        if (*at == '.')
            label = at + 1;
    }
    return name.length > 0;
}

static bool check_target(struct span name, struct error *error)
{
    if (!is_name(name))
        return error_set(error, ERROR_INPUT, "`%.*s` is no host name", (int)name.length,
                         name.at);
    return true;
}

static bool take_number(struct span *rest, struct error *error)
{
    struct span word;
    char text[8];
    unsigned long number;
    if (span_next_word(rest, &word) && word.length < sizeof text) {
        snprintf(text, sizeof text, "%.*s", (int)word.length, word.at);
        if (text_parse_uint(text, 0, 65535, &number))
            return true;
    }
    return error_set(error, ERROR_INPUT, "expected a number from 0 to 65535");
}

static bool check_end(struct span *rest, struct error *error)
{
    struct span word;
    if (span_next_word(rest, &word))
        return error_set(error, ERROR_INPUT, "`%.*s` is too much", (int)word.length,
                         word.at);
    return true;
}

static bool check_cname(struct span data, struct error *error)
{
    struct span name;
    if (!span_next_word(&data, &name))
        return error_set(error, ERROR_INPUT, "CNAME wants a name");
    return check_target(name, error) && check_end(&data, error);
}

/* "." alone is the null MX of RFC 7505. */
static bool check_mx(struct span data, struct error *error)
{
    struct span name;
    size_t count = 0;
    if (!take_number(&data, error))
        return error_prefix(error, "MX");
    for (; span_next_word(&data, &name); count++)
        if (!span_equal(name, ".") && !check_target(name, error))
            return false;
    if (count == 0)
        return error_set(error, ERROR_INPUT, "MX wants a preference and hosts");
    return true;
}

static bool check_srv(struct span data, struct error *error)
{
    struct span name;
    for (int i = 0; i < 3; i++)
        if (!take_number(&data, error))
            return error_prefix(error, "SRV");
    if (!span_next_word(&data, &name))
        return error_set(error, ERROR_INPUT, "SRV wants three numbers and a name");
    if (!span_equal(name, ".") && !check_target(name, error))
        return false;
    return check_end(&data, error);
}

static bool check_address(struct span data, bool v6, struct error *error)
{
    struct ip_address address;
    if (!ip_parse(data.at, data.length, &address) ||
        (memchr(data.at, ':', data.length) != NULL) != v6)
        return error_set(error, ERROR_INPUT, "`%.*s` is no %s address",
                         (int)data.length, data.at, v6 ? "IPv6" : "IPv4");
    return true;
}

static bool check_a(struct span data, struct error *error)
{
    return check_address(data, false, error);
}

static bool check_aaaa(struct span data, struct error *error)
{
    return check_address(data, true, error);
}

/* Quotes and backslashes are put in where the text is printed. */
static bool check_txt(struct span data, struct error *error)
{
    if (data.length == 0)
        return error_set(error, ERROR_INPUT, "TXT wants a text");
    if (memchr(data.at, '"', data.length) != NULL)
        return error_set(error, ERROR_INPUT, "a TXT is one text, quoted as a whole");
    return true;
}

static const char *const types[] = {"A", "AAAA", "CNAME", "MX", "SRV", "TXT"};
static bool (*const checks[])(struct span data, struct error *error) = {
    check_a, check_aaaa, check_cname, check_mx, check_srv, check_txt};
enum { TYPE_COUNT = sizeof types / sizeof *types };

static bool check_owner(const char *owner, struct error *error)
{
    struct span name = {owner, strlen(owner)};
    if (strncmp(owner, "*.", 2) == 0)
        name = (struct span){owner + 2, name.length - 2};
    if (strcmp(owner, "@") != 0 && strcmp(owner, "*") != 0 && !is_name(name))
        return error_set(error, ERROR_INPUT, "is no name of a record");
    return true;
}

static struct span unquote(struct span text)
{
    bool quoted =
        text.length >= 2 && text.at[0] == '"' && text.at[text.length - 1] == '"';
    return quoted ? (struct span){text.at + 1, text.length - 2} : text;
}

/* Splits "TYPE DATA"; false if there is no such type. */
static bool split(const char *value, size_t *type, struct span *data,
                  struct error *error)
{
    struct span word;
    char name[TYPE_SIZE];
    *data = (struct span){value, strlen(value)};
    if (!span_next_word(data, &word))
        return error_set(error, ERROR_INPUT, "expected TYPE DATA");
    snprintf(name, sizeof name, "%.*s", (int)word.length, word.at);
    *type = value_find_word(name, types, TYPE_COUNT, error);
    *data = unquote(span_trim(*data));
    return *type < TYPE_COUNT;
}

bool rule_resolve(const struct entry *entry, const struct scope *scope,
                  struct pool *pool, struct record_rule *rule, struct error *error)
{
    struct buf text;
    struct value value;
    struct span data;
    size_t type = 0;
    if (!check_owner(entry->key, error) || !split(entry->value, &type, &data, error))
        return false;
    buf_init(&text, DATA_MAX);
    const char *raw = pool_copy(pool, data.at, data.length);
    bool good = expand(raw, scope, &text, &value, error);
    if (good && text.overflowed)
        good = error_set(error, ERROR_INPUT, "comes to more than %d bytes", DATA_MAX);
    *rule = (struct record_rule){
        .owner = entry->key,
        .type = types[type],
        .data = pool_copy(pool, buf_text(&text), text.length),
        .missing = value.missing,
        .dashed = value.dashed,
    };
    buf_clear(&text);
    struct span whole = {rule->data, strlen(rule->data)};
    return good && (rule->missing != NULL || checks[type](whole, error));
}
