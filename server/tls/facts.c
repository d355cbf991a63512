/* SPDX-License-Identifier: MIT */
#include "tls/facts.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <string.h>

enum { NAME_SIZE = 512, HEX_SIZE = 2 * EVP_MAX_MD_SIZE + 1, DAY = 24 * 60 * 60 };

static const char *clean(struct pool *pool, const char *bytes, size_t length)
{
    char text[NAME_SIZE];
    return pool_strdup(pool, text_sanitise(bytes, length, text, sizeof text));
}

static const char *read_name(struct pool *pool, const X509_NAME *name)
{
    static const unsigned long flags =
        XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
    const char *text = "";
    BIO *bio = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    if (bio != NULL && X509_NAME_print_ex(bio, name, 0, flags) >= 0) {
        long length = BIO_get_mem_data(bio, &bytes);
        text = clean(pool, bytes, length > 0 ? (size_t)length : 0);
    }
    BIO_free(bio);
    return text;
}

/* The common name: what people know an authority by. */
static const char *read_common_name(struct pool *pool, const X509_NAME *name)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    const X509_NAME_ENTRY *entry = at >= 0 ? X509_NAME_get_entry(name, at) : NULL;
    unsigned char *bytes = NULL;
    int length = -1;
    if (entry != NULL)
        length = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry));
    const char *text = NULL;
    if (length > 0)
        text = clean(pool, (const char *)bytes, (size_t)length);
    OPENSSL_free(bytes);
    return text != NULL ? text : read_name(pool, name);
}

static const char *read_address(struct pool *pool, const ASN1_STRING *bytes)
{
    char text[INET6_ADDRSTRLEN];
    int length = ASN1_STRING_length(bytes);
    int family = length == 4 ? AF_INET : AF_INET6;
    if (length != 4 && length != 16)
        return NULL;
    return pool_strdup(
        pool, inet_ntop(family, ASN1_STRING_get0_data(bytes), text, sizeof text));
}

/* NULL for names of other kinds: addresses of people, URIs, directories. */
static const char *read_alternative(struct pool *pool, const GENERAL_NAME *name)
{
    int kind;
    const ASN1_STRING *value = GENERAL_NAME_get0_value(name, &kind);
    if (kind == GEN_IPADD)
        return read_address(pool, value);
    if (kind != GEN_DNS)
        return NULL;
    return clean(pool, (const char *)ASN1_STRING_get0_data(value),
                 (size_t)ASN1_STRING_length(value));
}

static void read_names(X509 *certificate, struct pool *pool, struct certificate *out)
{
    GENERAL_NAMES *all =
        X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
        const char *name = read_alternative(pool, sk_GENERAL_NAME_value(all, i));
        if (name == NULL)
            continue;
        out->name_total++;
        if (out->name_count < CERTIFICATE_NAMES_MAX)
            out->names[out->name_count++] = name;
    }
    GENERAL_NAMES_free(all);
}

static time_t read_time(const ASN1_TIME *time)
{
    struct tm parts;
    return ASN1_TIME_to_tm(time, &parts) == 1 ? timegm(&parts) : 0;
}

/* Of the certificate as a whole, or of its public key with the algorithm around it. */
static const char *read_fingerprint(const X509 *certificate, bool of_key,
                                    struct pool *pool)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    char text[HEX_SIZE] = "";
    unsigned char *key = NULL;
    if (of_key) {
        int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &key);
        if (size > 0)
            (void)EVP_Digest(key, (size_t)size, hash, &length, EVP_sha256(), NULL);
        OPENSSL_free(key);
    } else {
        (void)X509_digest(certificate, EVP_sha256(), hash, &length);
    }
    for (unsigned i = 0; i < length; i++) {
        text[2 * (size_t)i] = digits[hash[i] >> 4];
        text[2 * (size_t)i + 1] = digits[hash[i] & 15];
    }
    return pool_strdup(pool, text);
}

static long whole_days(time_t seconds)
{
    return (long)(seconds >= 0 ? seconds / DAY : -((-seconds + DAY - 1) / DAY));
}

void facts_read(X509 *certificate, time_t now, struct pool *pool,
                struct certificate *out)
{
    *out = (struct certificate){
        .subject = read_name(pool, X509_get_subject_name(certificate)),
        .issuer = read_name(pool, X509_get_issuer_name(certificate)),
        .issuer_name = read_common_name(pool, X509_get_issuer_name(certificate)),
        .not_before = read_time(X509_get0_notBefore(certificate)),
        .not_after = read_time(X509_get0_notAfter(certificate)),
        .self_signed = X509_self_signed(certificate, 0) == 1,
        .fingerprint = read_fingerprint(certificate, false, pool),
        .key_fingerprint = read_fingerprint(certificate, true, pool),
    };
    out->days_left = whole_days(out->not_after - now);
    read_names(certificate, pool, out);
    ERR_clear_error();
}

bool facts_cover(X509 *certificate, const char *host)
{
    bool covers = X509_check_ip_asc(certificate, host, FACTS_NAME_FLAGS) == 1 ||
                  X509_check_host(certificate, host, 0, FACTS_NAME_FLAGS, NULL) == 1;
    ERR_clear_error();
    return covers;
}

/* Roots are not sent: without an issuer, one certificate alone lacks its intermediate,
 * and a chain lacks nothing but our trust. */
enum certificate_fault facts_fault(int code, size_t sent)
{
    switch (code) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return CERTIFICATE_NAME;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return CERTIFICATE_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return CERTIFICATE_NOT_YET;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return CERTIFICATE_SELF_SIGNED;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
        return CERTIFICATE_UNTRUSTED;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return sent > 1 ? CERTIFICATE_UNTRUSTED : CERTIFICATE_INCOMPLETE;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return CERTIFICATE_WEAK;
    case X509_V_ERR_INVALID_PURPOSE:
        return CERTIFICATE_PURPOSE;
    default:
        return CERTIFICATE_OTHER;
    }
}
