/* SPDX-License-Identifier: MIT */
#include "xml/judge.h"

#include "base/text.h"
#include "mail/hostname.h"
#include "xml/judge_private.h"
#include "xml/tree.h"

#include <string.h>

struct answer judge_complete(const struct answer *answer)
{
    static const struct template template = {.name = ""};
    static const struct offer offer = {.template = &template};
    static const struct settings nobody = {.offer = &offer};
    struct answer complete = *answer;
    if (complete.settings == NULL)
        complete.settings = &nobody;
    return complete;
}

void judgement_report(const struct judgement *judgement, const struct rule *rule,
                      const char *found, const char *cure)
{
    const struct answer *answer = judgement->answer;
    bool declared = cure != NULL || rule->declared || answer->document == NULL;
    struct finding finding = {
        .id = rule->id,
        .verdict = rule->verdict,
        .domain = answer->domain,
        .subject = judgement->subject,
        .expected = {rule->expected},
        .found = {found},
        .message = rule->message,
        .remedy = cure != NULL             ? cure
                  : answer->origin == NULL ? rule->remedy
                                           : NULL,
        .file = declared ? answer->settings->file : answer->document,
        .line = declared ? answer->settings->line : 0,
    };
    judgement->sink(judgement->context, &finding);
}

static void hear_trouble(void *context, unsigned line, const char *text)
{
    struct reading *reading = context;
    if (reading->trouble == NULL)
        reading->trouble = pool_printf(reading->pool, "line %u of %s: %s", line,
                                       reading->source, text);
}

xmlDoc *reading_parse(struct reading *reading)
{
    xmlDoc *tree =
        tree_parse(reading->bytes.at, reading->bytes.length, hear_trouble, reading);
    reading->root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    return tree;
}

const char *reading_place(const struct reading *reading, const xmlNode *element)
{
    return pool_printf(reading->pool, "<%s> in line %ld of %s", element->name,
                       xmlGetLineNo(element), reading->source);
}

const char *reading_variable(const struct reading *reading, const char *name)
{
    const struct offer *offer = reading->answer->settings->offer;
    for (size_t i = 0; i < offer->template->variable_count; i++)
        if (strcmp(offer->template->variables[i], name) == 0)
            return offer->values[i];
    return NULL;
}

const xmlNode *reading_unfit_leaf(const xmlNode *root,
                                  bool (*fits)(const xmlNode *leaf))
{
    for (const xmlNode *node = root; node != NULL; node = tree_next(root, node))
        if (node->type == XML_ELEMENT_NODE && tree_is_leaf(node) && !fits(node))
            return node;
    return NULL;
}

/* Whether a reading breaks the rule; reported if it does. */
static bool ask(const struct judgement *judgement, const struct reading *reading,
                const struct rule *rule)
{
    struct judgement about = *judgement;
    const char *found = rule->check(reading);
    if (found == NULL)
        return false;
    about.subject = reading->subject;
    judgement_report(&about, rule, found,
                     rule->cure != NULL && reading->answer->origin == NULL
                         ? rule->cure(reading)
                         : NULL);
    return true;
}

void judgement_run(const struct judgement *judgement, const struct reading *readings,
                   size_t count, const struct rule_book *book)
{
    const struct rule fine = {
        .id = book->fine,
        .verdict = VERDICT_OK,
        .declared = true,
        .message = "the answer is written as the known mail programs want it",
    };
    bool broken = false, over = false;
    for (size_t i = 0; i < book->count && !over; i++) {
        size_t reading = 0;
        while (reading < count && !ask(judgement, &readings[reading], &book->rules[i]))
            reading++;
        broken |= reading < count;
        over = reading < count && book->rules[i].last;
    }
    if (!broken)
        judgement_report(judgement, &fine, NULL, NULL);
}

const char *judge_check_well_formed(const struct reading *reading)
{
    return reading->trouble;
}

/* Text, or an attribute that says it all, as the url of a link does. What is missing in
 * oAuth2 is a matter of the rule about that. */
static bool says_something(const xmlNode *leaf)
{
    const char *text = tree_text(leaf);
    if (leaf->parent != NULL && tree_is(leaf->parent, "oAuth2"))
        return true;
    return leaf->properties != NULL || text[strspn(text, " \t\n")] != '\0';
}

const char *judge_check_empty(const struct reading *reading)
{
    const xmlNode *leaf = reading_unfit_leaf(reading->root, says_something);
    return leaf != NULL ? reading_place(reading, leaf) : NULL;
}

/* The line that offers a service so that it may be told of; NULL if there is one. */
static const char *cure_service(const struct reading *reading, enum protocol protocol)
{
    const struct service *service =
        offer_service(reading->answer->settings->offer, protocol);
    if (service == NULL)
        return pool_printf(reading->pool, "%s = HOST", protocol_name(protocol));
    if (service_is_public(service))
        return NULL;
    return pool_printf(reading->pool, "%s = %s:%u tls", protocol_name(protocol),
                       service->host, protocol_default_port(protocol, SECURITY_TLS));
}

const char *judge_cure_imap(const struct reading *reading)
{
    return cure_service(reading, PROTOCOL_IMAP);
}

const char *judge_cure_smtp(const struct reading *reading)
{
    return cure_service(reading, PROTOCOL_SMTP);
}

const char *judge_cure_incoming(const struct reading *reading)
{
    bool pop3 = cure_service(reading, PROTOCOL_POP3) == NULL;
    return pop3 ? NULL : cure_service(reading, PROTOCOL_IMAP);
}

const char *judge_cure_login(const struct reading *reading, const char *login)
{
    const struct offer *offer = reading->answer->settings->offer;
    bool declared = false;
    for (size_t i = 0; i < offer->service_count; i++)
        declared |= strcmp(offer->services[i].username, login) == 0;
    return declared ? "username = %EMAILADDRESS%" : NULL;
}

bool judge_is_hostname(const char *name)
{
    char canonical[HOSTNAME_SIZE];
    return hostname_normalise(name, strlen(name), canonical) &&
           text_equal_nocase(name, canonical);
}

bool judge_is_port(const char *text, unsigned long *port)
{
    return text_parse_uint(text, 1, 65535, port);
}

enum security judge_port_security(unsigned long port)
{
    if (port == 993 || port == 995 || port == 465)
        return SECURITY_TLS;
    if (port == 143 || port == 110 || port == 587 || port == 25)
        return SECURITY_STARTTLS;
    return SECURITY_COUNT;
}

enum protocol judge_protocol(const char *name)
{
    enum protocol protocol = 0;
    while (protocol < PROTOCOL_COUNT &&
           !text_equal_nocase(name, protocol_name(protocol)))
        protocol++;
    return protocol;
}
