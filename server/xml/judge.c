/* SPDX-License-Identifier: MIT */
#include "xml/judge.h"

#include "base/text.h"
#include "mail/hostname.h"
#include "xml/judge_private.h"
#include "xml/tree.h"

#include <string.h>

void judgement_report(const struct judgement *judgement, const struct rule *rule,
                      const char *found)
{
    struct finding finding = {
        .id = rule->id,
        .verdict = rule->verdict,
        .domain = judgement->domain,
        .subject = judgement->subject,
        .expected = {rule->expected},
        .found = {found},
        .message = rule->message,
        .remedy = rule->remedy,
        .file = judgement->settings->file,
        .line = judgement->settings->line,
    };
    judgement->sink(judgement->context, &finding);
}

static void hear_trouble(void *context, unsigned line, const char *text)
{
    struct reading *reading = context;
    if (reading->trouble == NULL)
        reading->trouble = pool_printf(reading->pool, "line %u: %s", line, text);
}

xmlDoc *reading_parse(struct reading *reading, const char *bytes, size_t length)
{
    reading->bytes = bytes;
    reading->length = length;
    xmlDoc *tree = tree_parse(bytes, length, hear_trouble, reading);
    reading->root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    return tree;
}

void judgement_run(const struct judgement *judgement, const struct reading *reading,
                   const struct rule *rules, size_t count)
{
    const struct rule fine = {
        .id = judgement->fine,
        .verdict = VERDICT_OK,
        .message = "the document satisfies the mail programs whose readers are known",
    };
    bool broken = false, over = false;
    for (size_t i = 0; i < count && !over; i++) {
        const char *found = rules[i].check(reading);
        if (found == NULL)
            continue;
        judgement_report(judgement, &rules[i], found);
        broken = true;
        over = rules[i].last;
    }
    if (!broken)
        judgement_report(judgement, &fine, NULL);
}

const char *judge_check_well_formed(const struct reading *reading)
{
    return reading->trouble;
}

const char *judge_check_variables(const struct reading *reading)
{
    const char *hole = memmem(reading->bytes, reading->length, "${", 2);
    if (hole == NULL)
        return NULL;
    size_t rest = reading->length - (size_t)(hole - reading->bytes);
    const char *end = memchr(hole, '}', rest);
    size_t length = end != NULL ? (size_t)(end - hole) + 1 : 2;
    return pool_copy(reading->pool, hole, length);
}

const char *judge_check_empty(const struct reading *reading)
{
    for (const xmlNode *node = reading->root; node != NULL;
         node = tree_next(reading->root, node))
        if (node->type == XML_ELEMENT_NODE && tree_is_leaf(node) &&
            tree_text(node)[0] == '\0')
            return pool_printf(reading->pool, "<%s> in line %ld", node->name,
                               xmlGetLineNo(node));
    return NULL;
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
