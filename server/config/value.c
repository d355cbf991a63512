/* SPDX-License-Identifier: MIT */
#include "config/value.h"

#include "base/buf.h"
#include "base/text.h"
#include "mail/network.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

const char *value_suggest(const char *text, const char *const *candidates, size_t count,
                          char *out)
{
    const char *nearest = text_nearest(text, candidates, count);
    out[0] = '\0';
    if (nearest != NULL)
        snprintf(out, SUGGESTION_SIZE, "; did you mean `%s`?", nearest);
    return out;
}

static void list_words(const char *const *words, size_t count, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? ", " : "",
                                 words[i]);
}

size_t value_find_word(const char *text, const char *const *words, size_t count,
                       struct error *error)
{
    char list[256], suggestion[SUGGESTION_SIZE];
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, words[i]) == 0)
            return i;
    list_words(words, count, list, sizeof list);
    error_set(error, ERROR_INPUT, "`%s` is none of %s%s", text, list,
              value_suggest(text, words, count, suggestion));
    return count;
}

size_t value_find_key(const char *text, const char *const *keys, size_t count,
                      struct error *error)
{
    char suggestion[SUGGESTION_SIZE];
    for (size_t i = 0; i < count; i++)
        if (text[0] == keys[i][0] && strcmp(text, keys[i]) == 0)
            return i;
    error_set(error, ERROR_INPUT, "unknown key `%s`%s", text,
              value_suggest(text, keys, count, suggestion));
    return count;
}

const char *value_escape(const char *text, struct pool *pool)
{
    struct buf xml;
    if (strpbrk(text, "&<>\"'") == NULL)
        return text;
    buf_init(&xml, SIZE_MAX / 4);
    buf_append_xml(&xml, text, strlen(text));
    const char *escaped = pool_strdup(pool, buf_text(&xml));
    buf_clear(&xml);
    return escaped;
}

/* Copies a span for functions that want a string; longer ones are cut, and so fail. */
static const char *copy_word(struct span word, char *out, size_t size)
{
    size_t length = word.length < size ? word.length : size - 1;
    memcpy(out, word.at, length);
    out[length] = '\0';
    return out;
}

enum { WORD_SIZE = 200 };

static bool parse_port(struct span text, uint16_t *port, struct error *error)
{
    char word[WORD_SIZE];
    unsigned long number = 0;
    copy_word(text, word, sizeof word);
    if (text_parse_uint(word, 1, 65535, &number)) {
        *port = (uint16_t)number;
        return true;
    }
    if (text.length > 0 && strspn(word, "0123456789") == text.length)
        return error_set(error, ERROR_INPUT, "port %s is out of range (1 to 65535)",
                         word);
    return error_set(error, ERROR_INPUT, "port `%s` is no number from 1 to 65535",
                     word);
}

bool value_parse_host(const char *text, size_t length, char *host, struct error *error)
{
    if (!hostname_normalise(text, length, host))
        return error_set(error, ERROR_INPUT, "`%.*s` is no host name", (int)length,
                         text);
    if (!hostname_is_qualified(host) && strcmp(host, "localhost") != 0)
        return error_set(error, ERROR_INPUT,
                         "`%s` is no full host name, such as mail.example.com", host);
    return true;
}

/* Whether the text is "192.0.2.1" or "2001:db8::1". */
static bool is_address(struct span text)
{
    struct ip_address address;
    return ip_parse(text.at, text.length, &address);
}

static bool parse_host_port(struct span text, struct service *service, char *host,
                            struct error *error)
{
    const char *colon = memchr(text.at, ':', text.length);
    size_t length = colon != NULL ? (size_t)(colon - text.at) : text.length;
    if (text.at[0] == '[' || is_address(text) ||
        is_address((struct span){text.at, length}))
        return error_set(error, ERROR_INPUT,
                         "`%.*s` is an address; expected a host name, which mail "
                         "programs look for in the server's certificate",
                         (int)text.length, text.at);
    if (!value_parse_host(text.at, length, host, error))
        return false;
    if (colon == NULL)
        return true;
    struct span port = {colon + 1, text.length - length - 1};
    return parse_port(port, &service->port, error);
}

static bool parse_security(struct span text, struct service *service,
                           struct error *error)
{
    const char *words[SECURITY_COUNT];
    char word[WORD_SIZE];
    for (enum security i = 0; i < SECURITY_COUNT; i++)
        words[i] = security_name(i);
    size_t index = value_find_word(copy_word(text, word, sizeof word), words,
                                   SECURITY_COUNT, error);
    service->security = (uint8_t)index;
    return index < SECURITY_COUNT;
}

/* At these ports a server speaks in clear first; 25 (RFC 3207) is not only for mail
 * between servers, at Microsoft for one. */
static bool is_upgraded(const struct service *service)
{
    return service->port ==
               protocol_default_port(service->protocol, SECURITY_STARTTLS) ||
           (service->protocol == PROTOCOL_SMTP && service->port == 25);
}

bool value_parse_server(const char *text, struct service *service, char *host,
                        struct error *error)
{
    struct span rest = {text, strlen(text)}, server, security, extra;
    service->port = 0;
    if (!span_next_word(&rest, &server))
        return error_set(error, ERROR_INPUT,
                         "expected HOST[:PORT] [tls|starttls|none]");
    if (!parse_host_port(server, service, host, error))
        return false;
    service->security = is_upgraded(service) ? SECURITY_STARTTLS : SECURITY_TLS;
    if (span_next_word(&rest, &security) && !parse_security(security, service, error))
        return false;
    if (span_next_word(&rest, &extra))
        return error_set(error, ERROR_INPUT,
                         "`%.*s` is too much: expected HOST[:PORT] "
                         "[tls|starttls|none]",
                         (int)extra.length, extra.at);
    if (service->port == 0)
        service->port = protocol_default_port(service->protocol, service->security);
    return true;
}

