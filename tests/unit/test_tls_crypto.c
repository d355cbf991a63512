/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "tls/crypto.h"

#include <stdio.h>
#include <string.h>

static const char *hex(const unsigned char *bytes)
{
    static char text[2 * SHA256_SIZE + 1];
    for (size_t i = 0; i < SHA256_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    return text;
}

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

/* FIPS 180-4's "abc"; RFC 4231, test case 2; RFC 7914, 11. */
static void known_answers(void)
{
    unsigned char out[SHA256_SIZE];
    crypto_sha256(span_of("abc"), out);
    EXPECT_TEXT(hex(out),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    crypto_hmac_sha256(span_of("Jefe"), span_of("what do ya want for nothing?"), out);
    EXPECT_TEXT(hex(out),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT(crypto_pbkdf2_sha256(span_of("passwd"), span_of("salt"), 1, out));
    EXPECT_TEXT(hex(out),
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
    EXPECT(!crypto_pbkdf2_sha256(span_of("passwd"), span_of("salt"), 1U << 31, out));
}

static void random_bytes(void)
{
    unsigned char one[32] = {0}, other[32] = {0};
    crypto_random(one, sizeof one);
    crypto_random(other, sizeof other);
    EXPECT(!crypto_equal(one, other, sizeof one));
    memcpy(other, one, sizeof one);
    EXPECT(crypto_equal(one, other, sizeof one));
    other[31] ^= 1;
    EXPECT(!crypto_equal(one, other, sizeof one));
}

int main(void)
{
    RUN(known_answers);
    RUN(random_bytes);
    return expect_report();
}
