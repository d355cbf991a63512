/* SPDX-License-Identifier: MIT */
#include "dns/rdata.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <string.h>

/* The data that are left to read. */
struct rest {
    struct wire message;
    size_t at, end;
    struct buf *strings;
};

typedef bool reader(struct rest *rest, struct draft *out);

static bool take_u16(struct rest *rest, uint16_t *out)
{
    if (rest->end - rest->at < 2)
        return false;
    const uint8_t *bytes = rest->message.bytes + rest->at;
    *out = (uint16_t)(bytes[0] << 8 | bytes[1]);
    rest->at += 2;
    return true;
}

static bool take_u8(struct rest *rest, uint8_t *out)
{
    if (rest->at >= rest->end)
        return false;
    *out = rest->message.bytes[rest->at++];
    return true;
}

size_t draft_name(struct buf *strings, const struct name *name)
{
    char text[NAME_TEXT_SIZE];
    size_t place = strings->length;
    buf_append(strings, text, name_print(name, text) + 1);
    return place;
}

static bool take_host(struct rest *rest, struct draft *out)
{
    struct name name;
    if (!name_read(rest->message, &rest->at, &name) || rest->at > rest->end)
        return false;
    out->host = draft_name(rest->strings, &name);
    return true;
}

static bool add_ip(struct rest *rest, struct draft *out, const char *text)
{
    rest->at = rest->end;
    out->text = rest->strings->length;
    out->text_length = strlen(text);
    buf_append(rest->strings, text, out->text_length + 1);
    return true;
}

static char *put_byte(char *at, unsigned byte)
{
    if (byte >= 100)
        *at++ = (char)('0' + byte / 100);
    if (byte >= 10)
        *at++ = (char)('0' + byte / 10 % 10);
    *at++ = (char)('0' + byte % 10);
    return at;
}

/* Most answers are of this type, and inet_ntop calls printf. */
static bool read_a(struct rest *rest, struct draft *out)
{
    const uint8_t *bytes = rest->message.bytes + rest->at;
    char text[INET_ADDRSTRLEN], *at = text;
    if (rest->end - rest->at != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        at = put_byte(at, bytes[i]);
        *at++ = i < 3 ? '.' : '\0';
    }
    return add_ip(rest, out, text);
}

static bool read_aaaa(struct rest *rest, struct draft *out)
{
    char text[INET6_ADDRSTRLEN];
    if (rest->end - rest->at != 16)
        return false;
    inet_ntop(AF_INET6, rest->message.bytes + rest->at, text, sizeof text);
    return add_ip(rest, out, text);
}

static bool read_mx(struct rest *rest, struct draft *out)
{
    return take_u16(rest, &out->priority) && take_host(rest, out);
}

static bool read_srv(struct rest *rest, struct draft *out)
{
    return take_u16(rest, &out->priority) && take_u16(rest, &out->weight) &&
           take_u16(rest, &out->port) && take_host(rest, out);
}

/* The mailbox and the five numbers behind the primary are of no interest. */
static bool read_soa(struct rest *rest, struct draft *out)
{
    if (!take_host(rest, out) || !name_skip(rest->message, &rest->at) ||
        rest->at > rest->end || rest->end - rest->at != 20)
        return false;
    rest->at = rest->end;
    return true;
}

static void begin_text(struct rest *rest, struct draft *out)
{
    out->text = rest->strings->length;
}

static void end_text(struct rest *rest, struct draft *out)
{
    out->text_length = rest->strings->length - out->text;
    buf_append(rest->strings, "", 1);
}

static void add_bytes(struct rest *rest, size_t length)
{
    const uint8_t *bytes = rest->message.bytes + rest->at;
    buf_append(rest->strings, (const char *)bytes, length);
    rest->at += length;
}

static bool read_txt(struct rest *rest, struct draft *out)
{
    uint8_t length;
    begin_text(rest, out);
    while (take_u8(rest, &length)) {
        if (length > rest->end - rest->at)
            return false;
        add_bytes(rest, length);
    }
    end_text(rest, out);
    return true;
}

/* RFC 6698 2.1: three numbers and the association data. */
static bool read_tlsa(struct rest *rest, struct draft *out)
{
    uint8_t byte;
    if (rest->end - rest->at < 4)
        return false;
    begin_text(rest, out);
    while (take_u8(rest, &byte)) {
        const char *digits = "0123456789abcdef";
        char hex[2] = {digits[byte >> 4], digits[byte & 15]};
        buf_append(rest->strings, hex, 2);
    }
    end_text(rest, out);
    return true;
}

static bool is_tag_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* RFC 8659 4.1: letters and digits, in any case. */
static bool take_tag(struct rest *rest, struct draft *out, size_t length)
{
    out->tag = rest->strings->length;
    for (size_t i = 0; i < length; i++) {
        char c = text_lower((char)rest->message.bytes[rest->at++]);
        if (!is_tag_character(c))
            return false;
        buf_append(rest->strings, &c, 1);
    }
    buf_append(rest->strings, "", 1);
    return true;
}

static bool read_caa(struct rest *rest, struct draft *out)
{
    uint8_t flags, length;
    if (!take_u8(rest, &flags) || !take_u8(rest, &length) || length == 0 ||
        length > rest->end - rest->at || !take_tag(rest, out, length))
        return false;
    out->priority = flags;
    begin_text(rest, out);
    add_bytes(rest, rest->end - rest->at);
    end_text(rest, out);
    return true;
}

static reader *find_reader(enum dns_type type)
{
    switch (type) {
    case DNS_A:
        return read_a;
    case DNS_AAAA:
        return read_aaaa;
    case DNS_NS:
    case DNS_CNAME:
        return take_host;
    case DNS_SOA:
        return read_soa;
    case DNS_MX:
        return read_mx;
    case DNS_TXT:
        return read_txt;
    case DNS_SRV:
        return read_srv;
    case DNS_TLSA:
        return read_tlsa;
    case DNS_CAA:
        return read_caa;
    }
    return NULL;
}

bool rdata_read(struct rdata rdata, enum dns_type type, struct draft *out,
                struct buf *strings)
{
    struct rest rest = {rdata.message, rdata.at, rdata.end, strings};
    reader *read = find_reader(type);
    *out = (struct draft){.host = DRAFT_NONE, .text = DRAFT_NONE, .tag = DRAFT_NONE};
    return read != NULL && read(&rest, out) && rest.at == rdata.end;
}
