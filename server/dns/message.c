/* SPDX-License-Identifier: MIT */
/* The records are found in one pass; then the chain is walked from name to name, in
 * whatever order they stand; last, all of it is laid into one block. */
#include "dns/message.h"

#include "dns/block.h"

#include <string.h>

enum { HEADER = 12, CLASS_IN = 1 };

/* Bits of the third and the fourth byte. */
enum { QR = 0x80, OPCODE = 0x78, AA = 0x04, AD = 0x20, RCODE = 0x0F };

enum { NOERROR = 0, FORMERR = 1, SERVFAIL = 2, NXDOMAIN = 3, REFUSED = 5 };

/* Where a record is in the message. */
struct place {
    size_t owner, at, end;
    uint32_t ttl;
    uint16_t type, class;
};

struct reading {
    struct wire message;
    const struct subject *subject;
    struct buf *strings;
    struct draft_answer out;
    struct name path[DNS_CHAIN_MAX + 1]; /* the name asked for, then the chain */
    struct name soa;                     /* its owner; length 0: none */
    size_t place_count, record_count;
    struct place places[MESSAGE_RECORDS_MAX];
    struct draft records[MESSAGE_RECORDS_MAX];
};

static unsigned u16_at(const struct reading *reading, size_t at)
{
    return (unsigned)(reading->message.bytes[at] << 8 | reading->message.bytes[at + 1]);
}

static size_t add_string(struct reading *reading, const char *text)
{
    size_t place = reading->strings->length;
    if (text == NULL)
        return DRAFT_NONE;
    buf_append(reading->strings, text, strlen(text) + 1);
    return place;
}

static struct name *path_end(struct reading *reading)
{
    return &reading->path[reading->out.chain_count];
}

/* Takes over the chain that is known already. */
static void begin_path(struct reading *reading, const struct dns_answer *before)
{
    reading->path[0] = reading->subject->name;
    if (before == NULL)
        return;
    for (size_t i = 0; i < before->chain_count; i++) {
        if (!name_parse(before->chain[i], &reading->path[i + 1]))
            return;
        reading->out.chain[i] = add_string(reading, before->chain[i]);
        reading->out.chain_count++;
    }
    reading->out.head.ttl = before->ttl;
}

static void begin(struct reading *reading, const struct subject *subject,
                  struct buf *strings)
{
    buf_reset(strings);
    reading->subject = subject;
    reading->strings = strings;
    reading->place_count = reading->record_count = 0;
    reading->soa.length = 0;
    memset(&reading->out, 0, sizeof reading->out);
    reading->out.head.type = subject->type;
    reading->out.head.milliseconds = subject->milliseconds;
    reading->out.head.ttl = UINT32_MAX;
    reading->out.name = draft_name(strings, &subject->name);
    reading->out.server = add_string(reading, subject->server);
    reading->out.zone = DRAFT_NONE;
    begin_path(reading, subject->before);
}

static struct dns_answer *finish(struct reading *reading, enum dns_result result,
                                 size_t *size)
{
    reading->out.head.result = result;
    reading->out.records = reading->records;
    reading->out.record_count = reading->record_count;
    if (reading->out.head.ttl == UINT32_MAX)
        reading->out.head.ttl = 0;
    return block_new(&reading->out, reading->strings, size);
}

static bool take_record(struct reading *reading, size_t *at, struct place *out)
{
    out->owner = *at;
    if (!name_skip(reading->message, at) || reading->message.length - *at < 10)
        return false;
    out->type = (uint16_t)u16_at(reading, *at);
    out->class = (uint16_t)u16_at(reading, *at + 2);
    out->ttl = (uint32_t)u16_at(reading, *at + 4) << 16 | u16_at(reading, *at + 6);
    size_t length = u16_at(reading, *at + 8);
    out->at = *at + 10;
    if (length > reading->message.length - out->at)
        return false;
    /* The first bit means zero (RFC 2181 8). */
    if (out->ttl > INT32_MAX)
        out->ttl = 0;
    *at = out->end = out->at + length;
    return true;
}

static bool skip_questions(struct reading *reading, size_t *at)
{
    unsigned count = u16_at(reading, 4);
    if (count > 1)
        return false;
    if (count == 0)
        return true;
    if (!name_skip(reading->message, at) || reading->message.length - *at < 4)
        return false;
    *at += 4;
    return true;
}

static bool find_answers(struct reading *reading, size_t *at)
{
    unsigned count = u16_at(reading, 6);
    if (count > MESSAGE_RECORDS_MAX)
        return false;
    for (unsigned i = 0; i < count; i++) {
        struct place *place = &reading->places[reading->place_count];
        if (!take_record(reading, at, place))
            return false;
        reading->place_count += place->class == CLASS_IN;
    }
    return true;
}

static bool find_soa(struct reading *reading, size_t *at)
{
    unsigned count = u16_at(reading, 8);
    for (unsigned i = 0; i < count; i++) {
        struct place place;
        if (!take_record(reading, at, &place))
            return false;
        if (place.type == DNS_SOA && place.class == CLASS_IN &&
            !name_read(reading->message, &place.owner, &reading->soa))
            return false;
    }
    return true;
}

/* The next record of this type at the end of the path, from `*index` on. */
static const struct place *next_place(struct reading *reading, enum dns_type type,
                                      size_t *index)
{
    while (*index < reading->place_count) {
        const struct place *place = &reading->places[(*index)++];
        size_t at = place->owner;
        struct name owner;
        if (place->type == type && name_read(reading->message, &at, &owner) &&
            name_equal(&owner, path_end(reading)))
            return place;
    }
    return NULL;
}

