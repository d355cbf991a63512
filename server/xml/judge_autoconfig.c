/* SPDX-License-Identifier: MIT */
/* The rules for autoconfig documents, each with the program behind it. What a rule is
 * about stands in the table at the end; the checks above it only look. */
#include "base/text.h"
#include "xml/coercion.h"
#include "xml/judge.h"
#include "xml/judge_private.h"
#include "xml/servers.h"
#include "xml/tree.h"

#include <string.h>

enum { NAME_MAX_CHARACTERS = 60, SHORT_NAME_MAX_CHARACTERS = 20 };

/* The first leaf below `root` that does not fit, and its text. */
static const char *find_unfit_leaf(const struct reading *reading, const xmlNode *root,
                                   bool (*fits)(const xmlNode *leaf))
{
    for (const xmlNode *node = root; node != NULL; node = tree_next(root, node))
        if (node->type == XML_ELEMENT_NODE && tree_is_leaf(node) && !fits(node))
            return pool_printf(reading->pool, "<%s> in line %ld: %s", node->name,
                               xmlGetLineNo(node), tree_text(node));
    return NULL;
}

static const char *check_byte_order_mark(const struct reading *reading)
{
    bool found = reading->length >= 3 && memcmp(reading->bytes, "\xEF\xBB\xBF", 3) == 0;
    return found ? "a byte order mark" : NULL;
}

static const char *check_root(const struct reading *reading)
{
    if (!tree_is(reading->root, "clientConfig"))
        return pool_printf(reading->pool, "<%s>", reading->root->name);
    return tree_attribute(reading->root, "version") == NULL ? "no version" : NULL;
}

static const char *check_provider(const struct reading *reading)
{
    return reading->body == NULL ? "nothing" : NULL;
}

static const char *check_plain(const struct reading *reading)
{
    for (const xmlNode *node = reading->root; node != NULL;
         node = tree_next(reading->root, node))
        if (node->type != XML_ELEMENT_NODE && node->type != XML_TEXT_NODE)
            return pool_printf(reading->pool, "%s in line %ld",
                               node->type == XML_CDATA_SECTION_NODE ? "CDATA"
                                                                    : "a comment",
                               xmlGetLineNo(node));
    return NULL;
}

static const char *check_id(const struct reading *reading)
{
    const char *id = tree_attribute(reading->body, "id");
    if (id == NULL)
        return "nothing";
    return judge_is_hostname(id) ? NULL : id;
}

static const char *check_domain(const struct reading *reading)
{
    const xmlNode *domain = tree_child(reading->body, "domain");
    if (domain == NULL)
        return "nothing";
    for (; domain != NULL; domain = tree_element(domain->next))
        if (tree_is(domain, "domain") && !judge_is_hostname(tree_text(domain)))
            return tree_text(domain);
    return NULL;
}

/* Help texts have attributes by their nature, and no program looks into them. */
static bool has_no_attributes(const xmlNode *leaf)
{
    return leaf->properties == NULL || tree_is(leaf, "descr") ||
           tree_is(leaf, "instruction");
}

