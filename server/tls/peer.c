/* SPDX-License-Identifier: MIT */
#include "tls/peer.h"

#include "base/buf.h"
#include "tls/facts.h"

#include <openssl/x509_vfy.h>
#include <string.h>

enum { SENTENCE_MAX = 2000, NAMES_SHOWN = 6, DATE_SIZE = 32 };

void complaints_add(struct complaints *complaints, int code, int depth)
{
    for (size_t i = 0; i < complaints->count; i++)
        if (complaints->list[i].code == code && complaints->list[i].depth == depth)
            return;
    if (complaints->count < COMPLAINTS_MAX)
        complaints->list[complaints->count++] = (struct complaint){code, depth};
}

static const char *format_date(time_t time, char *out)
{
    struct tm parts;
    if (gmtime_r(&time, &parts) == NULL ||
        strftime(out, DATE_SIZE, "%Y-%m-%d %H:%M UTC", &parts) == 0)
        return "an unknown day";
    return out;
}

static void say_names(struct buf *out, const struct certificate *leaf, const char *host)
{
    if (leaf->name_total == 0) {
        buf_printf(out, "the certificate names no host at all, so not %s", host);
        return;
    }
    buf_puts(out, "the certificate is made out for ");
    for (size_t i = 0; i < leaf->name_count && i < NAMES_SHOWN; i++)
        buf_printf(out, "%s%s", i > 0 ? ", " : "", leaf->names[i]);
    if (leaf->name_total > NAMES_SHOWN)
        buf_printf(out, " and %zu more", leaf->name_total - NAMES_SHOWN);
    buf_printf(out, ", not for %s", host);
}

static void say_expired(struct buf *out, const struct certificate *about)
{
    char date[DATE_SIZE];
    long days = -about->days_left - 1; /* whole ones */
    buf_printf(out, " expired on %s", format_date(about->not_after, date));
    if (days > 0)
        buf_printf(out, ", %ld day%s ago", days, days == 1 ? "" : "s");
}

/* The certificate that a complaint is about; the server's own if it was not sent. */
static const struct certificate *complained_of(const struct tls_peer *peer, int depth)
{
    bool sent = depth > 0 && (size_t)depth < peer->count;
    return &peer->chain[sent ? depth : 0];
}

static const char *who(int depth)
{
    return depth > 0 ? "a certificate above it" : "the certificate";
}

static void say(struct buf *out, const struct tls_peer *peer,
                const struct complaint *complaint, const char *host)
{
    const struct certificate *about = complained_of(peer, complaint->depth);
    const struct certificate *last = &peer->chain[peer->count - 1];
    char date[DATE_SIZE];
    switch (facts_fault(complaint->code, peer->total)) {
    case CERTIFICATE_NAME:
        say_names(out, &peer->chain[0], host);
        break;
    case CERTIFICATE_EXPIRED:
        buf_puts(out, who(complaint->depth));
        say_expired(out, about);
        break;
    case CERTIFICATE_NOT_YET:
        buf_printf(out, "%s is valid from %s only", who(complaint->depth),
                   format_date(about->not_before, date));
        break;
    case CERTIFICATE_SELF_SIGNED:
        buf_puts(out, "the certificate is signed by nobody but itself");
        break;
    case CERTIFICATE_UNTRUSTED:
        buf_printf(out,
                   "the certificate comes from \"%s\", which this system does not "
                   "trust",
                   last->issuer_name);
        break;
    case CERTIFICATE_INCOMPLETE:
        buf_printf(out,
                   "the certificate of its issuer \"%s\" is neither known here nor "
                   "sent along by the server",
                   last->issuer_name);
        break;
    default:
        buf_printf(out, "%s does not hold: %s", who(complaint->depth),
                   X509_verify_cert_error_string(complaint->code));
    }
}

static bool is_known(const struct tls_peer *peer, enum certificate_fault fault)
{
    for (size_t i = 0; i < peer->fault_count; i++)
        if (peer->faults[i] == fault)
            return true;
    return false;
}

/* Complaints of one kind are told once; the gravest kind stands first. */
static void judge(struct tls_peer *peer, const struct complaints *complaints,
                  const char *host, struct pool *pool)
{
    struct buf text;
    buf_init(&text, SENTENCE_MAX);
    for (int fault = CERTIFICATE_FAULT_COUNT - 1; fault > CERTIFICATE_GOOD; fault--)
        for (size_t i = 0; i < complaints->count; i++) {
            const struct complaint *each = &complaints->list[i];
            if ((int)facts_fault(each->code, peer->total) != fault ||
                is_known(peer, (enum certificate_fault)fault))
                continue;
            peer->faults[peer->fault_count++] = (enum certificate_fault)fault;
            buf_puts(&text, text.length > 0 ? "; " : "");
            say(&text, peer, each, host);
        }
    if (peer->fault_count > 0)
        peer->sentence = pool_strdup(pool, buf_text(&text));
    buf_clear(&text);
}

/* Said of trusted certificates as well: a company's proxy is in its computers' store,
 * but not in that of every mail program. */
static const char *find_inspector(const struct tls_peer *peer)
{
    const char *product = NULL;
    for (size_t i = 0; i < peer->count && product == NULL; i++)
        product = certificate_inspector(peer->chain[i].issuer);
    return product;
}

const struct tls_peer *peer_report(SSL *ssl, const struct complaints *complaints,
                                   const char *host, struct pool *pool, time_t now)
{
    X509 *leaf = SSL_get0_peer_certificate(ssl);
    STACK_OF(X509) *sent = SSL_get_peer_cert_chain(ssl);
    if (leaf == NULL)
        return NULL;
    struct tls_peer *peer = pool_alloc(pool, sizeof *peer);
    facts_read(leaf, now, pool, &peer->chain[peer->count++]);
    peer->total = sk_X509_num(sent) > 0 ? (size_t)sk_X509_num(sent) : 1;
    for (int i = 1; i < sk_X509_num(sent) && peer->count < CERTIFICATE_CHAIN_MAX; i++)
        facts_read(sk_X509_value(sent, i), now, pool, &peer->chain[peer->count++]);
    judge(peer, complaints, host, pool);
    peer->inspector = find_inspector(peer);
    return peer;
}
