/* SPDX-License-Identifier: MIT */
#include "cli/server_url.h"

#include "base/text.h"
#include "mail/network.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    enum protocol protocol;
    enum security security;
} schemes[] = {
    {"imaps", PROTOCOL_IMAP, SECURITY_TLS},
    {"pop3s", PROTOCOL_POP3, SECURITY_TLS},
    {"submissions", PROTOCOL_SMTP, SECURITY_TLS},
    {"smtps", PROTOCOL_SMTP, SECURITY_TLS},
    {"imap", PROTOCOL_IMAP, SECURITY_STARTTLS},
    {"pop3", PROTOCOL_POP3, SECURITY_STARTTLS},
    {"submission", PROTOCOL_SMTP, SECURITY_STARTTLS},
    {"smtp", PROTOCOL_SMTP, SECURITY_STARTTLS},
};

static bool parse_scheme(struct span scheme, struct server_url *endpoint)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (!span_equal_nocase(scheme, schemes[i].name))
            continue;
        endpoint->protocol = schemes[i].protocol;
        endpoint->security = schemes[i].security;
        endpoint->port = protocol_default_port(endpoint->protocol, endpoint->security);
        return true;
    }
    return false;
}

static bool parse_host(struct span text, struct server_url *endpoint)
{
    struct ip_address address;
    bool bracketed = text.length > 1 && text.at[0] == '[';
    if (bracketed)
        text = (struct span){text.at + 1, text.length - 2};
    if (!ip_parse(text.at, text.length, &address))
        return !bracketed && hostname_normalise(text.at, text.length, endpoint->host);
    ip_format(&address, endpoint->host);
    return true;
}

/* Takes ":PORT" off the end, if it is there. */
static bool parse_port(struct span *text, struct server_url *endpoint)
{
    const char *colon = memrchr(text->at, ':', text->length);
    const char *bracket = memrchr(text->at, ']', text->length);
    char digits[8];
    unsigned long port;
    if (colon == NULL || (bracket != NULL && bracket > colon))
        return true;
    size_t length = text->length - (size_t)(colon + 1 - text->at);
    if (length >= sizeof digits)
        return false;
    memcpy(digits, colon + 1, length);
    digits[length] = '\0';
    text->length = (size_t)(colon - text->at);
    if (!text_parse_uint(digits, 1, UINT16_MAX, &port))
        return false;
    endpoint->port = (uint16_t)port;
    return true;
}

bool server_url_parse(const char *url, struct server_url *endpoint, struct error *error)
{
    const char *mark = strstr(url, "://");
    *endpoint = (struct server_url){.port = 0};
    if (strchr(url, '@') != NULL)
        return error_set(error, ERROR_INPUT,
                         "a server's URL holds no user and no password: name the "
                         "address behind the options, and its secret in accounts.ini");
    if (mark == NULL ||
        !parse_scheme((struct span){url, (size_t)(mark - url)}, endpoint))
        return error_set(error, ERROR_INPUT,
                         "%s: expected imaps, pop3s, submissions, imap, pop3 or "
                         "submission, then ://HOST[:PORT]",
                         url);
    struct span rest = {mark + 3, strcspn(mark + 3, "/")};
    if (strlen(rest.at) > rest.length + 1)
        return error_set(error, ERROR_INPUT, "%s: nothing may follow the host", url);
    if (!parse_port(&rest, endpoint))
        return error_set(error, ERROR_INPUT,
                         "%s: the port is out of range (1 to 65535)", url);
    return parse_host(rest, endpoint) ||
           error_set(error, ERROR_INPUT, "%s: the host is no host name", url);
}
