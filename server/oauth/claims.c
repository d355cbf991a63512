/* SPDX-License-Identifier: MIT */
#include "oauth/claims.h"

#include "base/base64.h"
#include "base/buf.h"
#include "oauth/members.h"

#include <string.h>
#include <time.h>

enum { TEXT_SIZE = 1024 };

/* A JWS has three parts; five are a JWE, which is encrypted. */
static bool find_payload(struct span token, struct span *payload)
{
    const char *first = memchr(token.at, '.', token.length);
    const char *last = memrchr(token.at, '.', token.length);
    if (first == NULL || first == last || token.length > CLAIMS_TOKEN_MAX)
        return false;
    *payload = (struct span){first + 1, (size_t)(last - first) - 1};
    return memchr(payload->at, '.', payload->length) == NULL;
}

static struct members *read_payload(struct span payload)
{
    AUTO(secret) struct secret *decoded = secret_new(CLAIMS_TOKEN_MAX);
    struct error error;
    size_t length = 0;
    char *bytes = secret_extend(decoded, base64_decoded_size(payload.length));
    if (bytes == NULL || !base64url_decode(payload, bytes, &length))
        return NULL;
    return members_read((struct span){bytes, length}, &error);
}

static const char *clean(struct pool *pool, const char *text)
{
    char fit[TEXT_SIZE];
    if (text == NULL)
        return NULL;
    return pool_strdup(pool, text_sanitise(text, strlen(text), fit, sizeof fit));
}

/* The first of several keys that has a string. */
static const char *first_string(struct pool *pool, const struct members *members,
                                const char *const *keys)
{
    const char *text = NULL;
    for (; *keys != NULL && text == NULL; keys++)
        text = members_string(members, *keys);
    return clean(pool, text);
}

static void read_list(struct pool *pool, const struct members *members, const char *key,
                      const char **out, size_t max)
{
    const char *text;
    for (size_t i = 0; i < max && (text = members_item(members, key, i)) != NULL; i++)
        out[i] = clean(pool, text);
}

/* Microsoft's scp and RFC 9068's scope are one string; some issuers write a list. */
static const char *read_scope(struct pool *pool, const struct members *members)
{
    static const char *const keys[] = {"scp", "scope"};
    const char *item, *scope = NULL;
    struct buf text;
    buf_init(&text, CLAIMS_TOKEN_MAX);
    for (size_t key = 0; key < 2; key++)
        for (size_t i = 0; (item = members_item(members, keys[key], i)) != NULL; i++) {
            buf_puts(&text, text.length > 0 ? " " : "");
            buf_puts(&text, item);
        }
    if (text.length > 0)
        scope = text_sanitise(text.data, text.length, pool_alloc(pool, text.length + 1),
                              text.length + 1);
    buf_clear(&text);
    return scope;
}

static void read_people(struct pool *pool, const struct members *members,
                        struct claims *claims)
{
    static const char *const users[] = {"upn", "preferred_username", "unique_name",
                                        "email", NULL};
    static const char *const applications[] = {"appid", "azp", "client_id", NULL};
    const char *type = members_string(members, "idtyp");
    claims->user = first_string(pool, members, users);
    claims->application = first_string(pool, members, applications);
    claims->is_application = type != NULL
                                 ? text_equal_nocase(type, "app")
                                 : claims->user == NULL && claims->scope == NULL;
}

/* Until the year 9999: what is beyond is no time, and no number to count with. */
static bool read_time(const struct members *members, const char *key, long long *time)
{
    return members_integer(members, key, time) && *time >= 0 && *time <= 253402300799LL;
}

bool claims_read(const struct secret *token, struct pool *pool, struct claims *claims)
{
    struct span payload;
    if (!find_payload(secret_span(token), &payload))
        return false;
    AUTO(members) struct members *members = read_payload(payload);
    if (members == NULL)
        return false;
    *claims = (struct claims){
        .scope = read_scope(pool, members),
        .issuer = clean(pool, members_string(members, "iss")),
        .tenant = clean(pool, members_string(members, "tid")),
        .object = clean(pool, members_string(members, "oid")),
    };
    read_list(pool, members, "aud", claims->audiences, CLAIMS_AUDIENCES_MAX);
    read_list(pool, members, "roles", claims->roles, CLAIMS_ROLES_MAX);
    read_people(pool, members, claims);
    claims->has_expires = read_time(members, "exp", &claims->expires);
    claims->has_not_before = read_time(members, "nbf", &claims->not_before);
    return true;
}

static void append_one(struct buf *out, const char *name, const char *value)
{
    if (value != NULL)
        buf_printf(out, "%s%s %s", out->length > 0 ? ", " : "", name, value);
}

static void append_list(struct buf *out, const char *name, const char *const *values,
                        size_t max)
{
    for (size_t i = 0; i < max && values[i] != NULL; i++)
        append_one(out, i == 0 ? name : "and", values[i]);
}

static void append_expiry(struct buf *out, const struct claims *claims)
{
    char text[64];
    struct tm parts;
    time_t when = (time_t)claims->expires;
    if (claims->has_expires && gmtime_r(&when, &parts) != NULL &&
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts) > 0)
        append_one(out, "until", text);
}

const char *claims_format(const struct claims *claims, char *out, size_t size)
{
    struct buf text;
    buf_init(&text, (size_t)CLAIMS_TOKEN_MAX * 2);
    append_list(&text, "for", claims->audiences, CLAIMS_AUDIENCES_MAX);
    append_one(&text, "scope", claims->scope);
    append_list(&text, "role", claims->roles, CLAIMS_ROLES_MAX);
    append_one(&text, "user", claims->user);
    append_one(&text, "tenant", claims->tenant);
    append_one(&text, "object", claims->object);
    append_one(&text, "application", claims->application);
    append_expiry(&text, claims);
    text_sanitise(buf_text(&text), text.length, out, size);
    buf_clear(&text);
    return out;
}

bool claims_have_scope(const struct claims *claims, const char *scope)
{
    struct span rest = {"", 0}, word;
    if (claims->scope != NULL)
        rest = (struct span){claims->scope, strlen(claims->scope)};
    while (span_next_word(&rest, &word))
        if (span_equal_nocase(word, scope))
            return true;
    return false;
}

bool claims_have_role(const struct claims *claims, const char *role)
{
    for (size_t i = 0; i < CLAIMS_ROLES_MAX && claims->roles[i] != NULL; i++)
        if (text_equal_nocase(claims->roles[i], role))
            return true;
    return false;
}