static bool add_auth(struct service *service, size_t auth, struct error *error)
{
    for (size_t i = 0; i < service->auth_count; i++)
        if (service->auth[i] == auth)
            return error_set(error, ERROR_INPUT, "`%s` stands twice", auth_name(auth));
    service->auth[service->auth_count++] = (uint8_t)auth;
    return true;
}

bool value_parse_auth(const char *text, struct service *service, struct error *error)
{
    struct span rest = {text, strlen(text)}, span;
    const char *words[AUTH_COUNT];
    for (enum auth i = 0; i < AUTH_COUNT; i++)
        words[i] = auth_name(i);
    service->auth_count = 0;
    while (span_next_word(&rest, &span)) {
        char word[WORD_SIZE];
        copy_word(span, word, sizeof word);
        size_t auth = value_find_word(word, words, AUTH_COUNT, error);
        if (auth == AUTH_COUNT || !add_auth(service, auth, error))
            return false;
    }
    if (service->auth_count == 0)
        return error_set(error, ERROR_INPUT,
                         "expected password, oauth2, or both in order");
    return true;
}

/* The placeholder at the start of `text`, or 0. */
static size_t placeholder_length(const char *text)
{
    static const char *const known[] = {"%EMAILADDRESS%", "%EMAILLOCALPART%",
                                        "%EMAILDOMAIN%"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(text, known[i], strlen(known[i])) == 0)
            return strlen(known[i]);
    return 0;
}

bool value_check_username(const char *text, struct error *error)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._+@=-";
    if (*text == '\0')
        return error_set(error, ERROR_INPUT,
                         "expected a login name, such as %%EMAILADDRESS%%");
    for (const char *at = text; *at != '\0';) {
        size_t length = *at == '%' ? placeholder_length(at) : strspn(at, plain);
        if (length == 0)
            return error_set(error, ERROR_INPUT,
                             "at `%s`: expected %%EMAILADDRESS%%, %%EMAILLOCALPART%%, "
                             "%%EMAILDOMAIN%%, letters, digits and . _ + @ = -",
                             at);
        at += length;
    }
    return true;
}

bool value_fits(const char *text, size_t max)
{
    return strlen(text) <= max || text_count_characters(text) <= max;
}

bool value_check_name(const char *text, size_t max, struct error *error)
{
    if (*text == '\0')
        return error_set(error, ERROR_INPUT, "expected a name to show to people");
    if (!value_fits(text, max))
        return error_set(error, ERROR_INPUT, "has %zu characters; %zu at most",
                         text_count_characters(text), max);
    if (strchr(text, '\t') != NULL)
        return error_set(error, ERROR_INPUT, "holds a tab");
    return true;
}

bool value_check_patterns(const char *text, struct error *error)
{
    static const char fit[] = "abcdefghijklmnopqrstuvwxyz0123456789.-*?";
    struct span rest = {text, strlen(text)}, word;
    size_t count = 0;
    for (; span_next_word(&rest, &word); count++)
        if (strspn(word.at, fit) < word.length)
            return error_set(error, ERROR_INPUT,
                             "`%.*s` is no pattern of ids, such as dmarc.none or spf.*",
                             (int)word.length, word.at);
    if (count == 0)
        return error_set(error, ERROR_INPUT,
                         "expected ids of findings, such as dmarc.none or spf.*");
    return true;
}

static bool check_unix(const char *path, struct error *error)
{
    struct sockaddr_un address;
    if (path[0] != '/')
        return error_set(
            error, ERROR_INPUT,
            "unix: wants an absolute path, such as unix:/run/waypost/http");
    if (strlen(path) >= sizeof address.sun_path)
        return error_set(error, ERROR_INPUT, "a socket's path has %zu bytes at most",
                         sizeof address.sun_path - 1);
    return true;
}

/* "[2001:db8::1]" without its brackets; nothing if it has none. */
static struct span unbracket(struct span text)
{
    bool bracketed = text.at[0] == '[' && text.at[text.length - 1] == ']';
    return bracketed ? (struct span){text.at + 1, text.length - 2}
                     : (struct span){text.at, 0};
}

bool value_check_listen(const char *text, struct error *error)
{
    const char *colon = strrchr(text, ':');
    struct span host = {text, colon != NULL ? (size_t)(colon - text) : 0};
    uint16_t port;
    if (strcmp(text, "systemd") == 0)
        return true;
    if (strncmp(text, "unix:", 5) == 0)
        return check_unix(text + 5, error);
    if (memchr(text, ':', host.length) != NULL)
        host = unbracket(host);
    if (colon == NULL || !is_address(host))
        return error_set(error, ERROR_INPUT,
                         "`%s` is no address; expected 127.0.0.1:8080, [::1]:8080, "
                         "unix:/run/waypost/http.sock or systemd",
                         text);
    return parse_port((struct span){colon + 1, strlen(colon + 1)}, &port, error);
}

bool value_check_url(const char *text, struct error *error)
{
    static const char unfit[] = "\"<>\\^`{|} ";
    bool fit = strncmp(text, "https://", 8) == 0 && text[8] != '\0' && text[8] != '/';
    for (const char *at = text; *at != '\0' && fit; at++)
        fit = *at > 0x20 && *at < 0x7F && strchr(unfit, *at) == NULL;
    if (!fit)
        return error_set(error, ERROR_INPUT, "`%s` is no https URL", text);
    return true;
}
