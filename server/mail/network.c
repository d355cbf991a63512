/* SPDX-License-Identifier: MIT */
#include "mail/network.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <string.h>

static const uint8_t mapped_prefix[12] = {[10] = 0xFF, [11] = 0xFF};

bool ip_is_ipv4(const struct ip_address *address)
{
    return memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0;
}

bool ip_parse(const char *text, size_t length, struct ip_address *out)
{
    char copy[IP_TEXT_SIZE];
    if (length >= sizeof copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (inet_pton(AF_INET6, copy, out->bytes) == 1)
        return true;
    memcpy(out->bytes, mapped_prefix, sizeof mapped_prefix);
    return inet_pton(AF_INET, copy, out->bytes + sizeof mapped_prefix) == 1;
}

void ip_format(const struct ip_address *address, char *out)
{
    bool mapped = ip_is_ipv4(address);
    inet_ntop(mapped ? AF_INET : AF_INET6, address->bytes + (mapped ? 12 : 0), out,
              IP_TEXT_SIZE);
}

/* Whether the first `bits` bits agree. */
static bool prefix_equal(const uint8_t *a, const uint8_t *b, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(a, b, whole) != 0)
        return false;
    unsigned mask = rest > 0 ? (0xFFU << (8 - rest)) & 0xFFU : 0;
    return rest == 0 || ((a[whole] ^ b[whole]) & mask) == 0;
}

/* Bits set behind the prefix are a slip of the pen: 10.1.2.3/8 says two things. */
static bool host_bits_are_zero(const struct network *network)
{
    for (unsigned bit = network->prefix; bit < 128; bit++)
        if (network->address.bytes[bit / 8] & (0x80U >> (bit % 8)))
            return false;
    return true;
}

bool network_parse(const char *text, size_t length, struct network *out)
{
    const char *slash = memchr(text, '/', length);
    size_t address = slash != NULL ? (size_t)(slash - text) : length;
    if (!ip_parse(text, address, &out->address))
        return false;
    bool v4 = memchr(text, ':', address) == NULL;
    unsigned long bits = v4 ? 32 : 128;
    if (slash != NULL) {
        char digits[4] = "";
        size_t count = length - address - 1;
        if (count >= sizeof digits)
            return false;
        memcpy(digits, slash + 1, count);
        if (!text_parse_uint(digits, 0, bits, &bits))
            return false;
    }
    out->prefix = (unsigned)bits + (v4 ? 96 : 0);
    return host_bits_are_zero(out);
}

bool network_list_contains(const struct network *networks, size_t count,
                           const struct ip_address *address)
{
    for (size_t i = 0; i < count; i++)
        if (prefix_equal(networks[i].address.bytes, address->bytes, networks[i].prefix))
            return true;
    return false;
}
