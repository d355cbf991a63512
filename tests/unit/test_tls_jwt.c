/* SPDX-License-Identifier: MIT */
/* Keys and certificates are made here, and what was signed is verified, by OpenSSL. */
#include "base/base64.h"
#include "expect.h"
#include "tls/jwt.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

static const char claims[] =
    "{\"aud\":\"https://login.example.com/token\",\"sub\":\"x\"}";

struct pair {
    EVP_PKEY *key;
    BIO *key_pem, *certificate_pem;
    unsigned char thumbprint[32];
};

static struct span bytes_of(BIO *bio)
{
    char *at;
    long length = BIO_get_mem_data(bio, &at);
    return (struct span){at, (size_t)length};
}

static void write_key(struct pair *pair, const char *passphrase)
{
    pair->key_pem = BIO_new(BIO_s_mem());
    const EVP_CIPHER *cipher = passphrase != NULL ? EVP_aes_256_cbc() : NULL;
    int length = passphrase != NULL ? (int)strlen(passphrase) : 0;
    PEM_write_bio_PKCS8PrivateKey(pair->key_pem, pair->key, cipher, passphrase, length,
                                  NULL, NULL);
}

static struct pair make_pair(EVP_PKEY *key, const char *passphrase)
{
    struct pair pair = {.key = key, .certificate_pem = BIO_new(BIO_s_mem())};
    X509 *certificate = X509_new();
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    X509_digest(certificate, EVP_sha256(), pair.thumbprint, NULL);
    PEM_write_bio_X509(pair.certificate_pem, certificate);
    X509_free(certificate);
    write_key(&pair, passphrase);
    return pair;
}

static void free_pair(struct pair *pair)
{
    EVP_PKEY_free(pair->key);
    BIO_free(pair->key_pem);
    BIO_free(pair->certificate_pem);
}

static struct span take_part(struct span *rest)
{
    const char *dot = memchr(rest->at, '.', rest->length);
    size_t length = dot != NULL ? (size_t)(dot - rest->at) : rest->length;
    struct span part = {rest->at, length};
    size_t used = length + (dot != NULL);
    *rest = (struct span){rest->at + used, rest->length - used};
    return part;
}

static bool verifies(EVP_PKEY *key, bool pss, struct span text, struct span signature)
{
    char bytes[1024];
    size_t length = 0;
    EVP_PKEY_CTX *padding;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool holds =
        base64url_decode(signature, bytes, &length) &&
        EVP_DigestVerifyInit(context, &padding, EVP_sha256(), NULL, key) == 1 &&
        EVP_PKEY_CTX_set_rsa_padding(padding, pss ? RSA_PKCS1_PSS_PADDING
                                                  : RSA_PKCS1_PADDING) == 1 &&
        (!pss || EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, 32) == 1) &&
        EVP_DigestVerify(context, (unsigned char *)bytes, length,
                         (const unsigned char *)text.at, text.length) == 1;
    EVP_MD_CTX_free(context);
    return holds;
}

static void check_header(const struct pair *pair, struct span part,
                         const char *algorithm)
{
    char header[512] = "", expected[512], thumbprint[64];
    size_t length = 0;
    struct span hash = {(const char *)pair->thumbprint, sizeof pair->thumbprint};
    thumbprint[base64url_encode(hash, thumbprint)] = '\0';
    EXPECT(base64url_decode(part, header, &length));
    header[length] = '\0';
    snprintf(expected, sizeof expected,
             "{\"alg\":\"%s\",\"typ\":\"JWT\",\"x5t#S256\":\"%s\"}", algorithm,
             thumbprint);
    EXPECT_TEXT(header, expected);
}

static void check_signing(const struct pair *pair, enum jwt_algorithm algorithm)
{
    bool pss = algorithm == JWT_PS256;
    struct error error = {.kind = ERROR_NONE};
    AUTO(jwt_key)
    struct jwt_key *key =
        jwt_key_read(bytes_of(pair->key_pem), bytes_of(pair->certificate_pem), &error);
    AUTO(secret) struct secret *out = secret_new(4096);
    EXPECT_TEXT(error.text, "");
    EXPECT(jwt_sign(key, algorithm, (struct span){claims, sizeof claims - 1}, out,
                    &error));
    struct span all = secret_span(out), rest = all;
    check_header(pair, take_part(&rest), pss ? "PS256" : "RS256");
    struct span middle = take_part(&rest);
    char decoded[512];
    size_t length = 0;
    EXPECT(base64url_decode(middle, decoded, &length));
    EXPECT(length == sizeof claims - 1 && memcmp(decoded, claims, length) == 0);
    struct span text = {all.at, (size_t)(rest.at - 1 - all.at)};
    EXPECT(verifies(pair->key, pss, text, rest));
    EXPECT(!verifies(pair->key, !pss, text, rest));
    text.length--;
    EXPECT(!verifies(pair->key, pss, text, rest));
}

static void is_signed(void)
{
    struct pair pair = make_pair(EVP_RSA_gen(2048), NULL);
    expect_case("PS256");
    check_signing(&pair, JWT_PS256);
    expect_case("RS256");
    check_signing(&pair, JWT_RS256);
    free_pair(&pair);
}

static void does_not_fit(void)
{
    struct error error;
    struct pair pair = make_pair(EVP_RSA_gen(2048), NULL);
    AUTO(jwt_key)
    struct jwt_key *key =
        jwt_key_read(bytes_of(pair.key_pem), bytes_of(pair.certificate_pem), &error);
    AUTO(secret) struct secret *out = secret_new(200);
    EXPECT(!jwt_sign(key, JWT_PS256, (struct span){claims, sizeof claims - 1}, out,
                     &error));
    EXPECT_TEXT(error.text, "the assertion is too large");
    free_pair(&pair);
}

static void expect_refusal(const struct pair *key, const struct pair *certificate,
                           const char *sentence)
{
    struct error error = {.kind = ERROR_NONE};
    AUTO(jwt_key)
    struct jwt_key *read = jwt_key_read(bytes_of(key->key_pem),
                                        bytes_of(certificate->certificate_pem), &error);
    expect_case(sentence);
    EXPECT(read == NULL);
    EXPECT(error.kind == ERROR_INPUT);
    EXPECT(strncmp(error.text, sentence, strlen(sentence)) == 0);
}

static void is_refused(void)
{
    struct pair one = make_pair(EVP_RSA_gen(2048), NULL);
    struct pair other = make_pair(EVP_RSA_gen(2048), "sesame");
    struct pair small = make_pair(EVP_RSA_gen(1024), NULL);
    struct pair curve = make_pair(EVP_EC_gen("P-256"), NULL);
    struct pair none = {.key_pem = BIO_new(BIO_s_mem()),
                        .certificate_pem = BIO_new(BIO_s_mem())};
    expect_refusal(&one, &other, "the private key does not belong to the certificate");
    expect_refusal(&other, &other, "the private key is encrypted");
    expect_refusal(&small, &small, "the private key has 1024 bits, fewer than 2048");
    expect_refusal(&curve, &curve, "the private key is not RSA");
    expect_refusal(&none, &one, "no private key can be read: ");
    expect_refusal(&one, &none, "no certificate can be read: ");
    jwt_key_free(NULL);
    free_pair(&one);
    free_pair(&other);
    free_pair(&small);
    free_pair(&curve);
    free_pair(&none);
}

int main(void)
{
    RUN(is_signed);
    RUN(does_not_fit);
    RUN(is_refused);
    return expect_report();
}
