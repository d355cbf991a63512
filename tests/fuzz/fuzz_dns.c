/* SPDX-License-Identifier: MIT */
/* Any bytes as the answer to a question: the first byte chooses the type, the rest is
 * the message. What comes out can be printed, and names can be asked for again. */
#include "base/memory.h"
#include "dns/message.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum dns_type types[] = {DNS_A,   DNS_NS,   DNS_CNAME, DNS_SOA,  DNS_MX,
                                      DNS_TXT, DNS_AAAA, DNS_SRV,   DNS_TLSA, DNS_CAA};

static void judge_name(const char *text)
{
    struct name name;
    char again[NAME_TEXT_SIZE];
    if (!name_parse(text, &name))
        abort();
    name_print(&name, again);
    if (strcmp(again, text) != 0)
        abort();
}

static void judge_record(const struct dns_record *record, enum dns_type type)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    dns_record_print(record, type, &out);
    if (out.length == 0 || memchr(out.data, '\n', out.length) != NULL)
        abort();
    buf_clear(&out);
    if (record->host != NULL)
        judge_name(record->host);
    if (record->text != NULL && record->text[record->text_length] != '\0')
        abort();
}

static void judge(const struct dns_answer *answer)
{
    if (answer->result > DNS_GARBAGE || answer->chain_count > DNS_CHAIN_MAX ||
        (answer->result == DNS_FOUND) != (answer->record_count > 0) ||
        (answer->zone != NULL && answer->result == DNS_FOUND))
        abort();
    for (size_t i = 0; i < answer->chain_count; i++)
        judge_name(answer->chain[i]);
    for (size_t i = 0; i < answer->record_count; i++)
        judge_record(&answer->records[i], answer->type);
    if (answer->zone != NULL)
        judge_name(answer->zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct subject subject = {.server = "192.0.2.53", .trusted = true};
    struct buf strings;
    if (size == 0 || !name_parse("www.example.com", &subject.name))
        return 0;
    subject.type = types[data[0] % (sizeof types / sizeof *types)];
    /* Exactly as large as the input, so that a read past its end is seen. */
    uint8_t *copy = malloc(size - 1 > 0 ? size - 1 : 1);
    memcpy(copy, data + 1, size - 1);
    buf_init(&strings, MESSAGE_STRINGS_MAX);
    struct wire message = {copy, size - 1};
    struct dns_answer *answer = message_read(message, &subject, &strings, &size);
    judge(answer);
    /* And once more, as what follows a chain that stopped. */
    if (message_was_partial(answer)) {
        subject.before = answer;
        struct dns_answer *rest = message_read(message, &subject, &strings, &size);
        judge(rest);
        memory_free(rest);
    }
    memory_free(answer);
    buf_clear(&strings);
    free(copy);
    return 0;
}
