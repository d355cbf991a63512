/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "dns/message.h"
#include "dns/query.h"
#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 70000, RCODE_AT = 3 };

enum section { ANSWER = 7, AUTHORITY = 9 };

/* A message being written: the header, and the question about `asked`. */
struct message {
    uint8_t bytes[ROOM];
    size_t length;
};

static struct message message;
static struct subject subject;
static const struct dns_answer *before;

static void add(const void *bytes, size_t length)
{
    if (message.length + length > ROOM)
        abort();
    memcpy(message.bytes + message.length, bytes, length);
    message.length += length;
}

static void add_u16(unsigned value)
{
    add((uint8_t[]){(uint8_t)(value >> 8), (uint8_t)value}, 2);
}

static void add_name(const char *text)
{
    struct name name;
    if (!name_parse(text, &name))
        abort();
    add(name.bytes, name.length);
}

/* The answer to a question about `name`, still without records. */
static void begin(const char *name, enum dns_type type, unsigned rcode)
{
    static const uint8_t header[12] = {0, 0, 0x81, 0x80, 0, 1};
    message.length = 0;
    add(header, sizeof header);
    message.bytes[RCODE_AT] |= (uint8_t)rcode;
    add_name(name);
    add_u16(type);
    add_u16(1);
    memset(&subject, 0, sizeof subject);
    if (!name_parse(name, &subject.name))
        abort();
    subject.type = type;
    subject.server = "192.0.2.53";
    subject.before = before;
}

struct data {
    const void *bytes;
    size_t length;
};

static void rr(enum section section, const char *owner, unsigned type, unsigned ttl,
               struct data data)
{
    message.bytes[section - 1] =
        (uint8_t)(message.bytes[section - 1] + (message.bytes[section] == 0xFF));
    message.bytes[section]++;
    add_name(owner);
    add_u16(type);
    add_u16(1);
    add_u16(ttl >> 16);
    add_u16(ttl & 0xFFFF);
    add_u16((unsigned)data.length);
    add(data.bytes, data.length);
}

static void rr_name(enum section section, const char *owner, unsigned type,
                    unsigned ttl, const char *target)
{
    struct name name;
    if (!name_parse(target, &name))
        abort();
    rr(section, owner, type, ttl, (struct data){name.bytes, name.length});
}

static void soa(const char *owner)
{
    uint8_t data[22] = {0};
    rr(AUTHORITY, owner, DNS_SOA, 60, (struct data){data, sizeof data});
}

static struct dns_answer *read_bytes(const uint8_t *bytes, size_t length)
{
    /* As large as it is, so that a read past its end is seen. */
    uint8_t *copy = malloc(length > 0 ? length : 1);
    struct buf strings;
    size_t size;
    memcpy(copy, bytes, length);
    buf_init(&strings, MESSAGE_STRINGS_MAX);
    struct dns_answer *answer =
        message_read((struct wire){copy, length}, &subject, &strings, &size);
    free(copy);
    buf_clear(&strings);
    return answer;
}

static struct dns_answer *read_message(void)
{
    return read_bytes(message.bytes, message.length);
}

static const char *print_chain(const struct dns_answer *answer)
{
    static char text[20000];
    struct buf out;
    buf_init(&out, sizeof text - 1);
    for (size_t i = 0; i < answer->chain_count; i++)
        buf_printf(&out, "%s%s", i > 0 ? " " : "", answer->chain[i]);
    snprintf(text, sizeof text, "%s", buf_text(&out));
    buf_clear(&out);
    return text;
}

static const char *print_records(const struct dns_answer *answer)
{
    static char text[20000];
    struct buf out;
    buf_init(&out, sizeof text - 1);
    for (size_t i = 0; i < answer->record_count; i++) {
        buf_puts(&out, i > 0 ? " | " : "");
        dns_record_print(&answer->records[i], answer->type, &out);
    }
    snprintf(text, sizeof text, "%s", buf_text(&out));
    buf_clear(&out);
    return text;
}

/* Reads the message and compares all that counts. */
static void expect_answer(enum dns_result result, const char *chain,
                          const char *records, const char *zone)
{
    struct dns_answer *answer = read_message();
    EXPECT_UINT(answer->result, result);
    EXPECT_TEXT(print_chain(answer), chain);
    EXPECT_TEXT(print_records(answer), records);
    EXPECT_TEXT(answer->zone != NULL ? answer->zone : "-", zone);
    memory_free(answer);
}

