/* SPDX-License-Identifier: MIT */
#include "mail/records.h"

#include "base/text.h"
#include "mail/expand.h"
#include "mail/hostname.h"

#include <stdio.h>
#include <string.h>

enum {
    TTL = 3600,
    DATA_MAX = 8192,
    QUOTED_MAX = 5 * DATA_MAX, /* each byte may become \DDD */
    STRING_MAX = 255,          /* of a character-string (RFC 1035 3.3) */
    FIRST_CAPACITY = 32,
    MX_STEP = 10,
};

struct listing {
    struct expected_records *out;
    size_t capacity;
    struct pool *pool;
    const struct offer *offer;
    const char *domain;
};

static void grow(struct listing *listing)
{
    const struct expected_record *before = listing->out->items;
    listing->capacity = before != NULL ? listing->capacity * 2 : FIRST_CAPACITY;
    listing->out->items =
        pool_alloc(listing->pool, listing->capacity * sizeof *listing->out->items);
    if (before != NULL)
        memcpy(listing->out->items, before, listing->out->count * sizeof *before);
}

/* A name may be too long for what is put in front of the domain. And where a name is
 * the very server that others lead to, an alias would hide its addresses. */
static bool can_stand(const char *name, const char *type, const char *data)
{
    return strlen(name) <= HOSTNAME_MAX + 1 &&
           (strcmp(type, "CNAME") != 0 || strcmp(name, data) != 0);
}

static void add(struct listing *listing, const char *owner, const char *type,
                const char *data, const char *missing)
{
    const char *name =
        strcmp(owner, "@") == 0
            ? pool_join(listing->pool, listing->domain, ".", NULL)
            : pool_join(listing->pool, owner, ".", listing->domain, ".", NULL);
    struct expected_records *out = listing->out;
    if (!can_stand(name, type, data))
        return;
    if (out->count == listing->capacity)
        grow(listing);
    out->items[out->count++] = (struct expected_record){name, TTL, type, data, missing};
}

bool records_expand(const struct offer *offer, const struct record_rule *rule,
                    const char *domain, struct buf *out, const char **missing)
{
    const char *texts[TEMPLATE_VARIABLES_MAX], *hosts[PROTOCOL_COUNT] = {NULL};
    const struct variables *variables = offer->variables;
    struct scope scope = {variables->names, texts, variables->count, hosts, domain};
    struct expansion expansion = {0};
    for (size_t i = 0; i < variables->count; i++)
        texts[i] = variables->texts[i];
    for (size_t i = 0; i < offer->own_count; i++)
        texts[offer->own[i].variable] = offer->own[i].text;
    for (size_t i = 0; i < offer->service_count; i++)
        hosts[offer->services[i].protocol] = offer->services[i].host;
    struct error error;
    bool good = expand(&scope, rule->data, out, &expansion, &error);
    *missing = expansion.missing;
    return good;
}

/* A host as it stands in a zone file: with its trailing dot. */
static const char *make_absolute(struct span name, struct pool *pool)
{
    bool absolute = name.length > 0 && name.at[name.length - 1] == '.';
    return pool_printf(pool, "%.*s%s", (int)name.length, name.at, absolute ? "" : ".");
}

/* One record a host, each less preferred than the one before. */
static void add_mx(struct listing *listing, const struct record_rule *rule,
                   const char *data, const char *missing)
{
    struct span rest = {data, strlen(data)}, word;
    char digits[8];
    unsigned long preference = 0;
    if (!span_next_word(&rest, &word))
        return;
    snprintf(digits, sizeof digits, "%.*s", (int)word.length, word.at);
    bool known = text_parse_uint(digits, 0, 65535, &preference);
    while (known && span_next_word(&rest, &word)) {
        const char *host = make_absolute(word, listing->pool);
        add(listing, rule->owner, rule->type,
            pool_printf(listing->pool, "%lu %s", preference, host), missing);
        preference += MX_STEP;
    }
}

void records_quote_string(struct span text, struct buf *out)
{
    buf_puts(out, "\"");
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < 0x20 || c > 0x7E) {
            buf_printf(out, "\\%03u", c);
            continue;
        }
        if (c == '"' || c == '\\')
            buf_puts(out, "\\");
        buf_append(out, text.at + i, 1);
    }
    buf_puts(out, "\"");
}

void records_quote(struct span text, struct buf *out)
{
    for (size_t at = 0; at == 0 || at < text.length; at += STRING_MAX) {
        size_t left = text.length - at;
        buf_puts(out, at > 0 ? " " : "");
        records_quote_string(
            (struct span){text.at + at, left < STRING_MAX ? left : STRING_MAX}, out);
    }
}

