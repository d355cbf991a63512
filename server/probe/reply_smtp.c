/* SPDX-License-Identifier: MIT */
#include "probe/reply_smtp.h"

#include <stdio.h>
#include <string.h>

void smtp_reader_init(struct smtp_reader *reader)
{
    *reader = (struct smtp_reader){.is_partial = false};
    buf_init(&reader->text, INBOX_PHASE_MAX);
    buf_init(&reader->line, INBOX_PHASE_MAX + sizeof "250 " + sizeof "5.7.139 ");
}

void smtp_reader_clear(struct smtp_reader *reader)
{
    buf_clear(&reader->text);
    buf_clear(&reader->line);
    smtp_reader_init(reader);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The code of a line, or 0; behind it stands a blank, a minus or nothing. */
static unsigned read_code(struct span line)
{
    if (line.length < 3 || line.at[0] < '2' || line.at[0] > '5' ||
        !is_digit(line.at[1]) || !is_digit(line.at[2]))
        return 0;
    if (line.length > 3 && line.at[3] != ' ' && line.at[3] != '-')
        return 0;
    return (unsigned)((line.at[0] - '0') * 100 + (line.at[1] - '0') * 10 +
                      (line.at[2] - '0'));
}

/* class "." subject "." detail, of one, one to three and one to three digits. */
static size_t enhanced_length(struct span text)
{
    size_t at = 0;
    for (int part = 0; part < 3; part++) {
        size_t digits = 0, most = part == 0 ? 1 : 3;
        while (at < text.length && digits < most && is_digit(text.at[at])) {
            at++;
            digits++;
        }
        if (digits == 0)
            return 0;
        if (part < 2 && (at == text.length || text.at[at++] != '.'))
            return 0;
    }
    return at == text.length || text.at[at] == ' ' ? at : 0;
}

static struct span skip(struct span span, size_t length)
{
    if (length > span.length)
        length = span.length;
    return (struct span){span.at + length, span.length - length};
}

static void add_line(struct smtp_reader *reader, struct span line)
{
    buf_append(&reader->text, line.at, line.length);
    buf_puts(&reader->text, "\n");
}

static void read_enhanced(struct smtp_reply *reply)
{
    struct span rest = reply->text, line;
    while (reply->enhanced[0] == '\0' && smtp_next_line(&rest, &line)) {
        size_t length = enhanced_length(line);
        memcpy(reply->enhanced, line.at, length);
        reply->enhanced[length] = '\0';
    }
}

/* The code of the last line counts; that all have the same is the server's duty. */
bool smtp_next(struct smtp_reader *reader, struct inbox *inbox,
               struct smtp_reply *reply)
{
    struct span line;
    *reply = (struct smtp_reply){.code = 0};
    if (!reader->is_partial)
        buf_reset(&reader->text);
    do {
        if (!inbox_take_line(inbox, &line))
            return false;
        reply->code = read_code(line);
        if (reply->code == 0)
            buf_reset(&reader->text);
        add_line(reader, reply->code == 0 ? line : skip(line, 4));
        reader->is_partial = reply->code != 0 && line.length > 3 && line.at[3] == '-';
    } while (reader->is_partial);
    reply->text = (struct span){buf_text(&reader->text), reader->text.length};
    if (reply->code != 0)
        read_enhanced(reply);
    return true;
}

bool smtp_next_line(struct span *text, struct span *line)
{
    const char *end = text->length > 0 ? memchr(text->at, '\n', text->length) : NULL;
    if (end == NULL)
        return false;
    *line = (struct span){text->at, (size_t)(end - text->at)};
    *text = skip(*text, line->length + 1);
    return true;
}

struct span smtp_format(struct smtp_reader *reader, const struct smtp_reply *reply)
{
    struct span rest = reply->text, line;
    struct buf *text = &reader->line;
    buf_reset(text);
    if (reply->code != 0)
        buf_append_uint(text, reply->code);
    if (reply->enhanced[0] != '\0')
        buf_printf(text, " %s", reply->enhanced);
    while (smtp_next_line(&rest, &line)) {
        line = span_trim(skip(line, enhanced_length(line)));
        if (line.length > 0 && text->length > 0)
            buf_puts(text, " ");
        buf_append(text, line.at, line.length);
    }
    return (struct span){buf_text(text), text->length};
}
