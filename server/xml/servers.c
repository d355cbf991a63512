/* SPDX-License-Identifier: MIT */
#include "xml/servers.h"

#include "xml/tree.h"

#include <string.h>

static bool is_server(const xmlNode *node)
{
    return tree_is(node, "incomingServer") || tree_is(node, "outgoingServer");
}

const xmlNode *servers_next(const struct reading *reading, const xmlNode *after)
{
    const xmlNode *node =
        tree_element(after == NULL ? reading->body->children : after->next);
    while (node != NULL && !is_server(node))
        node = tree_element(node->next);
    return node;
}

static const char *type_of(const xmlNode *server)
{
    const char *type = tree_attribute(server, "type");
    return type != NULL ? type : "";
}

static bool has_type(const xmlNode *server, const char *type)
{
    return strcmp(type_of(server), type) == 0;
}

/* Whether the section is for a protocol with a port, rather than a URL. */
static bool is_mail(const xmlNode *server)
{
    return has_type(server, "imap") || has_type(server, "pop3") ||
           has_type(server, "smtp");
}

static unsigned count_type(const struct reading *reading, const char *type)
{
    unsigned count = 0;
    for (const xmlNode *s = servers_next(reading, NULL); s != NULL;
         s = servers_next(reading, s))
        count += has_type(s, type);
    return count;
}

const char *servers_say(const struct reading *reading, const xmlNode *server,
                        const char *text)
{
    return pool_printf(reading->pool, "%s: %s", type_of(server),
                       text[0] != '\0' ? text : "nothing");
}

const struct service *servers_declared(const struct reading *reading,
                                       const xmlNode *server)
{
    enum protocol protocol = judge_protocol(type_of(server));
    if (protocol == PROTOCOL_COUNT)
        return NULL;
    const struct service *service =
        offer_service(reading->answer->settings->offer, protocol);
    bool same = service != NULL &&
                strcmp(tree_child_text(server, "hostname"), service->host) == 0;
    return same ? service : NULL;
}

/* The first mail section that does not fit, or NULL. */
static const xmlNode *next_unfit(const struct reading *reading,
                                 bool (*fits)(const xmlNode *server))
{
    const xmlNode *server = servers_next(reading, NULL);
    while (server != NULL && (!is_mail(server) || fits(server)))
        server = servers_next(reading, server);
    return server;
}

/* The same, and what its child of this name says. */
static const char *find_unfit(const struct reading *reading,
                              bool (*fits)(const xmlNode *server), const char *child)
{
    const xmlNode *server = next_unfit(reading, fits);
    return server != NULL ? servers_say(reading, server, tree_child_text(server, child))
                          : NULL;
}

const char *servers_check_incoming(const struct reading *reading)
{
    return tree_child(reading->body, "incomingServer") == NULL ? "nothing" : NULL;
}

const char *servers_check_outgoing(const struct reading *reading)
{
    return count_type(reading, "smtp") == 0 ? "nothing" : NULL;
}

const char *servers_check_imap(const struct reading *reading)
{
    return count_type(reading, "imap") == 0 ? "nothing" : NULL;
}

const char *servers_check_imap_first(const struct reading *reading)
{
    const xmlNode *first = tree_child(reading->body, "incomingServer");
    bool other = count_type(reading, "imap") > 0 && !has_type(first, "imap");
    return other ? type_of(first) : NULL;
}

const char *servers_check_one_imap(const struct reading *reading)
{
    unsigned count = count_type(reading, "imap");
    return count > 1 ? pool_printf(reading->pool, "%u", count) : NULL;
}

const char *servers_check_one_smtp(const struct reading *reading)
{
    unsigned count = count_type(reading, "smtp");
    return count > 1 ? pool_printf(reading->pool, "%u", count) : NULL;
}

static bool type_is_known(const xmlNode *server)
{
    static const char *const incoming[] = {"imap",       "pop3",  "jmap",    "ews",
                                           "activeSync", "graph", "exchange"};
    bool known = false;
    if (tree_is(server, "outgoingServer"))
        return has_type(server, "smtp");
    for (size_t i = 0; i < sizeof incoming / sizeof *incoming; i++)
        known |= has_type(server, incoming[i]);
    return known;
}

