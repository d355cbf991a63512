/* SPDX-License-Identifier: MIT */
/* The rules for Autodiscover settings (POX), as Outlook, Thunderbird, Delta Chat,
 * FairEmail and SnappyMail read them. */
#include "xml/judge_private.h"
#include "xml/tree.h"

#include <string.h>

#define SCHEMAS "http://schemas.microsoft.com/exchange/autodiscover/"
#define ROOT_NAMESPACE SCHEMAS "responseschema/2006"
#define RESPONSE_NAMESPACE SCHEMAS "outlook/responseschema/2006a"

static const xmlNode *next_protocol(const struct reading *reading, const xmlNode *after)
{
    const xmlNode *node =
        tree_element(after == NULL ? reading->body->children : after->next);
    while (node != NULL && !tree_is(node, "Protocol"))
        node = tree_element(node->next);
    return node;
}

/* "IMAP: TEXT", as what was found. */
static const char *say(const struct reading *reading, const xmlNode *protocol,
                       const char *text)
{
    return pool_printf(reading->pool, "%s: %s", tree_child_text(protocol, "Type"),
                       text[0] != '\0' ? text : "nothing");
}

static bool is_one_of(const char *text, const char *const *words)
{
    while (*words != NULL && strcmp(text, *words) != 0)
        words++;
    return *words != NULL;
}

static bool is_mail(const xmlNode *protocol)
{
    static const char *const types[] = {"IMAP", "POP3", "SMTP", NULL};
    return is_one_of(tree_child_text(protocol, "Type"), types);
}

static const char *namespace_of(const xmlNode *node)
{
    return node->ns != NULL && node->ns->href != NULL ? (const char *)node->ns->href
                                                      : "none";
}

static const char *check_namespaces(const struct reading *reading)
{
    const xmlNode *response = tree_child(reading->root, "Response");
    if (strcmp(namespace_of(reading->root), ROOT_NAMESPACE) != 0)
        return namespace_of(reading->root);
    if (response == NULL || strcmp(namespace_of(response), RESPONSE_NAMESPACE) != 0)
        return response != NULL ? namespace_of(response) : "no Response";
    return NULL;
}

static const char *check_account(const struct reading *reading)
{
    if (reading->body == NULL)
        return "no Account";
    if (strcmp(tree_child_text(reading->body, "AccountType"), "email") != 0)
        return "another AccountType";
    return strcmp(tree_child_text(reading->body, "Action"), "settings") != 0
               ? "another Action"
               : NULL;
}

static const char *check_type(const struct reading *reading)
{
    static const char *const types[] = {"IMAP", "POP3", "SMTP",   "WEB",
                                        "EXCH", "EXPR", "EXHTTP", NULL};
    for (const xmlNode *p = next_protocol(reading, NULL); p != NULL;
         p = next_protocol(reading, p))
        if (!is_one_of(tree_child_text(p, "Type"), types))
            return pool_strdup(reading->pool, tree_child_text(p, "Type"));
    return NULL;
}

static bool has_type(const struct reading *reading, const char *type)
{
    const xmlNode *p = next_protocol(reading, NULL);
    while (p != NULL && strcmp(tree_child_text(p, "Type"), type) != 0)
        p = next_protocol(reading, p);
    return p != NULL;
}

static const char *check_complete(const struct reading *reading)
{
    if (!has_type(reading, "IMAP") && !has_type(reading, "POP3"))
        return "neither IMAP nor POP3";
    return has_type(reading, "SMTP") ? NULL : "no SMTP";
}

static const char *cure_complete(const struct reading *reading)
{
    bool incoming = has_type(reading, "IMAP") || has_type(reading, "POP3");
    return incoming ? judge_cure_smtp(reading) : judge_cure_incoming(reading);
}

/* The first mail Protocol that does not fit, or NULL. */
static const xmlNode *next_unfit(const struct reading *reading,
                                 bool (*fits)(const xmlNode *protocol))
{
    const xmlNode *protocol = next_protocol(reading, NULL);
    while (protocol != NULL && (!is_mail(protocol) || fits(protocol)))
        protocol = next_protocol(reading, protocol);
    return protocol;
}

/* The same, and what its child of this name says. */
static const char *find_unfit(const struct reading *reading,
                              bool (*fits)(const xmlNode *protocol), const char *child)
{
    const xmlNode *protocol = next_unfit(reading, fits);
    return protocol != NULL ? say(reading, protocol, tree_child_text(protocol, child))
                            : NULL;
}

static bool has_server(const xmlNode *protocol)
{
    return judge_is_hostname(tree_child_text(protocol, "Server"));
}

static const char *check_server(const struct reading *reading)
{
    return find_unfit(reading, has_server, "Server");
}

