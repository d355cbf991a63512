/* SPDX-License-Identifier: MIT */
#include "probe/reply_pop3.h"

#include <string.h>

static struct span skip(struct span span, size_t length)
{
    return (struct span){span.at + length, span.length - length};
}

/* The word at the beginning, with a blank or nothing behind it. */
static bool begins(struct span line, const char *word)
{
    size_t length = strlen(word);
    return line.length >= length &&
           span_equal_nocase((struct span){line.at, length}, word) &&
           (line.length == length || line.at[length] == ' ');
}

static void parse_text(struct span rest, struct pop3_reply *reply)
{
    const char *end = NULL;
    rest = span_trim(rest);
    if (rest.length > 0 && rest.at[0] == '[')
        end = memchr(rest.at, ']', rest.length);
    if (end != NULL) {
        reply->code = (struct span){rest.at + 1, (size_t)(end - rest.at) - 1};
        rest = skip(rest, (size_t)(end - rest.at) + 1);
    }
    reply->text = span_trim(rest);
}

void pop3_parse(struct span line, struct pop3_reply *reply)
{
    struct span none = {"", 0};
    *reply = (struct pop3_reply){POP3_RUBBISH, none, none, line};
    if (begins(line, "+OK")) {
        reply->kind = POP3_OK;
        parse_text(skip(line, 3), reply);
    } else if (begins(line, "-ERR")) {
        reply->kind = POP3_ERR;
        parse_text(skip(line, 4), reply);
    } else if (begins(line, "+")) {
        reply->kind = POP3_CONTINUATION;
        reply->text = span_trim(skip(line, 1));
    }
}

bool pop3_code_is(const struct pop3_reply *reply, const char *code)
{
    size_t length = strlen(code);
    return reply->code.length >= length &&
           span_equal_nocase((struct span){reply->code.at, length}, code) &&
           (reply->code.length == length || reply->code.at[length] == '/');
}

bool pop3_body_line(struct span *line)
{
    if (span_equal(*line, "."))
        return false;
    if (line->length > 0 && line->at[0] == '.')
        *line = skip(*line, 1);
    return true;
}
