/* SPDX-License-Identifier: MIT */
#include "cli/server_url.h"
#include "expect.h"

#include <stddef.h>
#include <string.h>

static void good_ones(void)
{
    static const struct {
        const char *url;
        enum protocol protocol;
        enum security security;
        const char *host;
        unsigned port;
    } rows[] = {
        {"imaps://mail.example.com", PROTOCOL_IMAP, SECURITY_TLS, "mail.example.com",
         993},
        {"IMAP://Mail.Example.COM./", PROTOCOL_IMAP, SECURITY_STARTTLS,
         "mail.example.com", 143},
        {"pop3s://192.0.2.1:1995", PROTOCOL_POP3, SECURITY_TLS, "192.0.2.1", 1995},
        {"pop3://[2001:db8::1]", PROTOCOL_POP3, SECURITY_STARTTLS, "2001:db8::1", 110},
        {"submissions://[2001:DB8::1]:1465", PROTOCOL_SMTP, SECURITY_TLS, "2001:db8::1",
         1465},
        {"smtps://a.example", PROTOCOL_SMTP, SECURITY_TLS, "a.example", 465},
        {"smtp://a.example:25/", PROTOCOL_SMTP, SECURITY_STARTTLS, "a.example", 25},
        {"submission://m\xC3\xBCller.example", PROTOCOL_SMTP, SECURITY_STARTTLS,
         "xn--mller-kva.example", 587},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct server_url endpoint;
        struct error error;
        expect_case(rows[i].url);
        EXPECT(server_url_parse(rows[i].url, &endpoint, &error));
        EXPECT(endpoint.protocol == rows[i].protocol);
        EXPECT(endpoint.security == rows[i].security);
        EXPECT_TEXT(endpoint.host, rows[i].host);
        EXPECT_UINT(endpoint.port, rows[i].port);
    }
}

static void bad_ones(void)
{
    static const char *const urls[] = {
        "",           "imaps",         "imaps:",        "imaps://",
        "imaps:///",  "imaps://a:",    "imaps://a:0",   "imaps://a:65536",
        "imaps://:1", "imaps://a:12x", "imaps://[::1",  "imaps://[a.example]",
        "imaps://[]", "imaps://a//",   "imaps://a/b",   "https://a.example",
        "://a",       "imaps://a b",   "imaps://a:1:1", "imaps://[::1]1",
        "imap",       "imaps://a_%41", "imaps://-a.b",  "imaps://a:99999999999",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct server_url endpoint;
        struct error error;
        expect_case(urls[i]);
        EXPECT(!server_url_parse(urls[i], &endpoint, &error));
    }
}

static void passwords(void)
{
    static const char *const urls[] = {"imaps://ann:opensesame@mail.example.com",
                                       "opensesame@imaps://mail.example.com",
                                       "imaps://opensesame@"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct server_url endpoint;
        struct error error;
        expect_case(urls[i]);
        EXPECT(!server_url_parse(urls[i], &endpoint, &error));
        EXPECT(strstr(error.text, "opensesame") == NULL);
    }
}

int main(void)
{
    RUN(good_ones);
    RUN(bad_ones);
    RUN(passwords);
    return expect_report();
}