static const char *check_leaf_attributes(const struct reading *reading)
{
    return find_unfit_leaf(reading, reading->body, has_no_attributes);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static bool has_no_blanks_around(const xmlNode *leaf)
{
    const char *text = tree_text(leaf);
    size_t length = strlen(text);
    return length == 0 || (!is_blank(text[0]) && !is_blank(text[length - 1]));
}

static const char *check_blanks(const struct reading *reading)
{
    return find_unfit_leaf(reading, reading->root, has_no_blanks_around);
}

static bool stays_text(const xmlNode *leaf)
{
    bool matters = tree_is(leaf, "username") || tree_is(leaf, "displayName") ||
                   tree_is(leaf, "displayShortName") || tree_is(leaf, "domain");
    return !matters || !text_is_coerced(tree_text(leaf));
}

static const char *check_coercion(const struct reading *reading)
{
    return find_unfit_leaf(reading, reading->body, stays_text);
}

/* Characters, not bytes: all but the continuation bytes of UTF-8. */
static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static const char *check_name(const struct reading *reading)
{
    const char *name = tree_child_text(reading->body, "displayName");
    return count_characters(name) > NAME_MAX_CHARACTERS ? name : NULL;
}

static const char *check_short_name(const struct reading *reading)
{
    const char *name = tree_child_text(reading->body, "displayShortName");
    return count_characters(name) > SHORT_NAME_MAX_CHARACTERS ? name : NULL;
}

static const char *check_oauth(const struct reading *reading)
{
    static const char *const names[] = {"issuer", "scope", "authURL", "tokenURL"};
    const xmlNode *element = tree_child(reading->root, "oAuth2");
    for (size_t i = 0; element != NULL && i < sizeof names / sizeof *names; i++)
        if (tree_child_text(element, names[i])[0] == '\0')
            return pool_printf(reading->pool, "no %s", names[i]);
    return NULL;
}

static const struct rule rules[] = {
    {"autoconfig.well-formed", VERDICT_FAIL, true, "well-formed XML without DOCTYPE",
     "no program can read this document", NULL, judge_check_well_formed},
    {"autoconfig.byte-order-mark", VERDICT_FAIL, false, "'<' as the first byte",
     "Evolution cannot read a document that begins with a byte order mark", NULL,
     check_byte_order_mark},
    {"autoconfig.root", VERDICT_FAIL, true, "<clientConfig version=\"1.1\">",
     "every program looks for this element, and himalaya for its version", NULL,
     check_root},
    {"autoconfig.provider", VERDICT_FAIL, true, "<emailProvider>",
     "every program looks for this element", NULL, check_provider},
    {"autoconfig.variable", VERDICT_FAIL, false, NULL,
     "a variable was left as it is written in the template", NULL,
     judge_check_variables},
    {"autoconfig.plain", VERDICT_FAIL, false, "elements and text only",
     "Evolution and Delta Chat lose text in CDATA or around comments", NULL,
     check_plain},
    {"autoconfig.id", VERDICT_FAIL, false, "a host name",
     "K-9 rejects the document if the id is no host name; it fills in no placeholder "
     "there",
     "<emailProvider id=\"${domain}\">", check_id},
    {"autoconfig.domain", VERDICT_FAIL, false, "one or more plain domain names",
     "Thunderbird and K-9 reject the document without a legal domain",
     "<domain>${domain}</domain>", check_domain},
    {"autoconfig.incoming", VERDICT_FAIL, false, "an incomingServer",
     "Thunderbird, K-9, Geary, FairEmail and aerc reject a document without", NULL,
     servers_check_incoming},
    {"autoconfig.outgoing", VERDICT_FAIL, false, "an outgoingServer of type smtp",
     "Thunderbird, K-9, Geary, FairEmail and aerc reject a document without", NULL,
     servers_check_outgoing},
    {"autoconfig.imap", VERDICT_WARN, false, "an incomingServer of type imap",
     "K-9, Geary, FairEmail, Nextcloud and aerc use IMAP only", NULL,
     servers_check_imap},
    {"autoconfig.imap-first", VERDICT_FAIL, false, "imap",
     "Geary and FairEmail read the first incomingServer only, and want IMAP", NULL,
     servers_check_imap_first},
    {"autoconfig.one-imap", VERDICT_WARN, false, "1",
     "Evolution takes the last IMAP section, and mixes its fields with the others'",
     NULL, servers_check_one_imap},
    {"autoconfig.one-smtp", VERDICT_WARN, false, "1",
     "aerc takes the last SMTP section", NULL, servers_check_one_smtp},
    {"autoconfig.type", VERDICT_FAIL, false, "imap, pop3; smtp for an outgoingServer",
     "himalaya rejects a document with a type it does not know", NULL,
     servers_check_type},
    {"autoconfig.server-attributes", VERDICT_FAIL, false, "the attribute type only",
     "Evolution stops reading at any other attribute of a server", NULL,
     servers_check_attributes},
    {"autoconfig.leaf-attributes", VERDICT_FAIL, false, "elements without attributes",
     "Thunderbird loses the text of an element that has an attribute", NULL,
     check_leaf_attributes},
    {"autoconfig.hostname", VERDICT_FAIL, false, "a host name of letters, digits and -",
     "Thunderbird and K-9 drop a server with any other host name",
     "<hostname>${host}</hostname>", servers_check_hostname},
    {"autoconfig.port", VERDICT_FAIL, false, "a number from 1 to 65535",
     "Thunderbird and K-9 drop a server without a port", "<port>${port}</port>",
     servers_check_port},
    {"autoconfig.socket-type", VERDICT_FAIL, false, "SSL or STARTTLS",
     "K-9 rejects the whole document for any other socketType",
     "<socketType>${socketType}</socketType>", servers_check_socket_type},
    {"autoconfig.username", VERDICT_FAIL, false, "a username",
     "K-9 rejects the document without, and Thunderbird logs in as \"undefined\"",
     "<username>${username}</username>", servers_check_username},
    {"autoconfig.same-username", VERDICT_WARN, false, "the same in every section",
     "FairEmail uses the last username of the document for everything", NULL,
     servers_check_same_username},
    {"autoconfig.authentication", VERDICT_FAIL, false,
     "password-cleartext, password-encrypted, OAuth2, NTLM or GSSAPI",
     "K-9 and himalaya reject a document with other words, Thunderbird the server",
     "<authentication w:each=\"auth\">${auth}</authentication>", servers_check_auth},
    {"autoconfig.order", VERDICT_FAIL, false, "port before socketType",
     "FairEmail forgets the socketType when the port comes after it", NULL,
     servers_check_order},
    {"autoconfig.blanks", VERDICT_FAIL, false, "text without blanks around it",
     "K-9, Evolution, Geary, KMail and FairEmail take blanks as part of the value",
     NULL, check_blanks},
    {"autoconfig.empty", VERDICT_FAIL, false, "text in every element",
     "Thunderbird reads an empty element as the word true", NULL, judge_check_empty},
    {"autoconfig.coercion", VERDICT_WARN, false, "text that is plainly text",
     "Thunderbird turns what looks like a number, a date or true into one: 00123 "
     "becomes 123",
     NULL, check_coercion},
    {"autoconfig.name-length", VERDICT_WARN, false, "at most 60 characters",
     "the format allows no more for displayName", "name = NAME", check_name},
    {"autoconfig.short-name-length", VERDICT_WARN, false, "at most 20 characters",
     "the format allows no more for displayShortName", "short_name = NAME",
     check_short_name},
    {"autoconfig.oauth2", VERDICT_FAIL, false, "issuer, scope, authURL and tokenURL",
     "himalaya rejects a document whose oAuth2 lacks one of these", NULL, check_oauth},
};

void judge_autoconfig(struct span bytes, const char *domain,
                      const struct settings *settings, finding_sink *sink,
                      void *context)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct judgement judgement = {
        domain, "config-v1.1.xml", "autoconfig.document", settings, sink, context};
    struct reading reading = {.pool = pool};
    xmlDoc *tree = reading_parse(&reading, bytes.at, bytes.length);
    reading.body =
        reading.root != NULL ? tree_child(reading.root, "emailProvider") : NULL;
    judgement_run(&judgement, &reading, rules, sizeof rules / sizeof *rules);
    xmlFreeDoc(tree);
}