static bool has_port(const xmlNode *protocol)
{
    unsigned long port;
    return judge_is_port(tree_child_text(protocol, "Port"), &port);
}

static const char *check_port(const struct reading *reading)
{
    return find_unfit(reading, has_port, "Port");
}

static bool has_ssl_on(const xmlNode *protocol)
{
    return strcmp(tree_child_text(protocol, "SSL"), "on") == 0;
}

static const char *check_ssl(const struct reading *reading)
{
    return find_unfit(reading, has_ssl_on, "SSL");
}

/* The service that the domain declares for this Protocol, or NULL. */
static const struct service *find_declared(const struct reading *reading,
                                           const xmlNode *protocol)
{
    enum protocol type = judge_protocol(tree_child_text(protocol, "Type"));
    unsigned long port = 0;
    if (type == PROTOCOL_COUNT ||
        !judge_is_port(tree_child_text(protocol, "Port"), &port))
        return NULL;
    const struct service *service =
        offer_service(reading->answer->settings->offer, type);
    bool same = service != NULL && service->port == port &&
                strcmp(tree_child_text(protocol, "Server"), service->host) == 0;
    return same ? service : NULL;
}

/* The kind of TLS that is meant: what is declared goes before what the port says, since
 * whether these two agree is a question to the declaration. */
static enum security meant_security(const struct reading *reading,
                                    const xmlNode *protocol)
{
    const struct service *service = find_declared(reading, protocol);
    unsigned long port = 0;
    if (service != NULL)
        return service->security;
    return judge_is_port(tree_child_text(protocol, "Port"), &port)
               ? judge_port_security(port)
               : SECURITY_COUNT;
}

static const char *check_encryption(const struct reading *reading)
{
    for (const xmlNode *p = next_protocol(reading, NULL); p != NULL;
         p = next_protocol(reading, p)) {
        const char *text = tree_child_text(p, "Encryption");
        enum security meant = meant_security(reading, p);
        bool fits = (strcmp(text, "SSL") == 0 && meant != SECURITY_STARTTLS) ||
                    (strcmp(text, "TLS") == 0 && meant != SECURITY_TLS);
        if (is_mail(p) && !fits)
            return say(reading, p, text);
    }
    return NULL;
}

static bool starttls_port_fits(const xmlNode *protocol)
{
    unsigned long port = 0;
    return strcmp(tree_child_text(protocol, "Encryption"), "TLS") != 0 ||
           !judge_is_port(tree_child_text(protocol, "Port"), &port) ||
           judge_port_security(port) != SECURITY_COUNT;
}

static const char *check_starttls_port(const struct reading *reading)
{
    return find_unfit(reading, starttls_port_fits, "Port");
}

static const char *cure_starttls_port(const struct reading *reading)
{
    const struct service *service =
        find_declared(reading, next_unfit(reading, starttls_port_fits));
    if (service == NULL)
        return NULL;
    return pool_printf(reading->pool, "%s = %s:%u tls",
                       protocol_name(service->protocol), service->host,
                       protocol_default_port(service->protocol, SECURITY_TLS));
}

static bool has_spa_off(const xmlNode *protocol)
{
    return strcmp(tree_child_text(protocol, "SPA"), "off") == 0;
}

static const char *check_spa(const struct reading *reading)
{
    return find_unfit(reading, has_spa_off, "SPA");
}

