/* SPDX-License-Identifier: MIT */
#include "xml/judge_oauth.h"

#include "base/buf.h"
#include "xml/servers.h"
#include "xml/tree.h"

#include <string.h>

enum { TEXT_MAX = 512 };

/* Whether the host is one of these or below one. */
static bool is_below(const char *host, const char *const *names)
{
    size_t length = strlen(host);
    for (; *names != NULL; names++) {
        size_t size = strlen(*names);
        if (length >= size && strcmp(host + length - size, *names) == 0 &&
            (length == size || host[length - size - 1] == '.'))
            return true;
    }
    return false;
}

/* Thunderbird chooses the place to log in at by the end of the host name; the other
 * programs that have such a table know no more names. */
static bool is_known(const char *host)
{
    static const char *const names[] = {
        "googlemail.com",
        "gmail.com",
        "yahoo.com",
        "att.net",
        "aol.com",
        "office365.com",
        "outlook.com",
        "hotmail.com",
        "imap.fastmail.com",
        "pop.fastmail.com",
        "smtp.fastmail.com",
        "imap.comcast.net",
        "pop.comcast.net",
        "smtp.comcast.net",
        "imap.mail.ru",
        "smtp.mail.ru",
        "imap.yandex.com",
        "smtp.yandex.com",
        "imap.seznam.cz",
        "pop3.seznam.cz",
        "smtp.seznam.cz",
        "thundermail.com",
        NULL,
    };
    return is_below(host, names);
}

/* Microsoft's clouds for governments and for China. */
static bool is_of_a_closed_cloud(const char *host)
{
    static const char *const names[] = {"office365.us", "outlook.cn", NULL};
    return is_below(host, names);
}

static bool takes_oauth_only(const xmlNode *server)
{
    const xmlNode *node = tree_child(server, "authentication");
    bool only = node != NULL;
    for (; node != NULL; node = tree_element(node->next))
        only &=
            !tree_is(node, "authentication") || strcmp(tree_text(node), "OAuth2") == 0;
    return only;
}

/* The first server that Thunderbird leaves out, of such a cloud or not, or NULL. */
static const xmlNode *find_left_out(const struct reading *reading, bool of_a_cloud)
{
    const xmlNode *server = servers_next(reading, NULL);
    for (; server != NULL; server = servers_next(reading, server)) {
        const char *host = tree_child_text(server, "hostname");
        if (takes_oauth_only(server) && !is_known(host) &&
            is_of_a_closed_cloud(host) == of_a_cloud)
            break;
    }
    return server;
}

static const char *say_host(const struct reading *reading, const xmlNode *server)
{
    return server == NULL
               ? NULL
               : servers_say(reading, server, tree_child_text(server, "hostname"));
}

const char *oauth_check_host(const struct reading *reading)
{
    return say_host(reading, find_left_out(reading, false));
}

const char *oauth_cure_host(const struct reading *reading)
{
    const struct service *service =
        servers_declared(reading, find_left_out(reading, false));
    bool declared = service != NULL && !service_takes(service, AUTH_PASSWORD);
    return declared ? "auth = oauth2 password" : NULL;
}

const char *oauth_check_cloud(const struct reading *reading)
{
    return say_host(reading, find_left_out(reading, true));
}

/* The children that oAuth2 must have, and the keys that they are usually made from. */
static const struct part {
    const char *element, *key, *line;
} parts[] = {
    {"issuer", "oauth_issuer", "oauth_issuer = HOST"},
    {"scope", "oauth_scope", "oauth_scope = SCOPE"},
    {"authURL", "oauth_auth_url", "oauth_auth_url = https://HOST/authorize"},
    {"tokenURL", "oauth_token_url", "oauth_token_url = https://HOST/token"},
};

enum { PART_COUNT = sizeof parts / sizeof *parts };

static bool has_part(const xmlNode *element, const struct part *part)
{
    return tree_child_text(element, part->element)[0] != '\0';
}

/* Appends with `separator` in between. */
static void append(struct buf *list, const char *separator, const char *text)
{
    buf_puts(list, list->length > 0 ? separator : "");
    buf_puts(list, text);
}

/* What the buffer holds, in the pool; NULL if nothing. The buffer is cleared. */
static const char *keep(const struct reading *reading, struct buf *list)
{
    const char *text =
        list->length > 0 ? pool_strdup(reading->pool, buf_text(list)) : NULL;
    buf_clear(list);
    return text;
}

const char *oauth_check_element(const struct reading *reading)
{
    const xmlNode *element = tree_child(reading->root, "oAuth2");
    struct buf list;
    buf_init(&list, TEXT_MAX);
    for (size_t i = 0; element != NULL && i < PART_COUNT; i++)
        if (!has_part(element, &parts[i])) {
            append(&list, ", ", "no ");
            buf_puts(&list, parts[i].element);
        }
    return keep(reading, &list);
}

const char *oauth_cure_element(const struct reading *reading)
{
    const xmlNode *element = tree_child(reading->root, "oAuth2");
    struct buf lines;
    buf_init(&lines, TEXT_MAX);
    for (size_t i = 0; i < PART_COUNT; i++) {
        const char *value = reading_variable(reading, parts[i].key);
        if (!has_part(element, &parts[i]) && value != NULL && value[0] == '\0')
            append(&lines, "\n", parts[i].line);
    }
    return keep(reading, &lines);
}
