/* SPDX-License-Identifier: MIT */
#include "dns/answer.h"

#include "mail/records.h"

#include <string.h>

static const struct {
    enum dns_type type;
    const char *name;
} types[] = {
    {DNS_A, "A"},       {DNS_NS, "NS"},   {DNS_CNAME, "CNAME"}, {DNS_SOA, "SOA"},
    {DNS_MX, "MX"},     {DNS_TXT, "TXT"}, {DNS_AAAA, "AAAA"},   {DNS_SRV, "SRV"},
    {DNS_TLSA, "TLSA"}, {DNS_CAA, "CAA"},
};
enum { TYPES = sizeof types / sizeof *types };

bool dns_is_certain(const struct dns_answer *answer)
{
    return answer->result <= DNS_NXDOMAIN;
}

const char *dns_chain_end(const struct dns_answer *answer)
{
    return answer->chain_count > 0 ? answer->chain[answer->chain_count - 1]
                                   : answer->name;
}

bool dns_chain_has(const struct dns_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->chain_count; i++)
        if (strcmp(answer->chain[i], name) == 0)
            return true;
    return false;
}

const char *dns_result_text(enum dns_result result)
{
    static const char *const texts[] = {
        [DNS_FOUND] = "found",
        [DNS_NODATA] = "no such record",
        [DNS_NXDOMAIN] = "no such name",
        [DNS_BOGUS] = "its DNSSEC signatures are not valid",
        [DNS_SERVFAIL] = "the server says SERVFAIL",
        [DNS_REFUSED] = "the server says REFUSED",
        [DNS_TIMEOUT] = "no answer in time",
        [DNS_UNREACHABLE] = "no DNS server listens there",
        [DNS_GARBAGE] = "the server's answer makes no sense",
        [DNS_BAD_NAME] = "this is no name that the DNS could hold",
    };
    return texts[result];
}

const char *dns_type_name(enum dns_type type)
{
    for (size_t i = 0; i < TYPES; i++)
        if (types[i].type == type)
            return types[i].name;
    return "?";
}

enum dns_type dns_type_parse(const char *name)
{
    for (size_t i = 0; i < TYPES; i++)
        if (types[i].name[0] == name[0] && strcmp(types[i].name, name) == 0)
            return types[i].type;
    return 0;
}

static void print_host(const char *host, struct buf *out)
{
    buf_puts(out, host);
    buf_puts(out, ".");
}

/* The hex digits of the first three bytes are numbers of their own (RFC 6698 2.2). */
static void print_tlsa(const struct dns_record *record, struct buf *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < 3 && i * 2 + 1 < record->text_length; i++) {
        const char *high = strchr(digits, record->text[i * 2]);
        const char *low = strchr(digits, record->text[i * 2 + 1]);
        buf_printf(out, "%d ", (int)((high - digits) * 16 + (low - digits)));
    }
    if (record->text_length > 6)
        buf_puts(out, record->text + 6);
}

void dns_record_print(const struct dns_record *record, enum dns_type type,
                      struct buf *out)
{
    if (type == DNS_MX)
        buf_printf(out, "%u ", (unsigned)record->priority);
    else if (type == DNS_SRV)
        buf_printf(out, "%u %u %u ", (unsigned)record->priority,
                   (unsigned)record->weight, (unsigned)record->port);
    else if (type == DNS_CAA)
        buf_printf(out, "%u %s ", (unsigned)record->priority, record->tag);
    struct span text = {record->text, record->text_length};
    if (record->host != NULL)
        print_host(record->host, out);
    else if (type == DNS_TXT)
        records_quote(text, out);
    else if (type == DNS_CAA)
        records_quote_string(text, out);
    else if (type == DNS_TLSA)
        print_tlsa(record, out);
    else
        buf_puts(out, record->text);
}
