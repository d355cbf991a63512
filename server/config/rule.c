/* SPDX-License-Identifier: MIT */
#include "config/rule.h"

#include "base/text.h"
#include "config/value.h"
#include "mail/network.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { TYPE_SIZE = 16, LABEL_MAX = 63 };

static bool is_name_byte(char c)
{
    c = text_lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Whether a name could stand in a zone file as it is, relative or absolute. */
static bool is_name(struct span name)
{
    size_t label = 0;
    for (size_t i = 0; i < name.length; i++) {
        bool dot = name.at[i] == '.';
        if (dot ? label == 0 : !is_name_byte(name.at[i]))
            return false;
        label = dot ? 0 : label + 1;
        if (label > LABEL_MAX)
            return false;
    }
    return name.length > 0;
}

/* The labels that a name ends in twice, as where somebody says "a.example.com" for the
 * "a" in "a.example.com"; one label may well stand twice. Else an empty span. */
static struct span find_doubled(struct span name)
{
    const char *end = name.at + name.length, *dot = end;
    for (int labels = 0; dot != NULL; labels++) {
        size_t before = (size_t)(dot - name.at), length = (size_t)(end - dot);
        if (labels >= 2 && before > length && memcmp(dot - length, dot, length) == 0)
            return (struct span){dot + 1, length - 1};
        dot = memrchr(name.at, '.', before);
    }
    return (struct span){end, 0};
}

/* "." alone says that there is nothing: no mail (RFC 7505), no service (RFC 2782). */
static bool check_target(struct span name, bool may_be_root, struct error *error)
{
    struct span doubled = find_doubled(name);
    if (may_be_root && span_equal(name, "."))
        return true;
    if (!is_name(name))
        return error_set(error, ERROR_INPUT, "`%.*s` is no host name", (int)name.length,
                         name.at);
    if (doubled.length > 0)
        return error_set(error, ERROR_INPUT, "`%.*s` ends in %.*s twice",
                         (int)name.length, name.at, (int)doubled.length, doubled.at);
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

struct type {
    const char *name;
    bool (*check)(const struct type *type, struct span data, struct error *error);
    int numbers;       /* before the names */
    size_t names_max;  /* there is at least one */
    const char *wants; /* behind the type's name */
};

/* "10 mx.example" where a list of hosts belongs, or an address. */
static bool check_not_address(struct span name, struct error *error)
{
    for (size_t i = 0; i < name.length; i++)
        if ((name.at[i] < '0' || name.at[i] > '9') && name.at[i] != '.')
            return true;
    return span_equal(name, ".") ||
           error_set(error, ERROR_INPUT, "`%.*s` is no host name", (int)name.length,
                     name.at);
}

/* Numbers and then names. */
static bool check_names(const struct type *type, struct span data, struct error *error)
{
    struct span name;
    size_t count = 0;
    for (int i = 0; i < type->numbers; i++)
        if (!take_number(&data, error))
            return error_prefix(error, "%s", type->name);
    for (; span_next_word(&data, &name); count++) {
        if (count == type->names_max)
            return error_set(error, ERROR_INPUT, "`%.*s` is too much", (int)name.length,
                             name.at);
        if (!check_target(name, type->numbers > 0, error) ||
            !check_not_address(name, error))
            return false;
    }
    if (count == 0)
        return error_set(error, ERROR_INPUT, "%s wants %s", type->name, type->wants);
    return true;
}

static bool check_address(const struct type *type, struct span data,
                          struct error *error)
{
    struct ip_address address;
    bool v6 = strcmp(type->name, "AAAA") == 0;
    if (!ip_parse(data.at, data.length, &address) ||
        (memchr(data.at, ':', data.length) != NULL) != v6)
        return error_set(error, ERROR_INPUT, "`%.*s` is no %s", (int)data.length,
                         data.at, type->wants);
    return true;
}

/* Quotes and backslashes are put in where the text is printed. */
static bool check_text(const struct type *type, struct span data, struct error *error)
{
    if (data.length == 0)
        return error_set(error, ERROR_INPUT, "%s wants %s", type->name, type->wants);
    if (memchr(data.at, '"', data.length) != NULL)
        return error_set(error, ERROR_INPUT, "a TXT is one text, quoted as a whole");
    return true;
}

static const struct type types[] = {
    {"A", check_address, 0, 0, "IPv4 address"},
    {"AAAA", check_address, 0, 0, "IPv6 address"},
    {"CNAME", check_names, 0, 1, "a name"},
    {"MX", check_names, 1, SIZE_MAX, "a preference and hosts"},
    {"SRV", check_names, 3, 1, "three numbers and a name"},
    {"TXT", check_text, 0, 0, "a text"},
};
enum { TYPE_COUNT = sizeof types / sizeof *types };

/* The type of this name, or NULL. */
static const struct type *find_type(const char *name, struct error *error)
{
    const char *names[TYPE_COUNT];
    for (size_t i = 0; i < TYPE_COUNT; i++)
        names[i] = types[i].name;
    size_t type = value_find_word(name, names, TYPE_COUNT, error);
    return type < TYPE_COUNT ? &types[type] : NULL;
}

static bool is_owner(const char *owner)
{
    struct span name = {owner, strlen(owner)};
    if (strncmp(owner, "*.", 2) == 0)
        name = (struct span){owner + 2, name.length - 2};
    return strcmp(owner, "@") == 0 || strcmp(owner, "*") == 0 || is_name(name);
}

bool rule_parse(const struct line *line, struct pool *pool, struct record_rule *rule,
                struct error *error)
{
    struct span data = {line->value, strlen(line->value)}, word;
    char name[TYPE_SIZE];
    if (!is_owner(line->key))
        return error_set(error, ERROR_INPUT, "is no name of a record");
    if (!span_next_word(&data, &word))
        return error_set(error, ERROR_INPUT, "expected TYPE DATA");
    snprintf(name, sizeof name, "%.*s", (int)word.length, word.at);
    const struct type *type = find_type(name, error);
    if (type == NULL)
        return false;
    data = span_trim(data);
    if (data.length >= 2 && data.at[0] == '"' && data.at[data.length - 1] == '"')
        data = (struct span){data.at + 1, data.length - 2};
    *rule = (struct record_rule){
        .owner = line->key,
        .type = type->name,
        .data = pool_copy(pool, data.at, data.length),
    };
    return true;
}

bool rule_check(const struct record_rule *rule, const char *data, struct error *error)
{
    const struct type *type = find_type(rule->type, error);
    return type->check(type, (struct span){data, strlen(data)}, error);
}
