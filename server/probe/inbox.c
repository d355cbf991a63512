/* SPDX-License-Identifier: MIT */
#include "probe/inbox.h"

#include <string.h>

void inbox_init(struct inbox *inbox)
{
    *inbox = (struct inbox){.limit = INBOX_WITHIN};
    buf_init(&inbox->bytes, INBOX_PHASE_MAX);
}

void inbox_clear(struct inbox *inbox)
{
    buf_clear(&inbox->bytes);
    inbox_init(inbox);
}

void inbox_begin_phase(struct inbox *inbox)
{
    inbox->received = inbox->bytes.length - inbox->taken;
}

/* Moves what waits to the front, as far as it pays. */
static void tidy_up(struct inbox *inbox)
{
    size_t waiting = inbox->bytes.length - inbox->taken;
    if (inbox->taken == 0)
        return;
    memmove(inbox->bytes.data, inbox->bytes.data + inbox->taken, waiting);
    inbox->bytes.length = waiting;
    inbox->searched -= inbox->taken;
    inbox->taken = 0;
}

static const char *find_end(struct inbox *inbox)
{
    const char *end = NULL;
    if (inbox->searched < inbox->bytes.length)
        end = memchr(inbox->bytes.data + inbox->searched, '\n',
                     inbox->bytes.length - inbox->searched);
    inbox->searched =
        end != NULL ? (size_t)(end - inbox->bytes.data) : inbox->bytes.length;
    return end;
}

bool inbox_add(struct inbox *inbox, const char *bytes, size_t length)
{
    if (inbox->limit != INBOX_WITHIN)
        return false;
    if (length > INBOX_PHASE_MAX - inbox->received) {
        inbox->limit = INBOX_PHASE;
        return false;
    }
    inbox->received += length;
    tidy_up(inbox);
    buf_append(&inbox->bytes, bytes, length);
    if (find_end(inbox) == NULL && inbox->bytes.length > INBOX_LINE_MAX)
        inbox->limit = INBOX_LINE;
    return inbox->limit == INBOX_WITHIN;
}

static struct span without_cr(struct span line)
{
    if (line.length > 0 && line.at[line.length - 1] == '\r')
        line.length--;
    return line;
}

bool inbox_take_line(struct inbox *inbox, struct span *line)
{
    const char *end = inbox->limit == INBOX_WITHIN ? find_end(inbox) : NULL;
    if (end == NULL)
        return false;
    const char *start = inbox->bytes.data + inbox->taken;
    *line = without_cr((struct span){start, (size_t)(end - start)});
    if (line->length > INBOX_LINE_MAX) {
        inbox->limit = INBOX_LINE;
        return false;
    }
    inbox->taken = inbox->searched = (size_t)(end - inbox->bytes.data) + 1;
    return true;
}

size_t inbox_skip(struct inbox *inbox, size_t length)
{
    size_t waiting = inbox->bytes.length - inbox->taken;
    size_t skipped = length < waiting ? length : waiting;
    if (skipped == 0)
        return 0;
    inbox->taken += skipped;
    inbox->searched = inbox->taken;
    return skipped;
}

bool inbox_is_empty(const struct inbox *inbox)
{
    return inbox->taken == inbox->bytes.length;
}

const char *inbox_limit_text(enum inbox_limit limit)
{
    static const char *const texts[] = {
        [INBOX_WITHIN] = "",
        [INBOX_LINE] = "a line of more than 65536 bytes",
        [INBOX_PHASE] = "more than 262144 bytes in one phase",
    };
    return texts[limit];
}