static void types(void)
{
    static const struct {
        enum dns_type type;
        const char *data;
        size_t length;
        const char *printed; /* NULL: garbage */
    } rows[] = {
        {DNS_A, "\xC0\0\2\1", 4, "192.0.2.1"},
        {DNS_A, "\xC0\0\2", 3, NULL},
        {DNS_A, "\xC0\0\2\1\1", 5, NULL},
        {DNS_AAAA, "\x20\1\xD\xB8\0\0\0\0\0\0\0\0\0\0\0\1", 16, "2001:db8::1"},
        {DNS_AAAA, "\x20\1\xD\xB8", 4, NULL},
        {DNS_NS, "\2ns\7EXAMPLE\0", 12, "ns.example."},
        {DNS_NS, "\2ns\7example\0x", 13, NULL},
        {DNS_NS, "\2ns\7example", 11, NULL},
        {DNS_NS, "\xC0\x0C", 2, "example.com."},
        {DNS_NS, "", 0, NULL},
        {DNS_CNAME, "\1a\xC0\x0C", 4, "a.example.com."},
        {DNS_MX, "\0\x0A\4mail\xC0\x0C", 9, "10 mail.example.com."},
        {DNS_MX, "\0\0\0", 3, "0 ."},
        {DNS_MX, "\0", 1, NULL},
        {DNS_MX, "\0\0", 2, NULL},
        {DNS_SRV, "\0\1\0\2\3\xE1\1a\0", 9, "1 2 993 a."},
        {DNS_SRV, "\0\0\0\0\0\0\0", 7, "0 0 0 ."},
        {DNS_SRV, "\0\0\0\0\0\0", 6, NULL},
        {DNS_TXT, "\2ab\0\3c\"\\", 8, "\"abc\\\"\\\\\""},
        {DNS_TXT, "\3a\0b", 4, "\"a\\000b\""},
        {DNS_TXT, "\1\xFF", 2, "\"\\255\""},
        {DNS_TXT, "\0", 1, "\"\""},
        {DNS_TXT, "\3ab", 3, NULL},
        {DNS_TLSA, "\3\1\1\xAB\x0C", 5, "3 1 1 ab0c"},
        {DNS_TLSA, "\3\1\1", 3, NULL},
        {DNS_CAA, "\x80\5Issueca.example", 17, "128 issue \"ca.example\""},
        {DNS_CAA, "\0\5issue", 7, "0 issue \"\""},
        {DNS_CAA, "\0\0x", 3, NULL},
        {DNS_CAA, "\0\6issue", 7, NULL},
        {DNS_CAA, "\0\5is ue;", 8, NULL},
        {DNS_SOA, "\2ns\0\1m\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5", 27, "ns."},
        {DNS_SOA, "\2ns\0\1m\0\0\0\0\1", 11, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[100];
        snprintf(name, sizeof name, "%zu: %s %s", i, dns_type_name(rows[i].type),
                 rows[i].printed != NULL ? rows[i].printed : "garbage");
        expect_case(name);
        begin("example.com", rows[i].type, 0);
        rr(ANSWER, "example.com", rows[i].type, 60,
           (struct data){rows[i].data, rows[i].length});
        if (rows[i].printed != NULL)
            expect_answer(DNS_FOUND, "", rows[i].printed, "-");
        else
            expect_answer(DNS_GARBAGE, "", "", "-");
    }
    expect_case(NULL);
}

static void long_text(void)
{
    uint8_t data[768];
    memset(data, 'x', sizeof data);
    data[0] = data[256] = data[512] = 255;
    data[300] = 0;
    begin("example.com", DNS_TXT, 0);
    rr(ANSWER, "example.com", DNS_TXT, 60, (struct data){data, sizeof data});
    struct dns_answer *answer = read_message();
    const struct dns_record *record = answer->records;
    EXPECT_UINT(answer->record_count, 1);
    EXPECT_UINT(record->text_length, 765);
    EXPECT(record->text[298] == '\0' && record->text[299] == 'x');
    EXPECT(record->text[765] == '\0');
    memory_free(answer);
}

static void results(void)
{
    static const enum dns_result expected[16] = {
        DNS_NODATA, DNS_GARBAGE, DNS_SERVFAIL, DNS_NXDOMAIN, DNS_GARBAGE, DNS_REFUSED,
    };
    for (unsigned rcode = 0; rcode < 16; rcode++) {
        begin("example.com", DNS_A, rcode);
        struct dns_answer *answer = read_message();
        EXPECT_UINT(answer->result,
                    expected[rcode] != 0 ? expected[rcode] : DNS_GARBAGE);
        EXPECT_TEXT(answer->name, "example.com");
        EXPECT_TEXT(answer->server, "192.0.2.53");
        EXPECT(!answer->authoritative && !answer->authentic);
        memory_free(answer);
    }
    begin("example.com", DNS_A, 0);
    message.bytes[2] &= 0x7F;
    expect_answer(DNS_GARBAGE, "", "", "-");
    begin("example.com", DNS_A, 0);
    message.bytes[2] |= 0x28;
    expect_answer(DNS_GARBAGE, "", "", "-");
    begin("example.com", DNS_A, 0);
    message.bytes[5] = 2;
    expect_answer(DNS_GARBAGE, "", "", "-");
}

static void flags(void)
{
    begin("example.com", DNS_A, 0);
    message.bytes[2] |= 0x04;
    message.bytes[3] |= 0x20;
    rr(ANSWER, "example.com", DNS_A, 60, (struct data){"\xC0\0\2\1", 4});
    struct dns_answer *answer = read_message();
    EXPECT(answer->authoritative && !answer->authentic);
    memory_free(answer);
    subject.trusted = true;
    answer = read_message();
    EXPECT(answer->authoritative && answer->authentic);
    memory_free(answer);
}

static void add_a(const char *owner, unsigned ttl)
{
    rr(ANSWER, owner, DNS_A, ttl, (struct data){"\xC0\0\2\1", 4});
}

static void chains(void)
{
    begin("a.example", DNS_A, 0);
    rr_name(ANSWER, "a.example", DNS_CNAME, 300, "b.example");
    rr_name(ANSWER, "b.example", DNS_CNAME, 30, "c.example");
    add_a("c.example", 60);
    expect_answer(DNS_FOUND, "b.example c.example", "192.0.2.1", "-");
    struct dns_answer *answer = read_message();
    EXPECT_UINT(answer->ttl, 30);
    EXPECT_TEXT(dns_chain_end(answer), "c.example");
    EXPECT(dns_chain_has(answer, "b.example") && !dns_chain_has(answer, "a.example"));
    EXPECT(!message_was_partial(answer));
    memory_free(answer);

    begin("a.example", DNS_A, 0);
    add_a("d.example", 60);
    add_a("C.Example", 60);
    rr_name(ANSWER, "B.EXAMPLE", DNS_CNAME, 300, "C.example");
    rr_name(ANSWER, "x.example", DNS_CNAME, 1, "y.example");
    rr_name(ANSWER, "A.example", DNS_CNAME, 300, "b.EXAMPLE");
    expect_answer(DNS_FOUND, "b.example c.example", "192.0.2.1", "-");
}

static void chain_of_cname(void)
{
    begin("a.example", DNS_CNAME, 0);
    rr_name(ANSWER, "a.example", DNS_CNAME, 300, "b.example");
    rr_name(ANSWER, "b.example", DNS_CNAME, 300, "c.example");
    expect_answer(DNS_FOUND, "", "b.example.", "-");
}

static void loops(void)
{
    begin("a.example", DNS_A, 0);
    rr_name(ANSWER, "a.example", DNS_CNAME, 300, "b.example");
    rr_name(ANSWER, "b.example", DNS_CNAME, 300, "A.example");
    add_a("a.example", 60);
    struct dns_answer *answer = read_message();
    EXPECT(answer->looped && !answer->cut && answer->result == DNS_NODATA);
    EXPECT_TEXT(print_chain(answer), "b.example a.example");
    EXPECT(!message_was_partial(answer));
    memory_free(answer);

    begin("a.example", DNS_A, 0);
    rr_name(ANSWER, "a.example", DNS_CNAME, 300, "a.example");
    answer = read_message();
    EXPECT(answer->looped && answer->chain_count == 1);
    memory_free(answer);
}

static void long_chains(void)
{
    for (unsigned hops = 15; hops <= 18; hops++) {
        begin("h0.example", DNS_A, 0);
        for (unsigned i = hops; i > 0; i--) {
            char from[40], to[40];
            snprintf(from, sizeof from, "h%u.example", i - 1);
            snprintf(to, sizeof to, "h%u.example", i);
            rr_name(ANSWER, from, DNS_CNAME, 300, to);
        }
        char end[40];
        snprintf(end, sizeof end, "h%u.example", hops);
        add_a(end, 60);
        struct dns_answer *answer = read_message();
        EXPECT_UINT(answer->chain_count, hops < 16 ? hops : 16);
        EXPECT(answer->cut == (hops > 16) && !answer->looped);
        EXPECT_UINT(answer->result, hops > 16 ? DNS_NODATA : DNS_FOUND);
        EXPECT(!message_was_partial(answer));
        memory_free(answer);
    }
}

static void negatives(void)
{
    begin("www.example.com", DNS_A, 0);
    soa("Example.com");
    expect_answer(DNS_NODATA, "", "", "example.com");
    begin("www.example.com", DNS_A, 3);
    soa("example.com");
    expect_answer(DNS_NXDOMAIN, "", "", "example.com");
    begin("www.example.com", DNS_A, 3);
    soa("example.org");
    expect_answer(DNS_NXDOMAIN, "", "", "-");
    /* Of a chain, the SOA is about its end. */
    begin("www.example.com", DNS_A, 3);
    rr_name(ANSWER, "www.example.com", DNS_CNAME, 300, "gone.example.org");
    soa("example.org");
    expect_answer(DNS_NXDOMAIN, "gone.example.org", "", "example.org");
    begin("www.example.com", DNS_A, 0);
    rr_name(ANSWER, "www.example.com", DNS_CNAME, 300, "gone.example.org");
    soa("example.org");
    expect_answer(DNS_NODATA, "gone.example.org", "", "example.org");
    begin("www.example.com", DNS_A, 0);
    soa("");
    expect_answer(DNS_NODATA, "", "", "");
    /* Beside records it says nothing. */
    begin("www.example.com", DNS_A, 0);
    add_a("www.example.com", 60);
    soa("example.com");
    expect_answer(DNS_FOUND, "", "192.0.2.1", "-");
}

static void strangers(void)
{
    begin("www.example.com", DNS_A, 0);
    add_a("elsewhere.example.com", 60);
    rr_name(ANSWER, "www.example.com", DNS_NS, 60, "ns.example.com");
    expect_answer(DNS_NODATA, "", "", "-");
    /* Another class, and data that would be broken. */
    begin("www.example.com", DNS_A, 0);
    rr(ANSWER, "www.example.com", DNS_A, 60, (struct data){"x", 1});
    message.bytes[message.length - 8] = 3;
    expect_answer(DNS_NODATA, "", "", "-");
    /* A signature beside the records. */
    begin("www.example.com", DNS_A, 0);
    rr(ANSWER, "www.example.com", 46, 60, (struct data){"whatever", 8});
    add_a("www.example.com", 0x80000000U);
    struct dns_answer *answer = read_message();
    EXPECT(answer->record_count == 1 && answer->ttl == 0);
    memory_free(answer);
}

/* What a forwarder left out is asked for, and put together with the rest. */
static void partial_chain(void)
{
    begin("a.example", DNS_A, 0);
    rr_name(ANSWER, "a.example", DNS_CNAME, 30, "b.example");
    struct dns_answer *first = read_message();
    EXPECT(message_was_partial(first));
    before = first;
    begin("b.example", DNS_A, 0);
    rr_name(ANSWER, "b.example", DNS_CNAME, 300, "c.example");
    add_a("c.example", 60);
    EXPECT(name_parse("a.example", &subject.name));
    struct dns_answer *answer = read_message();
    EXPECT_TEXT(print_chain(answer), "b.example c.example");
    EXPECT_UINT(answer->result, DNS_FOUND);
    EXPECT_UINT(answer->ttl, 30);
    memory_free(answer);

    begin("b.example", DNS_A, 0);
    EXPECT(name_parse("a.example", &subject.name));
    rr_name(ANSWER, "b.example", DNS_CNAME, 300, "a.example");
    answer = read_message();
    EXPECT(answer->looped);
    EXPECT_TEXT(print_chain(answer), "b.example a.example");
    memory_free(answer);
    begin("b.example", DNS_A, 2);
    EXPECT(name_parse("a.example", &subject.name));
    expect_answer(DNS_SERVFAIL, "b.example", "", "-");
    before = NULL;
    memory_free(first);
}

/* A message with all there is. */
static void write_rich(void)
{
    begin("a.example", DNS_TXT, 0);
    rr_name(ANSWER, "a.example", DNS_CNAME, 30, "b.example");
    rr(ANSWER, "b.example", DNS_TXT, 30, (struct data){"\2ab\2cd", 6});
    rr(ANSWER, "b.example", DNS_TXT, 30, (struct data){"\0", 1});
    soa("example");
}

static void cut_anywhere(void)
{
    write_rich();
    for (size_t length = 0; length < message.length; length++) {
        struct dns_answer *answer = read_bytes(message.bytes, length);
        EXPECT_UINT(answer->result, DNS_GARBAGE);
        EXPECT(answer->record_count == 0 && answer->chain_count == 0);
        memory_free(answer);
    }
    expect_answer(DNS_FOUND, "b.example", "\"abcd\" | \"\"", "-");
}

/* Any byte may be anything: nothing breaks, and what comes out is one of the results.
 */
static void spoiled_anywhere(void)
{
    write_rich();
    for (size_t at = 0; at < message.length; at++) {
        uint8_t good = message.bytes[at];
        for (unsigned value = 0; value < 256; value += 3) {
            message.bytes[at] = (uint8_t)value;
            struct dns_answer *answer = read_message();
            EXPECT(answer->result <= DNS_GARBAGE);
            memory_free(answer);
        }
        message.bytes[at] = good;
    }
}

static void too_many_records(void)
{
    for (unsigned count = 1023; count <= 1025; count++) {
        begin("a.example", DNS_A, 0);
        for (unsigned i = 0; i < count; i++)
            add_a("a.example", 60);
        struct dns_answer *answer = read_message();
        EXPECT_UINT(answer->result, count > 1024 ? DNS_GARBAGE : DNS_FOUND);
        EXPECT_UINT(answer->record_count, count > 1024 ? 0 : count);
        memory_free(answer);
    }
}

static void make_longest(struct name *name)
{
    memset(name, 0xFF, sizeof *name);
    name->length = 255;
    for (size_t at = 0; at < 254; at += 64)
        name->bytes[at] = (uint8_t)(at + 64 <= 254 ? 63 : 254 - at - 1);
    name->bytes[254] = 0;
}

/* Pointers to one long name take few bytes here and many there. */
static void too_much_text(void)
{
    struct name name;
    make_longest(&name);
    begin("a.example", DNS_NS, 0);
    for (unsigned i = 0; i < 1000; i++) {
        size_t start = message.length;
        rr(ANSWER, "a.example", DNS_NS, 60,
           (struct data){name.bytes, i == 0 ? 255 : 2});
        if (i > 0)
            memcpy(message.bytes + start + 21, "\xC0\x30", 2);
    }
    expect_answer(DNS_GARBAGE, "", "", "-");
}

static void queries(void)
{
    uint8_t query[QUERY_MAX];
    struct name name;
    EXPECT(name_parse("A.b", &name));
    struct query_options options = {.recursion = true, .edns = true};
    size_t length = query_write(name.bytes, name.length, DNS_MX, options, query);
    EXPECT_UINT(length, 32);
    EXPECT(
        memcmp(query,
               "\0\0\1\x20\0\1\0\0\0\0\0\1\1a\1b\0\0\xF\0\1\0\0\x29\4\xD0\0\0\0\0\0\0",
               32) == 0);
    options = (struct query_options){.checking_disabled = true};
    length = query_write(name.bytes, name.length, DNS_CAA, options, query);
    EXPECT_UINT(length, 21);
    EXPECT(memcmp(query, "\0\0\0\x10\0\1\0\0\0\0\0\0\1a\1b\0\1\1\0\1", 21) == 0);
}

static void refused(void)
{
    struct dns_answer *answer =
        message_refused(DNS_BAD_NAME, "a..B", DNS_MX, "192.0.2.1");
    EXPECT(answer->result == DNS_BAD_NAME && answer->type == DNS_MX);
    EXPECT_TEXT(answer->name, "a..B");
    EXPECT_TEXT(answer->server, "192.0.2.1");
    EXPECT(answer->zone == NULL && answer->chain_count == 0);
    memory_free(answer);
}

int main(void)
{
    RUN(types);
    RUN(long_text);
    RUN(results);
    RUN(flags);
    RUN(chains);
    RUN(chain_of_cname);
    RUN(loops);
    RUN(long_chains);
    RUN(negatives);
    RUN(strangers);
    RUN(partial_chain);
    RUN(cut_anywhere);
    RUN(spoiled_anywhere);
    RUN(too_many_records);
    RUN(too_much_text);
    RUN(queries);
    RUN(refused);
    return expect_report();
}
