/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "probe/scram.h"

#include <string.h>

/* RFC 7677, 3. */
static const char our_nonce[] = "rOprNGfwEbeRWgbNEkqO";
static const char server_first[] =
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,"
    "i=4096";
static const char server_final[] = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

static void the_example_of_the_rfc(void)
{
    struct error error;
    AUTO(secret) struct secret *password = secret_new(100), *out = secret_new(1000);
    secret_puts(password, "pencil");
    AUTO(scram) struct scram *scram = scram_new("user", password, our_nonce);
    scram_first(scram, out);
    EXPECT_TEXT(secret_span(out).at, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    secret_reset(out);
    EXPECT(scram_final(scram, span_of(server_first), out, &error) == SASL_FINE);
    EXPECT_TEXT(secret_span(out).at,
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    EXPECT(scram_verify(scram, span_of(server_final), &error) == SASL_FINE);
    EXPECT(scram_verify(scram,
                        span_of("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5="),
                        &error) == SASL_NONSENSE); /* bits that no encoder writes */
    EXPECT(scram_verify(scram,
                        span_of("v=6RriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
                        &error) == SASL_IMPOSTOR);
    EXPECT(scram_verify(scram, span_of("v=6rri"), &error) == SASL_IMPOSTOR);
    EXPECT(scram_verify(scram, span_of("e=invalid-proof"), &error) == SASL_REFUSED);
    EXPECT_TEXT(error.text, "the server refused the SCRAM login: invalid-proof");
    EXPECT(scram_verify(scram, span_of("e=p=dHzbZapWIk4jUhN"), &error) == SASL_REFUSED);
    EXPECT_TEXT(error.text, "the server refused the SCRAM login: it does not say why");
    EXPECT(scram_verify(scram, span_of(""), &error) == SASL_NONSENSE);
}

static void what_servers_may_not_ask(void)
{
    static const struct {
        const char *challenge;
        enum sasl_trouble trouble;
    } rows[] = {
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=4096", SASL_FINE},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=4096,x=extension", SASL_FINE},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=4095", SASL_WEAK},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=1", SASL_WEAK},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=100000", SASL_FINE},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=100001", SASL_COSTLY},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=4000000000", SASL_COSTLY},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=99999999999999999999", SASL_NONSENSE},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=-4096", SASL_NONSENSE},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=", SASL_NONSENSE},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", SASL_NONSENSE},
        {"r=rOprNGfwEbeRWgbNEkqOx,s=W2,i=4096", SASL_NONSENSE},
        {"r=rOprNGfwEbeRWgbNEkqO,s=W22Z,i=4096",
         SASL_NONSENSE}, /* no share of theirs */
        {"r=sOprNGfwEbeRWgbNEkqOx,s=W22Z,i=4096", SASL_NONSENSE},
        {"r=,s=W22Z,i=4096", SASL_NONSENSE},
        {"m=must,r=rOprNGfwEbeRWgbNEkqOx,s=W22Z,i=4096", SASL_NONSENSE},
        {"s=W22Z,r=rOprNGfwEbeRWgbNEkqOx,i=4096", SASL_NONSENSE},
        {"r=rOprNGfwEbeRWgbNEkqOx", SASL_NONSENSE},
        {"r", SASL_NONSENSE},
        {"", SASL_NONSENSE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error;
        AUTO(secret) struct secret *password = secret_new(100), *out = secret_new(1000);
        secret_puts(password, "pencil");
        AUTO(scram) struct scram *scram = scram_new("user", password, our_nonce);
        expect_case(rows[i].challenge);
        EXPECT(scram_final(scram, span_of(rows[i].challenge), out, &error) ==
               rows[i].trouble);
        EXPECT((secret_span(out).length > 0) == (rows[i].trouble == SASL_FINE));
    }
}

static void names_and_nonces(void)
{
    AUTO(secret)
    struct secret *password = secret_new(100), *out = secret_new(1000),
                  *again = secret_new(1000);
    secret_puts(password, "pencil");
    AUTO(scram) struct scram *one = scram_new("a=b,c", password, NULL);
    AUTO(scram) struct scram *other = scram_new("a=b,c", password, NULL);
    scram_first(one, out);
    scram_first(other, again);
    EXPECT(strncmp(secret_span(out).at, "n,,n=a=3Db=2Cc,r=", 17) == 0);
    EXPECT_UINT(secret_span(out).length, 17 + 24);
    EXPECT(strcmp(secret_span(out).at, secret_span(again).at) != 0);
}

int main(void)
{
    RUN(the_example_of_the_rfc);
    RUN(what_servers_may_not_ask);
    RUN(names_and_nonces);
    return expect_report();
}
