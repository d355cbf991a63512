/* SPDX-License-Identifier: MIT */
/* The rules for Autodiscover settings (POX), as Outlook, Thunderbird, Delta Chat,
 * FairEmail and SnappyMail read them. */
#include "xml/judge.h"
#include "xml/judge_private.h"
#include "xml/tree.h"

#include <string.h>

static const char root_namespace[] =
    "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
static const char response_namespace[] =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

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
    if (strcmp(namespace_of(reading->root), root_namespace) != 0)
        return namespace_of(reading->root);
    if (response == NULL || strcmp(namespace_of(response), response_namespace) != 0)
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

/* The first mail Protocol that does not fit, and what its child of this name says. */
static const char *find_unfit(const struct reading *reading,
                              bool (*fits)(const xmlNode *protocol), const char *child)
{
    for (const xmlNode *p = next_protocol(reading, NULL); p != NULL;
         p = next_protocol(reading, p))
        if (is_mail(p) && !fits(p))
            return say(reading, p, tree_child_text(p, child));
    return NULL;
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

static bool is_implicit_port(unsigned long port)
{
    return port == 993 || port == 995 || port == 465;
}

static bool is_starttls_port(unsigned long port)
{
    return port == 143 || port == 110 || port == 587 || port == 25;
}

static bool encryption_fits(const xmlNode *protocol)
{
    const char *encryption = tree_child_text(protocol, "Encryption");
    unsigned long port = 0;
    bool known = judge_is_port(tree_child_text(protocol, "Port"), &port);
    if (strcmp(encryption, "SSL") == 0)
        return !known || !is_starttls_port(port);
    return strcmp(encryption, "TLS") == 0 && (!known || !is_implicit_port(port));
}

static const char *check_encryption(const struct reading *reading)
{
    return find_unfit(reading, encryption_fits, "Encryption");
}

static bool starttls_port_fits(const xmlNode *protocol)
{
    unsigned long port = 0;
    return strcmp(tree_child_text(protocol, "Encryption"), "TLS") != 0 ||
           !judge_is_port(tree_child_text(protocol, "Port"), &port) ||
           is_implicit_port(port) || is_starttls_port(port);
}

static const char *check_starttls_port(const struct reading *reading)
{
    return find_unfit(reading, starttls_port_fits, "Port");
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
    {"autodiscover.well-formed", VERDICT_FAIL, true, "well-formed XML without DOCTYPE",
     "no program can read this document", NULL, judge_check_well_formed},
    {"autodiscover.variable", VERDICT_FAIL, false, NULL,
     "a variable was left as it is written in the template", NULL,
     judge_check_variables},
    {"autodiscover.namespace", VERDICT_FAIL, false,
     "the namespaces of responseschema/2006 and outlook/responseschema/2006a",
     "Outlook ignores an answer in other namespaces; they begin with http://", NULL,
     check_namespaces},
    {"autodiscover.account", VERDICT_FAIL, true,
     "AccountType email and Action settings",
     "Outlook, Thunderbird and SnappyMail look for these words", NULL, check_account},
    {"autodiscover.type", VERDICT_FAIL, false, "IMAP, POP3 or SMTP in upper case",
     "Thunderbird and FairEmail skip a Protocol whose Type is written otherwise", NULL,
     check_type},
    {"autodiscover.complete", VERDICT_WARN, false, "IMAP or POP3, and SMTP",
     "Thunderbird and Delta Chat need a server to read and one to send", NULL,
     check_complete},
    {"autodiscover.server", VERDICT_FAIL, false, "a host name of letters, digits and -",
     "Thunderbird drops a Server that is no plain host name", NULL, check_server},
    {"autodiscover.port", VERDICT_FAIL, false, "a number from 1 to 65535",
     "Thunderbird, Delta Chat and FairEmail cannot use a server without a port", NULL,
     check_port},
    {"autodiscover.ssl", VERDICT_FAIL, false, "on",
     "Thunderbird and Delta Chat go into clear text without SSL on, and it is to be on "
     "for STARTTLS too",
     "<SSL>on</SSL>", check_ssl},
    {"autodiscover.encryption", VERDICT_FAIL, false,
     "SSL on 993, 995 and 465; TLS, which means STARTTLS, on 143, 110 and 587",
     "Outlook takes Encryption before SSL, and waits for ever for a greeting of the "
     "other kind",
     "<Encryption>${encryption}</Encryption>", check_encryption},
    {"autodiscover.starttls-port", VERDICT_WARN, false, "143, 110, 587 or 25",
     "Thunderbird takes STARTTLS on any other port for TLS from the first byte", NULL,
     check_starttls_port},
    {"autodiscover.spa", VERDICT_FAIL, false, "off",
     "Outlook tries NTLM unless SPA says off", "<SPA>off</SPA>", check_spa},
    {"autodiscover.empty", VERDICT_FAIL, false, "text in every element",
     "Thunderbird reads an empty element as the word true", NULL, judge_check_empty},
};

void judge_autodiscover(struct span bytes, const char *domain,
                        const struct settings *settings, finding_sink *sink,
                        void *context)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct judgement judgement = {
        domain, "autodiscover.xml", "autodiscover.document", settings, sink, context};
    struct reading reading = {.pool = pool};
    xmlDoc *tree = reading_parse(&reading, bytes.at, bytes.length);
    const xmlNode *response =
        reading.root != NULL ? tree_child(reading.root, "Response") : NULL;
    reading.body = response != NULL ? tree_child(response, "Account") : NULL;
    judgement_run(&judgement, &reading, rules, sizeof rules / sizeof *rules);
    xmlFreeDoc(tree);
}
