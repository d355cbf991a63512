/* SPDX-License-Identifier: MIT */
/* The names that may stand in ${} and w:if. docs/templates.md lists them for people. */
#include "base/memory.h"
#include "xml/document_private.h"

struct name {
    const char *name;
    struct variable variable;
};

static const struct name names[] = {
    {"domain", {.value = VALUE_DOMAIN}},
    {"name", {.value = VALUE_NAME}},
    {"short_name", {.value = VALUE_SHORT_NAME, .condition = CONDITION_SHORT_NAME}},
    {"address",
     {.value = VALUE_ADDRESS,
      .condition = CONDITION_ADDRESS,
      .instead = "%EMAILADDRESS%"}},
    {"error_code", {.value = VALUE_ERROR_CODE}},
    {"error_message", {.value = VALUE_ERROR_MESSAGE}},
    {"mobilesync", {.condition = CONDITION_MOBILESYNC}},
    {"imap", {.condition = CONDITION_IMAP}},
    {"pop3", {.condition = CONDITION_POP3}},
    {"smtp", {.condition = CONDITION_SMTP}},
    {"type", {.value = VALUE_TYPE, .scope = SCOPE_SERVICE}},
    {"TYPE", {.value = VALUE_TYPE_UPPER, .scope = SCOPE_SERVICE}},
    {"host", {.value = VALUE_HOST, .scope = SCOPE_SERVICE}},
    {"port", {.value = VALUE_PORT, .scope = SCOPE_SERVICE}},
    {"username", {.value = VALUE_USERNAME, .scope = SCOPE_SERVICE}},
    {"login", {.value = VALUE_LOGIN, .scope = SCOPE_SERVICE, .instead = "${username}"}},
    {"socketType", {.value = VALUE_SOCKET_TYPE, .scope = SCOPE_SERVICE}},
    {"encryption", {.value = VALUE_ENCRYPTION, .scope = SCOPE_SERVICE}},
    {"password", {.condition = CONDITION_PASSWORD, .scope = SCOPE_SERVICE}},
    {"oauth2", {.condition = CONDITION_OAUTH2, .scope = SCOPE_SERVICE}},
    {"auth", {.value = VALUE_AUTH, .scope = SCOPE_SERVICE | SCOPE_AUTH}},
};

enum { NAME_COUNT = sizeof names / sizeof *names };

bool variable_find(const struct template *template, struct span name,
                   struct variable *out)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (span_equal(name, names[i].name)) {
            *out = names[i].variable;
            return true;
        }
    }
    for (size_t i = 0; i < template->variable_count; i++) {
        if (span_equal(name, template->variables[i])) {
            *out = (struct variable){.value = VALUE_VARIABLE,
                                     .condition = CONDITION_VARIABLE,
                                     .index = (uint16_t)i};
            return true;
        }
    }
    return false;
}

const char *variable_nearest(const struct template *template, struct span name)
{
    char word[48];
    size_t count = NAME_COUNT + template->variable_count;
    const char **candidates = memory_new(count * sizeof *candidates);
    for (size_t i = 0; i < count; i++)
        candidates[i] =
            i < NAME_COUNT ? names[i].name : template->variables[i - NAME_COUNT];
    text_sanitise(name.at, name.length, word, sizeof word);
    const char *nearest = text_nearest(word, candidates, count);
    memory_free(candidates);
    return nearest;
}
