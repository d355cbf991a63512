/* SPDX-License-Identifier: MIT */
/* The rules for autoconfig answers, each with the program behind it. What a rule is
 * about stands in the table at the end; the checks only look. */
#include "xml/judge_leaves.h"
#include "xml/judge_oauth.h"
#include "xml/judge_private.h"
#include "xml/servers.h"
#include "xml/tree.h"

#include <string.h>

static const char *check_byte_order_mark(const struct reading *reading)
{
    struct span bytes = reading->bytes;
    bool found = bytes.length >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0;
    return found ? "a byte order mark" : NULL;
}

static const char *check_root(const struct reading *reading)
{
    if (!tree_is(reading->root, "clientConfig"))
        return pool_printf(reading->pool, "<%s>", reading->root->name);
    return tree_attribute(reading->root, "version") == NULL ? "no version" : NULL;
}

static const char *check_namespace(const struct reading *reading)
{
    const xmlNs *namespace = reading->root->ns;
    return namespace != NULL ? (const char *)namespace->href : NULL;
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
            return pool_printf(reading->pool, "%s in line %ld of %s",
                               node->type == XML_CDATA_SECTION_NODE ? "CDATA"
                                                                    : "a comment",
                               xmlGetLineNo(node), reading->source);
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

static const struct rule rules[] = {
    {.id = "autoconfig.well-formed",
     .verdict = VERDICT_FAIL,
     .last = true,
     .expected = "well-formed XML without DOCTYPE",
     .message = "no program can read this answer",
     .check = judge_check_well_formed},
    {.id = "autoconfig.byte-order-mark",
     .verdict = VERDICT_FAIL,
     .expected = "'<' as the first byte",
     .message = "Evolution cannot read an answer that begins with a byte order mark",
     .check = check_byte_order_mark},
    {.id = "autoconfig.root",
     .verdict = VERDICT_FAIL,
     .last = true,
     .expected = "<clientConfig version=\"1.1\">",
     .message = "every program looks for this element, and himalaya for its version",
     .remedy = "<clientConfig version=\"1.1\" xmlns:w=\"urn:waypost:template\">",
     .check = check_root},
    {.id = "autoconfig.namespace",
     .verdict = VERDICT_WARN,
     .expected = "no namespace",
     .message = "the format has no namespace, and a program that looks for its "
                "elements in none does not find these",
     .remedy = "<clientConfig version=\"1.1\" xmlns:w=\"urn:waypost:template\">",
     .check = check_namespace},
    {.id = "autoconfig.provider",
     .verdict = VERDICT_FAIL,
     .last = true,
     .expected = "<emailProvider>",
     .message = "every program looks for this element",
     .remedy = "<emailProvider id=\"${domain}\">",
     .check = check_provider},
    {.id = "autoconfig.plain",
     .verdict = VERDICT_FAIL,
     .expected = "elements and text only",
     .message = "Evolution and Delta Chat lose text in CDATA or around comments",
     .check = check_plain},
    {.id = "autoconfig.id",
     .verdict = VERDICT_FAIL,
     .expected = "a host name",
     .message = "K-9 rejects an answer whose id is no host name, and fills in no "
                "placeholder there",
     .remedy = "<emailProvider id=\"${domain}\">",
     .check = check_id},
    {.id = "autoconfig.domain",
     .verdict = VERDICT_FAIL,
     .expected = "one or more plain domain names",
     .message = "Thunderbird and K-9 reject an answer without a legal domain",
     .remedy = "<domain>${domain}</domain>",
     .check = check_domain},
    {.id = "autoconfig.incoming",
     .verdict = VERDICT_FAIL,
     .expected = "an incomingServer",
     .message = "Thunderbird, K-9, Geary, FairEmail and aerc reject an answer that "
                "names no server to read mail from",
     .remedy = "<incomingServer type=\"${type}\" w:each=\"incoming\">",
     .check = servers_check_incoming,
     .cure = judge_cure_incoming},
    {.id = "autoconfig.outgoing",
     .verdict = VERDICT_FAIL,
     .expected = "an outgoingServer of type smtp",
     .message = "Thunderbird, K-9, Geary, FairEmail and aerc reject an answer that "
                "names no server to send mail by",
     .remedy = "<outgoingServer type=\"${type}\" w:each=\"outgoing\">",
     .check = servers_check_outgoing,
     .cure = judge_cure_smtp},
    {.id = "autoconfig.imap",
     .verdict = VERDICT_WARN,
     .expected = "an incomingServer of type imap",
     .message = "K-9, Geary, FairEmail, Nextcloud and aerc use IMAP only, and find "
                "none here",
     .remedy = "<incomingServer type=\"${type}\" w:each=\"incoming\">",
     .check = servers_check_imap,
     .cure = judge_cure_imap},
    {.id = "autoconfig.imap-first",
     .verdict = VERDICT_FAIL,
     .expected = "imap",
     .message = "Geary and FairEmail read the first incomingServer only, and want IMAP",
     .remedy = "<incomingServer type=\"${type}\" w:each=\"incoming\">",
     .check = servers_check_imap_first},
    {.id = "autoconfig.one-imap",
     .verdict = VERDICT_WARN,
     .expected = "1",
     .message = "Evolution takes the last IMAP section, and mixes its fields with the "
                "others'",
     .remedy = "<incomingServer type=\"${type}\" w:each=\"incoming\">",
     .check = servers_check_one_imap},
    {.id = "autoconfig.one-smtp",
     .verdict = VERDICT_WARN,
     .expected = "1",
     .message = "aerc takes the last SMTP section and ignores the others",
     .remedy = "<outgoingServer type=\"${type}\" w:each=\"outgoing\">",
     .check = servers_check_one_smtp},
    {.id = "autoconfig.type",
     .verdict = VERDICT_FAIL,
     .expected = "imap, pop3; smtp for an outgoingServer",
     .message = "himalaya rejects an answer with a type that it does not know",
     .remedy = "<incomingServer type=\"${type}\" w:each=\"incoming\">",
     .check = servers_check_type},
    {.id = "autoconfig.server-attributes",
     .verdict = VERDICT_FAIL,
     .expected = "the attribute type only",
     .message = "Evolution stops reading at any other attribute of a server",
     .remedy = "<incomingServer type=\"${type}\" w:each=\"incoming\">",
     .check = servers_check_attributes},
    {.id = "autoconfig.leaf-attributes",
     .verdict = VERDICT_FAIL,
     .expected = "elements without attributes",
     .message = "Thunderbird loses the text of an element that has an attribute",
     .check = leaves_check_attributes},
    {.id = "autoconfig.hostname",
     .verdict = VERDICT_FAIL,
     .expected = "a host name of letters, digits and -",
     .message = "Thunderbird and K-9 drop a server with any other host name",
     .remedy = "<hostname>${host}</hostname>",
     .check = servers_check_hostname},
    {.id = "autoconfig.port",
     .verdict = VERDICT_FAIL,
     .expected = "a number from 1 to 65535",
     .message = "Thunderbird and K-9 drop a server without a port",
     .remedy = "<port>${port}</port>",
     .check = servers_check_port},
    {.id = "autoconfig.socket-type",
     .verdict = VERDICT_FAIL,
     .expected = "SSL or STARTTLS",
     .message = "K-9 rejects the whole answer for any other socketType",
     .remedy = "<socketType>${socketType}</socketType>",
     .check = servers_check_socket_type},
    {.id = "autoconfig.username",
     .verdict = VERDICT_FAIL,
     .expected = "a username",
     .message = "K-9 rejects an answer without one, and Thunderbird logs in as "
                "\"undefined\"",
     .remedy = "<username>${username}</username>",
     .check = servers_check_username},
    {.id = "autoconfig.personal-username",
     .verdict = VERDICT_WARN,
     .expected = "%EMAILADDRESS% or %EMAILLOCALPART% in it",
     .message = "everybody gets the same login, since nothing of the address is in it",
     .remedy = "<username>${username}</username>",
     .check = servers_check_personal,
     .cure = servers_cure_personal},
    {.id = "autoconfig.same-username",
     .verdict = VERDICT_WARN,
     .expected = "the same everywhere",
     .message = "FairEmail logs in everywhere with the last username of the answer, "
                "wherever that stands",
     .remedy = "<username>${username}</username>",
     .check = servers_check_same_username},
    {.id = "autoconfig.password",
     .verdict = VERDICT_FAIL,
     .expected = "no password",
     .message = "anybody may fetch this answer, so there must be no password in it",
     .check = leaves_check_password},
    {.id = "autoconfig.authentication",
     .verdict = VERDICT_FAIL,
     .expected = "password-cleartext, password-encrypted, OAuth2, NTLM or GSSAPI",
     .message = "K-9 and himalaya reject an answer with other words, Thunderbird drops "
                "the server",
     .remedy = "<authentication w:each=\"auth\">${auth}</authentication>",
     .check = servers_check_auth},
    {.id = "autoconfig.oauth2-host",
     .verdict = VERDICT_WARN,
     .expected = "password-cleartext after OAuth2, or a host that Thunderbird knows",
     .message = "Thunderbird leaves out a server that takes OAuth2 only, unless it "
                "knows the host; if the server takes passwords too, say so",
     .remedy = "<authentication w:each=\"auth\">${auth}</authentication>",
     .check = oauth_check_host,
     .cure = oauth_cure_host},
    {.id = "autoconfig.oauth2-cloud",
     .verdict = VERDICT_WARN,
     .declared = true,
     .expected = "a host that Thunderbird knows",
     .message = "Thunderbird leaves this server out until an add-on makes its host "
                "known: it knows none of this cloud, which takes OAuth2 only",
     .check = oauth_check_cloud},
    {.id = "autoconfig.oauth2",
     .verdict = VERDICT_FAIL,
     .expected = "issuer, scope, authURL and tokenURL",
     .message = "himalaya rejects an answer whose oAuth2 lacks one of these",
     .check = oauth_check_element,
     .cure = oauth_cure_element},
    {.id = "autoconfig.order",
     .verdict = VERDICT_FAIL,
     .expected = "port before socketType",
     .message = "FairEmail forgets the socketType when the port comes after it",
     .remedy = "<port>${port}</port>\n<socketType>${socketType}</socketType>",
     .check = servers_check_order},
    {.id = "autoconfig.blanks",
     .verdict = VERDICT_FAIL,
     .expected = "text without blanks around it",
     .message = "K-9, Evolution, Geary, KMail and FairEmail take blanks as part of the "
                "value",
     .check = leaves_check_blanks},
    {.id = "autoconfig.empty",
     .verdict = VERDICT_FAIL,
     .expected = "text in every element",
     .message = "Thunderbird reads an empty element as the word true",
     .check = judge_check_empty},
    {.id = "autoconfig.coercion",
     .verdict = VERDICT_WARN,
     .expected = "text that is plainly text",
     .message = "Thunderbird turns what looks like a number, a date or true into one: "
                "00123 becomes 123",
     .check = leaves_check_coercion,
     .cure = leaves_cure_coercion},
    {.id = "autoconfig.name-length",
     .verdict = VERDICT_WARN,
     .expected = "at most 60 characters",
     .message = "the format allows a displayName no more",
     .check = leaves_check_name,
     .cure = leaves_cure_name},
    {.id = "autoconfig.short-name-length",
     .verdict = VERDICT_WARN,
     .expected = "at most 20 characters",
     .message = "the format allows a displayShortName no more",
     .check = leaves_check_short_name},
    {.id = "autoconfig.documentation",
     .verdict = VERDICT_WARN,
     .expected = "https:// or http://",
     .message = "FairEmail shows this link to people, and it leads to no page of the "
                "web",
     .check = leaves_check_documentation,
     .cure = leaves_cure_documentation},
};

void judge_autoconfig(const struct answer *answer, finding_sink *sink, void *context)
{
    static const struct rule_book book = {rules, sizeof rules / sizeof *rules,
                                          "autoconfig.document"};
    AUTO(pool) struct pool *pool = pool_new();
    const struct answer complete = judge_complete(answer);
    const char *origin = answer->origin;
    struct judgement judgement = {
        &complete, origin != NULL ? origin : "config-v1.1.xml", sink, context};
    struct reading reading = {
        .answer = &complete,
        .subject = judgement.subject,
        .source = origin != NULL ? origin
                                 : pool_printf(pool, "`waypost render autoconfig %s`",
                                               answer->domain),
        .bytes = answer->bytes,
        .pool = pool,
    };
    xmlDoc *tree = reading_parse(&reading);
    reading.body =
        reading.root != NULL ? tree_child(reading.root, "emailProvider") : NULL;
    judgement_run(&judgement, &reading, 1, &book);
    xmlFreeDoc(tree);
}