static const char *quote(const char *text, struct pool *pool)
{
    struct buf quoted;
    buf_init(&quoted, QUOTED_MAX);
    records_quote((struct span){text, strlen(text)}, &quoted);
    const char *kept = pool_copy(pool, buf_text(&quoted), quoted.length);
    buf_clear(&quoted);
    return kept;
}

/* "100 1 5061 host" and "host" end in a name; addresses do not. */
static const char *finish_data(const struct record_rule *rule, const char *data,
                               struct pool *pool)
{
    struct span whole = {data, strlen(data)};
    if (strcmp(rule->type, "TXT") == 0)
        return quote(data, pool);
    if (strcmp(rule->type, "CNAME") == 0 || strcmp(rule->type, "SRV") == 0)
        return make_absolute(whole, pool);
    return pool_strdup(pool, data);
}

/* Rules were tried when they were loaded; what cannot be said all the same is cut. */
static void add_rule(struct listing *listing, const struct record_rule *rule)
{
    const char *missing;
    struct buf data;
    buf_init(&data, DATA_MAX);
    (void)!records_expand(listing->offer, rule, listing->domain, &data, &missing);
    if (strcmp(rule->type, "MX") == 0)
        add_mx(listing, rule, buf_text(&data), missing);
    else
        add(listing, rule->owner, rule->type,
            finish_data(rule, buf_text(&data), listing->pool), missing);
    buf_clear(&data);
}

/* What a client that knows SRV (RFC 6186, RFC 8314 5.1) should find: the server, or "."
 * where there is none in that form, so that it need not guess. IMAP comes before POP3.
 */
static void add_srv(struct listing *listing, enum protocol protocol,
                    enum security security)
{
    static const char *const owners[PROTOCOL_COUNT][2] = {
        [PROTOCOL_IMAP] = {"_imaps._tcp", "_imap._tcp"},
        [PROTOCOL_POP3] = {"_pop3s._tcp", "_pop3._tcp"},
        [PROTOCOL_SMTP] = {"_submissions._tcp", "_submission._tcp"},
    };
    const struct service *service = offer_service(listing->offer, protocol);
    const char *data = "0 0 0 .";
    if (service != NULL && service->security == security)
        data = pool_printf(listing->pool, "%d 1 %u %s.",
                           protocol == PROTOCOL_POP3 ? 10 : 0, (unsigned)service->port,
                           service->host);
    add(listing, owners[protocol][security], "SRV", data, NULL);
}

/* The names under which mail programs look for this service. Where Exchange answers
 * Autodiscover, the template says whose name that is. */
static void add_site(struct listing *listing, const struct site *site)
{
    const char *data =
        site->host != NULL ? pool_printf(listing->pool, "%s.", site->host) : "<host>.";
    const char *missing = site->host != NULL ? NULL : "host";
    add(listing, "autoconfig", "CNAME", data, missing);
    if (listing->offer->handover == NULL)
        add(listing, "autodiscover", "CNAME", data, missing);
}

/* "imap", "pop" or "pop3", "smtp". */
static bool is_alias_of(const struct record_rule *rule, enum protocol protocol)
{
    static const char *const beginnings[PROTOCOL_COUNT] = {"imap", "pop", "smtp"};
    struct span owner = {rule->owner, strlen(rule->owner)};
    return strcmp(rule->type, "CNAME") == 0 &&
           span_begins_nocase(owner, beginnings[protocol]);
}

const char *records_alias(const struct offer *offer, const char *domain,
                          const struct service *service, struct pool *pool)
{
    const char *alias = NULL, *missing;
    struct buf data;
    buf_init(&data, DATA_MAX);
    for (size_t i = 0; i < offer->record_count && alias == NULL; i++) {
        const struct record_rule *rule = &offer->records[i];
        if (!is_alias_of(rule, service->protocol))
            continue;
        buf_reset(&data);
        if (records_expand(offer, rule, domain, &data, &missing) &&
            strcmp(buf_text(&data), service->host) == 0)
            alias = pool_join(pool, rule->owner, ".", domain, NULL);
    }
    buf_clear(&data);
    return alias;
}

void records_expected(const struct site *site, const char *domain,
                      const struct settings *settings, struct pool *pool,
                      struct expected_records *out)
{
    const struct offer *offer = settings->offer;
    struct listing listing = {
        .out = out, .pool = pool, .offer = offer, .domain = domain};
    *out = (struct expected_records){NULL, 0};
    for (size_t i = 0; i < offer->record_count; i++)
        add_rule(&listing, &offer->records[i]);
    if (offer_has_public_service(offer))
        add_site(&listing, site);
    for (enum protocol i = 0; i < PROTOCOL_COUNT; i++) {
        add_srv(&listing, i, SECURITY_TLS);
        add_srv(&listing, i, SECURITY_STARTTLS);
    }
}
