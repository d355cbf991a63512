/* SPDX-License-Identifier: MIT */
/* What a mail server says: the first byte chooses the protocol, the second in how small
 * pieces the rest arrives. The same replies come out, whatever the pieces. */
#include "probe/capabilities.h"
#include "probe/reply_imap.h"
#include "probe/reply_pop3.h"
#include "probe/reply_smtp.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct talk {
    struct inbox inbox;
    struct imap_reader imap;
    struct smtp_reader smtp;
    uint64_t sum; /* of all that came out */
};

static void note(struct talk *talk, struct span bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        talk->sum = talk->sum * 1099511628211U + (unsigned char)bytes.at[i] + 1;
    talk->sum = talk->sum * 1099511628211U;
}

static void check_list(const struct capabilities *all)
{
    if (strlen(all->list) != all->length || all->length >= sizeof all->list ||
        !text_is_utf8(all->list, all->length))
        abort();
}

static void take_imap(struct talk *talk)
{
    struct imap_reply reply;
    unsigned long number;
    while (imap_next(&talk->imap, &talk->inbox, &reply)) {
        struct capabilities all = {.length = 0};
        capabilities_add_imap(&all, reply.text);
        check_list(&all);
        note(talk, reply.line);
        note(talk, reply.code);
        note(talk, reply.text);
        if (imap_status_number(&reply, "MESSAGES", &number) && number > UINT32_MAX)
            abort();
    }
}

static void take_pop3(struct talk *talk)
{
    struct pop3_reply reply;
    struct span line;
    while (inbox_take_line(&talk->inbox, &line)) {
        struct capabilities all = {.length = 0};
        pop3_parse(line, &reply);
        note(talk, reply.code);
        note(talk, reply.text);
        if (pop3_body_line(&line))
            capabilities_add_pop3(&all, line);
        check_list(&all);
        note(talk, line);
    }
}

static void take_smtp(struct talk *talk)
{
    struct smtp_reply reply;
    struct span line;
    while (smtp_next(&talk->smtp, &talk->inbox, &reply)) {
        struct capabilities all = {.length = 0};
        note(talk, reply.text);
        note(talk, smtp_format(&talk->smtp, &reply));
        if (reply.code > 599)
            abort();
        while (smtp_next_line(&reply.text, &line))
            capabilities_add_smtp(&all, line);
        check_list(&all);
    }
}

/* False when a limit was hit: then it matters how far it came. */
static bool hear(int protocol, const char *bytes, size_t size, size_t piece,
                 uint64_t *sum)
{
    static void (*const take[])(struct talk *) = {take_imap, take_pop3, take_smtp};
    struct talk talk = {.sum = 0};
    inbox_init(&talk.inbox);
    imap_reader_init(&talk.imap);
    smtp_reader_init(&talk.smtp);
    for (size_t at = 0; at < size; at += piece) {
        size_t length = piece < size - at ? piece : size - at;
        (void)!inbox_add(&talk.inbox, bytes + at, length);
        take[protocol](&talk);
    }
    *sum = talk.sum;
    bool is_within = talk.inbox.limit == INBOX_WITHIN;
    imap_reader_clear(&talk.imap);
    smtp_reader_clear(&talk.smtp);
    inbox_clear(&talk.inbox);
    return is_within;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t whole, pieces;
    if (size < 2)
        return 0;
    /* Exactly as large as the input, so that a read past its end is seen. */
    char *copy = malloc(size - 2 + (size == 2));
    memcpy(copy, data + 2, size - 2);
    bool within = hear(data[0] % 3, copy, size - 2, size, &whole);
    if (hear(data[0] % 3, copy, size - 2, data[1] % 16 + 1U, &pieces) && within &&
        whole != pieces)
        abort();
    free(copy);
    return 0;
}
