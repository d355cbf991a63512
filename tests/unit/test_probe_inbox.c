/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "probe/inbox.h"

#include <stdlib.h>
#include <string.h>

static bool add(struct inbox *inbox, const char *text)
{
    return inbox_add(inbox, text, strlen(text));
}

static bool next_is(struct inbox *inbox, const char *wanted)
{
    struct span line;
    return inbox_take_line(inbox, &line) && span_equal(line, wanted);
}

static void lines_in_pieces(void)
{
    struct inbox inbox;
    struct span line;
    inbox_init(&inbox);
    EXPECT(inbox_is_empty(&inbox));
    EXPECT(add(&inbox, "* OK rea") && !inbox_take_line(&inbox, &line));
    EXPECT(!inbox_is_empty(&inbox));
    EXPECT(add(&inbox, "dy\r") && !inbox_take_line(&inbox, &line));
    EXPECT(add(&inbox, "\n\r\nbare\nhalf\rway\r\ntail"));
    EXPECT(next_is(&inbox, "* OK ready"));
    EXPECT(next_is(&inbox, ""));
    EXPECT(next_is(&inbox, "bare"));
    EXPECT(next_is(&inbox, "half\rway"));
    EXPECT(!inbox_take_line(&inbox, &line));
    EXPECT(add(&inbox, "\r\n") && next_is(&inbox, "tail"));
    EXPECT(inbox_is_empty(&inbox));
    inbox_clear(&inbox);
}

static void skipping(void)
{
    struct inbox inbox;
    inbox_init(&inbox);
    EXPECT(add(&inbox, "first\r\nlit\neral\r\n"));
    EXPECT(next_is(&inbox, "first"));
    EXPECT_UINT(inbox_skip(&inbox, 7), 7);
    EXPECT(next_is(&inbox, "l"));
    EXPECT_UINT(inbox_skip(&inbox, 7), 0);
    EXPECT(add(&inbox, "abc") && inbox_skip(&inbox, 7) == 3);
    inbox_clear(&inbox);
}

static char *repeat(char c, size_t count, const char *end)
{
    char *text = malloc(count + strlen(end) + 1);
    memset(text, c, count);
    memcpy(text + count, end, strlen(end) + 1);
    return text;
}

static void long_lines(void)
{
    struct inbox inbox;
    struct span line = {"", 0};
    char *longest = repeat('x', INBOX_LINE_MAX, "\r\n");
    char *too_long = repeat('x', INBOX_LINE_MAX + 1, "\r\n");
    char *endless = repeat('x', INBOX_LINE_MAX + 1, "");
    inbox_init(&inbox);
    EXPECT(add(&inbox, longest) && next_is(&inbox, "") == false);
    inbox_clear(&inbox);
    EXPECT(add(&inbox, longest) && inbox_take_line(&inbox, &line));
    EXPECT_UINT(line.length, INBOX_LINE_MAX);
    EXPECT(add(&inbox, too_long) && !inbox_take_line(&inbox, &line));
    EXPECT(inbox.limit == INBOX_LINE);
    inbox_clear(&inbox);
    EXPECT(!add(&inbox, endless) && inbox.limit == INBOX_LINE);
    EXPECT(!add(&inbox, "\r\n") && !inbox_take_line(&inbox, &line));
    EXPECT_TEXT(inbox_limit_text(inbox.limit), "a line of more than 65536 bytes");
    inbox_clear(&inbox);
    free(longest);
    free(too_long);
    free(endless);
}

static void floods(void)
{
    struct inbox inbox;
    struct span line;
    char *kilobyte = repeat('x', 1022, "\r\n");
    inbox_init(&inbox);
    for (int phase = 0; phase < 2; phase++) {
        for (int i = 0; i < INBOX_PHASE_MAX / 1024; i++)
            EXPECT(add(&inbox, kilobyte) && inbox_take_line(&inbox, &line));
        inbox_begin_phase(&inbox);
    }
    for (int i = 0; i < INBOX_PHASE_MAX / 1024; i++)
        EXPECT(add(&inbox, kilobyte));
    inbox_begin_phase(&inbox); /* does not make room: nothing was taken */
    EXPECT(!add(&inbox, "x") && inbox.limit == INBOX_PHASE);
    EXPECT_TEXT(inbox_limit_text(inbox.limit), "more than 262144 bytes in one phase");
    EXPECT(!inbox_take_line(&inbox, &line));
    inbox_clear(&inbox);
    free(kilobyte);
}

int main(void)
{
    RUN(lines_in_pieces);
    RUN(skipping);
    RUN(long_lines);
    RUN(floods);
    return expect_report();
}