static void lower_ttl(struct reading *reading, uint32_t ttl)
{
    if (ttl < reading->out.head.ttl)
        reading->out.head.ttl = ttl;
}

/* Notes where the path goes on. False if it went as far as it may. */
static bool extend_path(struct reading *reading, const struct name *target)
{
    struct draft_answer *out = &reading->out;
    if (out->chain_count == DNS_CHAIN_MAX) {
        out->head.cut = true;
        return false;
    }
    for (size_t i = 0; i <= out->chain_count; i++)
        out->head.looped |= name_equal(&reading->path[i], target);
    out->chain[out->chain_count++] = draft_name(reading->strings, target);
    *path_end(reading) = *target;
    return !out->head.looped;
}

/* Follows the CNAMEs; false if one of them is broken. */
static bool walk(struct reading *reading)
{
    const struct place *place;
    size_t first = 0;
    bool goes_on = reading->subject->type != DNS_CNAME;
    while (goes_on && (place = next_place(reading, DNS_CNAME, &first)) != NULL) {
        struct name target;
        size_t at = place->at;
        if (!name_read(reading->message, &at, &target) || at != place->end)
            return false;
        lower_ttl(reading, place->ttl);
        goes_on = extend_path(reading, &target);
        first = 0;
    }
    return true;
}

static bool collect(struct reading *reading)
{
    const struct place *place;
    size_t index = 0;
    if (reading->out.head.looped || reading->out.head.cut)
        return true;
    while ((place = next_place(reading, reading->subject->type, &index)) != NULL) {
        struct draft *record = &reading->records[reading->record_count++];
        struct rdata data = {reading->message, place->at, place->end};
        if (!rdata_read(data, reading->subject->type, record, reading->strings))
            return false;
        record->ttl = place->ttl;
        lower_ttl(reading, place->ttl);
    }
    return true;
}

static bool read_sections(struct reading *reading)
{
    size_t at = HEADER;
    return skip_questions(reading, &at) && find_answers(reading, &at) &&
           find_soa(reading, &at) && walk(reading) && collect(reading);
}

/* Leaves only what is known without the message. */
static struct dns_answer *fail(struct reading *reading, enum dns_result result,
                               size_t *size)
{
    begin(reading, reading->subject, reading->strings);
    return finish(reading, result, size);
}

/* An SOA of elsewhere says nothing about the name. */
static void add_zone(struct reading *reading)
{
    if (reading->soa.length > 0 && name_is_within(path_end(reading), &reading->soa))
        reading->out.zone = draft_name(reading->strings, &reading->soa);
}

static struct dns_answer *read_success(struct reading *reading, unsigned rcode,
                                       size_t *size)
{
    if (!read_sections(reading))
        return fail(reading, DNS_GARBAGE, size);
    const uint8_t *bytes = reading->message.bytes;
    reading->out.head.authoritative = (bytes[2] & AA) != 0;
    reading->out.head.authentic = reading->subject->trusted && (bytes[3] & AD) != 0;
    enum dns_result result = DNS_FOUND;
    if (rcode == NXDOMAIN) {
        result = DNS_NXDOMAIN;
        reading->record_count = 0;
    } else if (reading->record_count == 0) {
        result = DNS_NODATA;
    }
    if (result != DNS_FOUND)
        add_zone(reading);
    if (reading->strings->overflowed)
        return fail(reading, DNS_GARBAGE, size);
    return finish(reading, result, size);
}

struct dns_answer *message_read(struct wire message, const struct subject *subject,
                                struct buf *strings, size_t *size)
{
    struct reading reading;
    reading.message = message;
    begin(&reading, subject, strings);
    if (message.length < HEADER || (message.bytes[2] & (QR | OPCODE)) != QR)
        return fail(&reading, DNS_GARBAGE, size);
    unsigned rcode = message.bytes[3] & RCODE;
    if (rcode == NOERROR || rcode == NXDOMAIN)
        return read_success(&reading, rcode, size);
    if (rcode == SERVFAIL)
        return fail(&reading, DNS_SERVFAIL, size);
    return fail(&reading, rcode == REFUSED ? DNS_REFUSED : DNS_GARBAGE, size);
}

struct dns_answer *message_missing(enum dns_result result,
                                   const struct subject *subject, struct buf *strings,
                                   size_t *size)
{
    struct reading reading;
    begin(&reading, subject, strings);
    return finish(&reading, result, size);
}

struct dns_answer *message_refused(enum dns_result result, const char *name,
                                   enum dns_type type, const char *server)
{
    struct draft_answer draft = {.head = {.result = result, .type = type},
                                 .zone = DRAFT_NONE};
    struct buf strings;
    size_t size;
    buf_init(&strings, MESSAGE_STRINGS_MAX);
    buf_append(&strings, name, strlen(name) + 1);
    draft.server = strings.length;
    buf_append(&strings, server, strlen(server) + 1);
    struct dns_answer *answer = block_new(&draft, &strings, &size);
    buf_clear(&strings);
    return answer;
}

bool message_was_partial(const struct dns_answer *answer)
{
    return answer->result == DNS_NODATA && answer->chain_count > 0 &&
           answer->zone == NULL && !answer->looped && !answer->cut;
}

bool message_is_formerr(struct wire message)
{
    return message.length >= HEADER && (message.bytes[3] & RCODE) == FORMERR;
}
