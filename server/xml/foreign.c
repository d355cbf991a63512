/* SPDX-License-Identifier: MIT */
#include "xml/foreign.h"

#include "mail/hostname.h"
#include "mail/username.h"
#include "xml/judge_private.h"
#include "xml/tree.h"

#include <string.h>

enum { USERNAME_MAX = 320, SHOWN_MAX = 200 };

struct taking {
    struct pool *pool;
    const char *address;
    struct foreign *out;
    struct service *services;
};

/* What a server section says, before it is a service. */
struct section {
    const char *host, *port, *username;
    enum protocol protocol; /* PROTOCOL_COUNT: none that is known */
    enum security security; /* SECURITY_COUNT: the same */
};

static void ignore_trouble(void *context, unsigned line, const char *text)
{
    (void)context, (void)line, (void)text;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span trim(struct span text)
{
    while (text.length > 0 && is_blank(text.at[text.length - 1]))
        text.length--;
    while (text.length > 0 && is_blank(text.at[0]))
        text = span_skip(text, 1);
    return text;
}

static const char *clean(struct taking *taking, const char *text)
{
    char shown[SHOWN_MAX];
    struct span trimmed = trim((struct span){text, strlen(text)});
    return pool_strdup(taking->pool,
                       text_sanitise(trimmed.at, trimmed.length, shown, sizeof shown));
}

static void conclude(struct taking *taking, enum foreign_kind kind, const char *text)
{
    taking->out->kind = kind;
    taking->out->text = clean(taking, text);
}

/* The text of a child; Thunderbird loses that of one with attributes. */
static const char *text_of(const xmlNode *parent, const char *name)
{
    const xmlNode *child = tree_child(parent, name);
    return child != NULL && child->properties == NULL ? tree_text(child) : "";
}

/* Host names may have placeholders in them, and blanks around them. */
static const char *read_host(struct taking *taking, const char *text)
{
    char canonical[HOSTNAME_SIZE];
    struct buf filled;
    buf_init(&filled, HOSTNAME_MAX);
    username_fill(text, (struct span){taking->address, strlen(taking->address)},
                  buf_append, &filled);
    struct span trimmed = trim((struct span){buf_text(&filled), filled.length});
    const char *name = pool_copy(taking->pool, trimmed.at, trimmed.length);
    bool legal = !filled.overflowed && judge_is_hostname(name) &&
                 hostname_normalise(name, strlen(name), canonical);
    buf_clear(&filled);
    return legal ? pool_strdup(taking->pool, canonical) : NULL;
}

static bool is_username(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
            return false;
    return length > 0 && length <= USERNAME_MAX;
}

static bool is_there(const struct taking *taking, const struct service *service)
{
    for (size_t i = 0; i < taking->out->service_count; i++) {
        const struct service *each = &taking->services[i];
        if (each->protocol == service->protocol && each->port == service->port &&
            each->security == service->security &&
            strcmp(each->host, service->host) == 0)
            return true;
    }
    return false;
}

/* Whether the section is one that can be used; then it is the service. */
static bool read_service(struct taking *taking, const struct section *section,
                         struct service *out)
{
    unsigned long port;
    const char *host = read_host(taking, section->host);
    if (section->protocol == PROTOCOL_COUNT || section->security == SECURITY_COUNT ||
        host == NULL || !judge_is_port(section->port, &port) ||
        !is_username(section->username))
        return false;
    out->host = host;
    out->port = (uint16_t)port;
    out->username = pool_strdup(taking->pool, section->username);
    out->protocol = (uint8_t)section->protocol;
    out->security = (uint8_t)section->security;
    return true;
}

static void take(struct taking *taking, const struct service *service)
{
    if (taking->out->service_count < FOREIGN_SERVICES_MAX && !is_there(taking, service))
        taking->services[taking->out->service_count++] = *service;
}

static bool has_protocol(const struct taking *taking, enum protocol protocol)
{
    for (size_t i = 0; i < taking->out->service_count; i++)
        if (taking->services[i].protocol == protocol)
            return true;
    return false;
}

/* Thunderbird takes a document only that can both read and send mail. */
static void conclude_services(struct taking *taking, enum foreign_kind kind)
{
    bool reads =
        has_protocol(taking, PROTOCOL_IMAP) || has_protocol(taking, PROTOCOL_POP3);
    bool sends = has_protocol(taking, PROTOCOL_SMTP);
    if (reads && sends) {
        conclude(taking, kind, "");
        return;
    }
    taking->out->service_count = 0;
    conclude(taking, FOREIGN_USELESS,
             reads || sends ? reads ? "no server to send mail by that could be used"
                                    : "no server to read mail from that could be used"
                            : "no server that could be used");
}

static enum security read_socket_type(const char *text)
{
    if (strcmp(text, "SSL") == 0)
        return SECURITY_TLS;
    if (strcmp(text, "STARTTLS") == 0)
        return SECURITY_STARTTLS;
    return strcmp(text, "plain") == 0 ? SECURITY_NONE : SECURITY_COUNT;
}

static void add_auth(struct service *service, const char *text)
{
    static const char *const passwords[] = {"password-cleartext", "password-encrypted",
                                            "plain", "secure"};
    bool password = false, token = strcmp(text, "OAuth2") == 0;
    for (size_t i = 0; i < sizeof passwords / sizeof *passwords; i++)
        password |= strcmp(text, passwords[i]) == 0;
    enum auth auth = token ? AUTH_OAUTH2 : AUTH_PASSWORD;
    if ((password || token) && !service_takes(service, auth))
        service->auth[service->auth_count++] = (uint8_t)auth;
}

/* False if it names none that a program could use, and so is skipped. */
static bool read_auth(const xmlNode *server, struct service *service)
{
    const xmlNode *node = tree_element(server->children);
    for (; node != NULL; node = tree_element(node->next))
        if (tree_is(node, "authentication") && node->properties == NULL)
            add_auth(service, tree_text(node));
    return service->auth_count > 0;
}

static enum protocol read_type(const xmlNode *server)
{
    static const char *const types[PROTOCOL_COUNT] = {"imap", "pop3", "smtp"};
    bool outgoing = tree_is(server, "outgoingServer");
    const char *type = tree_attribute(server, "type");
    for (enum protocol i = 0; type != NULL && i < PROTOCOL_COUNT; i++)
        if (strcmp(type, types[i]) == 0 && (i == PROTOCOL_SMTP) == outgoing)
            return i;
    return PROTOCOL_COUNT;
}

static void take_server(struct taking *taking, const xmlNode *server)
{
    struct service service = {.auth_count = 0};
    const struct section section = {
        .host = text_of(server, "hostname"),
        .port = text_of(server, "port"),
        .username = text_of(server, "username"),
        .protocol = read_type(server),
        .security = read_socket_type(text_of(server, "socketType")),
    };
    if (read_service(taking, &section, &service) && read_auth(server, &service))
        take(taking, &service);
}

static void read_autoconfig(struct taking *taking, const xmlNode *root)
{
    const xmlNode *provider = tree_child(root, "emailProvider");
    const char *domain = provider != NULL ? text_of(provider, "domain") : "";
    taking->out->domain = clean(taking, domain);
    if (domain[0] == '\0') {
        conclude(taking, FOREIGN_USELESS,
                 provider != NULL ? "no domain" : "no emailProvider");
        return;
    }
    const xmlNode *node = tree_element(provider->children);
    for (; node != NULL; node = tree_element(node->next))
        if (tree_is(node, "incomingServer") || tree_is(node, "outgoingServer"))
            take_server(taking, node);
    conclude_services(taking, FOREIGN_AUTOCONFIG);
}

/* Encryption goes before SSL at Outlook; who does not know it goes by the port. */
static enum security read_encryption(const xmlNode *protocol)
{
    const char *text = tree_child_text(protocol, "Encryption");
    unsigned long port;
    if (strcmp(text, "SSL") == 0)
        return SECURITY_TLS;
    if (strcmp(text, "TLS") == 0)
        return SECURITY_STARTTLS;
    if (strcmp(text, "None") == 0 ||
        strcmp(tree_child_text(protocol, "SSL"), "off") == 0)
        return SECURITY_NONE;
    bool starttls = judge_is_port(tree_child_text(protocol, "Port"), &port) &&
                    judge_port_security(port) == SECURITY_STARTTLS;
    return starttls ? SECURITY_STARTTLS : SECURITY_TLS;
}

/* A login that is the address, or its local part, is so for everybody. */
static const char *read_login(const struct taking *taking, const xmlNode *protocol)
{
    const char *text = tree_child_text(protocol, "LoginName");
    const char *at = strrchr(taking->address, '@');
    size_t local = at != NULL ? (size_t)(at - taking->address) : 0;
    if (text[0] == '\0' || text_equal_nocase(text, taking->address))
        return "%EMAILADDRESS%";
    if (local > 0 && strlen(text) == local &&
        strncmp(text, taking->address, local) == 0)
        return "%EMAILLOCALPART%";
    return text;
}

static enum protocol read_pox_type(const xmlNode *protocol)
{
    static const char *const types[PROTOCOL_COUNT] = {"IMAP", "POP3", "SMTP"};
    enum protocol i = 0;
    while (i < PROTOCOL_COUNT &&
           strcmp(tree_child_text(protocol, "Type"), types[i]) != 0)
        i++;
    return i;
}

/* Who configures by Autodiscover asks for a password. */
static void take_protocol(struct taking *taking, const xmlNode *protocol)
{
    struct service service = {.auth = {AUTH_PASSWORD}, .auth_count = 1};
    const struct section section = {
        .host = tree_child_text(protocol, "Server"),
        .port = tree_child_text(protocol, "Port"),
        .username = read_login(taking, protocol),
        .protocol = read_pox_type(protocol),
        .security = read_encryption(protocol),
    };
    if (read_service(taking, &section, &service))
        take(taking, &service);
}

static void read_settings(struct taking *taking, const xmlNode *account)
{
    bool exchange = false, mail = false;
    const xmlNode *node = tree_element(account->children);
    for (; node != NULL; node = tree_element(node->next)) {
        if (!tree_is(node, "Protocol"))
            continue;
        bool is_mail = read_pox_type(node) != PROTOCOL_COUNT;
        mail |= is_mail;
        exchange |= !is_mail;
        take_protocol(taking, node);
    }
    if (exchange && !mail)
        conclude(taking, FOREIGN_EXCHANGE, "");
    else
        conclude_services(taking, FOREIGN_AUTODISCOVER);
}

static void read_error(struct taking *taking, const xmlNode *error)
{
    conclude(taking, FOREIGN_ERROR,
             pool_join(taking->pool, tree_child_text(error, "ErrorCode"), " ",
                       tree_child_text(error, "Message"), NULL));
}

static void read_autodiscover(struct taking *taking, const xmlNode *root)
{
    const xmlNode *response = tree_child(root, "Response");
    const xmlNode *account = response != NULL ? tree_child(response, "Account") : NULL;
    const xmlNode *error = response != NULL ? tree_child(response, "Error") : NULL;
    const char *action = account != NULL ? tree_child_text(account, "Action") : "";
    if (error != NULL)
        read_error(taking, error);
    else if (text_equal_nocase(action, "redirectUrl"))
        conclude(taking, FOREIGN_REDIRECT_URL, tree_child_text(account, "RedirectUrl"));
    else if (text_equal_nocase(action, "redirectAddr"))
        conclude(taking, FOREIGN_REDIRECT_ADDRESS,
                 tree_child_text(account, "RedirectAddr"));
    else if (account == NULL || strcmp(action, "settings") != 0)
        conclude(taking, FOREIGN_USELESS, "no settings");
    else
        read_settings(taking, account);
}

static void read_tree(struct taking *taking, const xmlNode *root)
{
    if (tree_is(root, "clientConfig"))
        read_autoconfig(taking, root);
    else if (tree_is(root, "Autodiscover"))
        read_autodiscover(taking, root);
    else
        conclude(taking, FOREIGN_OTHER, "another XML document");
}

void foreign_read(struct span bytes, const char *address, struct pool *pool,
                  struct foreign *out)
{
    struct taking taking = {.pool = pool, .address = address, .out = out};
    *out = (struct foreign){.kind = FOREIGN_OTHER, .domain = ""};
    if (bytes.length > FOREIGN_BYTES_MAX) {
        conclude(&taking, FOREIGN_OTHER, "more than 64 KiB");
        return;
    }
    taking.services = pool_alloc(pool, FOREIGN_SERVICES_MAX * sizeof *taking.services);
    out->services = taking.services;
    xmlDoc *tree = tree_parse(bytes.at, bytes.length, ignore_trouble, NULL);
    const xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    if (root != NULL)
        read_tree(&taking, root);
    else
        conclude(&taking, FOREIGN_OTHER, bytes.length > 0 ? "no XML" : "nothing");
    xmlFreeDoc(tree);
}
