/* SPDX-License-Identifier: MIT */
#include "probe/capabilities.h"

#include <string.h>

/* For showing: "IDLE, AUTH PLAIN LOGIN". */
static void list(struct capabilities *capabilities, struct span text,
                 const char *separator)
{
    size_t room = sizeof capabilities->list - capabilities->length;
    size_t gap = capabilities->length > 0 ? strlen(separator) : 0;
    if (text.length == 0 || gap + text.length >= room)
        return;
    memcpy(capabilities->list + capabilities->length, separator, gap);
    capabilities->length += gap;
    text_sanitise(text.at, text.length, capabilities->list + capabilities->length,
                  room - gap);
    capabilities->length += strlen(capabilities->list + capabilities->length);
}

static void add_mechanism(struct capabilities *capabilities, struct span name)
{
    enum sasl_mechanism mechanism;
    capabilities->auth = true;
    if (sasl_find(name, &mechanism))
        capabilities->mechanisms |= 1U << mechanism;
}

static void add_mechanisms(struct capabilities *capabilities, struct span names)
{
    struct span name;
    while (span_next_word(&names, &name))
        add_mechanism(capabilities, name);
}

/* Cisco's inspection writes "XXXXXXXA" for STARTTLS, others "XXXXXXXX". */
static bool is_masked(struct span word)
{
    size_t count = 0;
    while (count < word.length && word.at[count] == 'X')
        count++;
    return count >= 4 && count + 1 >= word.length;
}

static bool take_prefix(struct span *word, const char *prefix)
{
    size_t length = strlen(prefix);
    if (word->length < length ||
        !span_equal_nocase((struct span){word->at, length}, prefix))
        return false;
    *word = (struct span){word->at + length, word->length - length};
    return true;
}

static void add_imap_word(struct capabilities *capabilities, struct span word)
{
    struct span rest = word;
    if (take_prefix(&rest, "AUTH="))
        add_mechanism(capabilities, rest);
    capabilities->starttls |= span_equal_nocase(word, "STARTTLS");
    capabilities->sasl_ir |= span_equal_nocase(word, "SASL-IR");
    capabilities->login_disabled |= span_equal_nocase(word, "LOGINDISABLED");
    capabilities->idle |= span_equal_nocase(word, "IDLE");
    capabilities->masked |= is_masked(word);
}

void capabilities_add_imap(struct capabilities *capabilities, struct span words)
{
    struct span word;
    while (span_next_word(&words, &word)) {
        add_imap_word(capabilities, word);
        list(capabilities, word, " ");
    }
}

void capabilities_add_pop3(struct capabilities *capabilities, struct span line)
{
    struct span rest = line, word;
    list(capabilities, span_trim(line), ", ");
    if (!span_next_word(&rest, &word))
        return;
    if (span_equal_nocase(word, "SASL"))
        add_mechanisms(capabilities, rest);
    capabilities->starttls |= span_equal_nocase(word, "STLS");
    capabilities->user |= span_equal_nocase(word, "USER");
    capabilities->masked |= is_masked(word);
}

/* Old servers write "AUTH=LOGIN PLAIN" as well, for clients that are older still. */
void capabilities_add_smtp(struct capabilities *capabilities, struct span line)
{
    struct span rest = line, word;
    list(capabilities, span_trim(line), ", ");
    if (take_prefix(&rest, "AUTH=") || take_prefix(&rest, "AUTH ")) {
        add_mechanisms(capabilities, rest);
        return;
    }
    if (!span_next_word(&rest, &word))
        return;
    capabilities->starttls |= span_equal_nocase(word, "STARTTLS");
    capabilities->masked |= is_masked(word);
}

bool capabilities_offer(const struct capabilities *capabilities,
                        enum sasl_mechanism mechanism)
{
    return (capabilities->mechanisms & 1U << mechanism) != 0;
}