const char *servers_check_type(const struct reading *reading)
{
    const xmlNode *server = servers_next(reading, NULL);
    while (server != NULL && type_is_known(server))
        server = servers_next(reading, server);
    return server != NULL ? servers_say(reading, server, "not a known type") : NULL;
}

const char *servers_check_attributes(const struct reading *reading)
{
    for (const xmlNode *s = servers_next(reading, NULL); s != NULL;
         s = servers_next(reading, s))
        for (const xmlAttr *a = s->properties; a != NULL; a = a->next)
            if (strcmp((const char *)a->name, "type") != 0)
                return servers_say(reading, s, (const char *)a->name);
    return NULL;
}

static bool has_hostname(const xmlNode *server)
{
    return judge_is_hostname(tree_child_text(server, "hostname"));
}

const char *servers_check_hostname(const struct reading *reading)
{
    return find_unfit(reading, has_hostname, "hostname");
}

static bool has_port(const xmlNode *server)
{
    unsigned long port;
    return judge_is_port(tree_child_text(server, "port"), &port);
}

const char *servers_check_port(const struct reading *reading)
{
    return find_unfit(reading, has_port, "port");
}

static bool has_socket_type(const xmlNode *server)
{
    const char *type = tree_child_text(server, "socketType");
    return strcmp(type, "SSL") == 0 || strcmp(type, "STARTTLS") == 0;
}

const char *servers_check_socket_type(const struct reading *reading)
{
    return find_unfit(reading, has_socket_type, "socketType");
}

static bool has_username(const xmlNode *server)
{
    return tree_child_text(server, "username")[0] != '\0';
}

const char *servers_check_username(const struct reading *reading)
{
    return find_unfit(reading, has_username, "username");
}

static bool is_personal(const xmlNode *server)
{
    const char *username = tree_child_text(server, "username");
    return username[0] == '\0' || strstr(username, "%EMAILADDRESS%") != NULL ||
           strstr(username, "%EMAILLOCALPART%") != NULL;
}

const char *servers_check_personal(const struct reading *reading)
{
    return find_unfit(reading, is_personal, "username");
}

const char *servers_cure_personal(const struct reading *reading)
{
    const xmlNode *server = next_unfit(reading, is_personal);
    return judge_cure_login(reading, tree_child_text(server, "username"));
}

/* Wherever one stands: it is not asked where it was found. */
const char *servers_check_same_username(const struct reading *reading)
{
    const xmlNode *first = NULL, *node = reading->root;
    for (; node != NULL; node = tree_next(reading->root, node)) {
        if (!tree_is(node, "username"))
            continue;
        if (first == NULL)
            first = node;
        else if (strcmp(tree_text(first), tree_text(node)) != 0)
            return pool_printf(reading->pool, "%s: %s", reading_place(reading, node),
                               tree_text(node));
    }
    return NULL;
}

static bool auth_is_known(const char *text)
{
    static const char *const words[] = {"password-cleartext", "password-encrypted",
                                        "OAuth2", "NTLM", "GSSAPI"};
    bool known = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        known |= strcmp(text, words[i]) == 0;
    return known;
}

static bool has_known_auth(const xmlNode *server)
{
    const xmlNode *node = tree_child(server, "authentication");
    bool known = node != NULL;
    for (; node != NULL; node = tree_element(node->next))
        known &= !tree_is(node, "authentication") || auth_is_known(tree_text(node));
    return known;
}

const char *servers_check_auth(const struct reading *reading)
{
    return find_unfit(reading, has_known_auth, "authentication");
}

static bool has_port_first(const xmlNode *server)
{
    const xmlNode *node = tree_element(server->children);
    while (node != NULL && !tree_is(node, "port"))
        node = tree_is(node, "socketType") ? NULL : tree_element(node->next);
    return node != NULL || tree_child(server, "port") == NULL;
}

const char *servers_check_order(const struct reading *reading)
{
    return find_unfit(reading, has_port_first, "socketType");
}
