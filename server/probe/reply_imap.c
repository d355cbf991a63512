/* SPDX-License-Identifier: MIT */
#include "probe/reply_imap.h"

#include <string.h>

enum { NUMBER_SIZE = 12 };

static struct span skip(struct span span, size_t length)
{
    return (struct span){span.at + length, span.length - length};
}

/* Takes what stands before the next blank, and the blank. */
static struct span take_word(struct span *rest)
{
    const char *blank = rest->length > 0 ? memchr(rest->at, ' ', rest->length) : NULL;
    size_t length = blank != NULL ? (size_t)(blank - rest->at) : rest->length;
    struct span word = {rest->at, length};
    *rest = skip(*rest, length + (blank != NULL));
    return word;
}

static enum imap_status find_status(struct span word)
{
    static const char *const names[] = {NULL, "OK", "NO", "BAD", "BYE", "PREAUTH"};
    for (int i = IMAP_OK; i <= IMAP_PREAUTH; i++)
        if (span_equal_nocase(word, names[i]))
            return (enum imap_status)i;
    return IMAP_DATA;
}

/* resp-text = ["[" resp-text-code "]" SP] text */
static void parse_text(struct span rest, struct imap_reply *reply)
{
    const char *end = NULL;
    if (rest.length > 0 && rest.at[0] == '[')
        end = memchr(rest.at, ']', rest.length);
    if (end != NULL) {
        reply->code = (struct span){rest.at + 1, (size_t)(end - rest.at) - 1};
        rest = skip(rest, (size_t)(end - rest.at) + 1);
    }
    reply->text = span_trim(rest);
}

static void parse_untagged(struct span rest, struct imap_reply *reply)
{
    reply->kind = IMAP_UNTAGGED;
    struct span word = take_word(&rest);
    reply->status = find_status(word);
    if (reply->status != IMAP_DATA) {
        parse_text(rest, reply);
        return;
    }
    reply->word = word;
    reply->text = span_trim(rest);
}

/* A tag has letters and digits only when it is one of ours. */
static bool is_tag(struct span word)
{
    for (size_t i = 0; i < word.length; i++) {
        char c = text_lower(word.at[i]);
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            return false;
    }
    return word.length > 0;
}

static void parse_tagged(struct span tag, struct span rest, struct imap_reply *reply)
{
    enum imap_status status = find_status(take_word(&rest));
    if (!is_tag(tag) || status < IMAP_OK || status > IMAP_BAD)
        return;
    reply->kind = IMAP_TAGGED;
    reply->tag = tag;
    reply->status = status;
    parse_text(rest, reply);
}

void imap_parse(struct span line, struct imap_reply *reply)
{
    struct span rest = line, none = {"", 0};
    *reply = (struct imap_reply){IMAP_RUBBISH, IMAP_DATA, none, none, none, none, line};
    struct span word = take_word(&rest);
    if (span_equal(word, "*") && rest.length > 0) {
        parse_untagged(rest, reply);
    } else if (span_equal(word, "+")) {
        reply->kind = IMAP_CONTINUATION;
        reply->text = span_trim(rest);
    } else {
        parse_tagged(word, rest, reply);
    }
}

void imap_reader_init(struct imap_reader *reader)
{
    *reader = (struct imap_reader){.literal = 0};
    buf_init(&reader->line, INBOX_LINE_MAX);
}

void imap_reader_clear(struct imap_reader *reader)
{
    buf_clear(&reader->line);
    imap_reader_init(reader);
}

static bool parse_number(struct span digits, unsigned long *number)
{
    char text[NUMBER_SIZE];
    if (digits.length >= sizeof text)
        return false;
    memcpy(text, digits.at, digits.length);
    text[digits.length] = '\0';
    return text_parse_uint(text, 0, 4294967295UL, number);
}

/* Only data has literals; a sentence may end in "{5}" and mean nothing by it. */
static bool may_have_literals(struct span line)
{
    struct imap_reply reply;
    imap_parse(line, &reply);
    return reply.kind == IMAP_UNTAGGED && reply.status == IMAP_DATA;
}

/* Whether a line ends in "{123}", and where. */
static bool ends_in_literal(struct span line, size_t *start, size_t *size)
{
    unsigned long number;
    if (line.length < 3 || line.at[line.length - 1] != '}')
        return false;
    const char *brace = memrchr(line.at, '{', line.length);
    if (brace == NULL)
        return false;
    *start = (size_t)(brace - line.at);
    struct span digits = {brace + 1, line.length - *start - 2};
    if (digits.length > 0 && digits.at[digits.length - 1] == '+')
        digits.length--;
    if (!parse_number(digits, &number))
        return false;
    *size = number;
    return true;
}

/* Adds a line to the reply; true when the reply ends with it. */
static bool add_line(struct imap_reader *reader, struct span line)
{
    size_t start, size;
    bool is_data = reader->is_partial || may_have_literals(line);
    reader->is_partial = is_data && ends_in_literal(line, &start, &size);
    if (!reader->is_partial) {
        buf_append(&reader->line, line.at, line.length);
        return true;
    }
    buf_append(&reader->line, line.at, start);
    buf_puts(&reader->line, "\"\"");
    reader->literal = size;
    return false;
}

bool imap_next(struct imap_reader *reader, struct inbox *inbox,
               struct imap_reply *reply)
{
    struct span line;
    bool is_complete = false;
    if (!reader->is_partial)
        buf_reset(&reader->line);
    while (!is_complete) {
        reader->literal -= inbox_skip(inbox, reader->literal);
        if (reader->literal > 0 || !inbox_take_line(inbox, &line))
            return false;
        is_complete = add_line(reader, line);
        if (reader->line.overflowed) {
            inbox->limit = INBOX_LINE;
            return false;
        }
    }
    imap_parse((struct span){buf_text(&reader->line), reader->line.length}, reply);
    return true;
}

bool imap_code_is(const struct imap_reply *reply, const char *word)
{
    struct span rest = reply->code;
    return span_equal_nocase(take_word(&rest), word);
}

bool imap_status_number(const struct imap_reply *reply, const char *word,
                        unsigned long *number)
{
    struct span text = reply->text, name;
    const char *open = text.length > 0 ? memrchr(text.at, '(', text.length) : NULL;
    if (!span_equal_nocase(reply->word, "STATUS") || open == NULL ||
        text.at[text.length - 1] != ')')
        return false;
    struct span list = {open + 1, text.length - (size_t)(open - text.at) - 2};
    while (list.length > 0) {
        name = take_word(&list);
        struct span value = take_word(&list);
        if (span_equal_nocase(name, word))
            return parse_number(value, number);
    }
    return false;
}