static const struct rule rules[] = {
    {.id = "autodiscover.well-formed",
     .verdict = VERDICT_FAIL,
     .last = true,
     .expected = "well-formed XML without DOCTYPE",
     .message = "no program can read this answer",
     .check = judge_check_well_formed},
    {.id = "autodiscover.namespace",
     .verdict = VERDICT_FAIL,
     .expected = "the namespaces of responseschema/2006 and "
                 "outlook/responseschema/2006a",
     .message =
         "Outlook ignores an answer in other namespaces; they begin with http://",
     .remedy = "<Autodiscover xmlns=\"" ROOT_NAMESPACE "\" "
               "xmlns:w=\"urn:waypost:template\">\n"
               "<Response xmlns=\"" RESPONSE_NAMESPACE "\">",
     .check = check_namespaces},
    {.id = "autodiscover.account",
     .verdict = VERDICT_FAIL,
     .last = true,
     .expected = "AccountType email and Action settings",
     .message = "Outlook, Thunderbird and SnappyMail look for these words",
     .remedy = "<AccountType>email</AccountType>\n<Action>settings</Action>",
     .check = check_account},
    {.id = "autodiscover.type",
     .verdict = VERDICT_FAIL,
     .expected = "IMAP, POP3 or SMTP in upper case",
     .message = "Thunderbird and FairEmail skip a Protocol whose Type is written "
                "otherwise",
     .remedy = "<Type>${TYPE}</Type>",
     .check = check_type},
    {.id = "autodiscover.complete",
     .verdict = VERDICT_WARN,
     .expected = "IMAP or POP3, and SMTP",
     .message = "Thunderbird and Delta Chat need a server to read from and one to send "
                "by",
     .remedy = "<Protocol w:each=\"services\">",
     .check = check_complete,
     .cure = cure_complete},
    {.id = "autodiscover.server",
     .verdict = VERDICT_FAIL,
     .expected = "a host name of letters, digits and -",
     .message = "Thunderbird drops a Server that is no plain host name",
     .remedy = "<Server>${host}</Server>",
     .check = check_server},
    {.id = "autodiscover.port",
     .verdict = VERDICT_FAIL,
     .expected = "a number from 1 to 65535",
     .message = "Thunderbird, Delta Chat and FairEmail cannot use a server without a "
                "port",
     .remedy = "<Port>${port}</Port>",
     .check = check_port},
    {.id = "autodiscover.ssl",
     .verdict = VERDICT_FAIL,
     .expected = "on",
     .message =
         "Thunderbird and Delta Chat go into clear text unless SSL is on, and it "
         "is to be on for STARTTLS too",
     .remedy = "<SSL>on</SSL>",
     .check = check_ssl},
    {.id = "autodiscover.encryption",
     .verdict = VERDICT_FAIL,
     .expected = "SSL for tls; TLS, which means STARTTLS, for starttls",
     .message = "Outlook goes by Encryption before SSL, and waits for ever for a "
                "greeting of the other kind",
     .remedy = "<Encryption>${encryption}</Encryption>",
     .check = check_encryption},
    {.id = "autodiscover.starttls-port",
     .verdict = VERDICT_WARN,
     .expected = "143, 110, 587 or 25",
     .message = "Thunderbird takes STARTTLS on any other port for TLS from the first "
                "byte",
     .remedy = "<Port>${port}</Port>",
     .check = check_starttls_port,
     .cure = cure_starttls_port},
    {.id = "autodiscover.spa",
     .verdict = VERDICT_FAIL,
     .expected = "off",
     .message = "Outlook tries NTLM unless SPA says off",
     .remedy = "<SPA>off</SPA>",
     .check = check_spa},
    {.id = "autodiscover.empty",
     .verdict = VERDICT_FAIL,
     .expected = "text in every element",
     .message = "Thunderbird reads an empty element as the word true; what names the "
                "person needs w:if=\"address\"",
     .check = judge_check_empty},
};

/* The Account of a settings document, or NULL. */
static const xmlNode *find_account(const xmlNode *root)
{
    const xmlNode *response = root != NULL ? tree_child(root, "Response") : NULL;
    return response != NULL ? tree_child(response, "Account") : NULL;
}

void judge_autodiscover(const struct answer *answer, finding_sink *sink, void *context)
{
    static const struct rule_book book = {rules, sizeof rules / sizeof *rules,
                                          "autodiscover.document"};
    AUTO(pool) struct pool *pool = pool_new();
    const struct answer complete = judge_complete(answer);
    const char *origin = answer->origin;
    struct judgement judgement = {
        &complete, origin != NULL ? origin : "autodiscover.xml", sink, context};
    struct reading readings[] = {
        {.subject = judgement.subject,
         .source = origin != NULL
                       ? origin
                       : pool_printf(pool, "`waypost render autodiscover user@%s`",
                                     answer->domain),
         .bytes = answer->bytes},
        {.subject = "autodiscover.xml without address",
         .source =
             pool_printf(pool, "`waypost render autodiscover %s`", answer->domain),
         .bytes = answer->nameless},
    };
    enum { READINGS = sizeof readings / sizeof *readings };
    size_t count = answer->nameless.at != NULL ? READINGS : 1;
    xmlDoc *trees[READINGS];
    for (size_t i = 0; i < count; i++) {
        readings[i].answer = &complete;
        readings[i].pool = pool;
        trees[i] = reading_parse(&readings[i]);
        readings[i].body = find_account(readings[i].root);
    }
    judgement_run(&judgement, readings, count, &book);
    for (size_t i = 0; i < count; i++)
        xmlFreeDoc(trees[i]);
}

static void ignore_trouble(void *context, unsigned line, const char *text)
{
    (void)context, (void)line, (void)text;
}

bool judge_is_error(struct span bytes)
{
    xmlDoc *tree = tree_parse(bytes.at, bytes.length, ignore_trouble, NULL);
    const xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    const xmlNode *response = root != NULL ? tree_child(root, "Response") : NULL;
    bool error = response != NULL && tree_child(response, "Error") != NULL;
    xmlFreeDoc(tree);
    return error;
}
