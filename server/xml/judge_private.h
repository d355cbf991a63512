/* SPDX-License-Identifier: MIT */
/* What the judges of documents share: a rule is a row of a table, and its check says
 * what it found against the rule. */
#pragma once

#include "base/pool.h"
#include "mail/catalog.h"
#include "mail/finding.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

/* A document as a strict reader sees it. */
struct reading {
    const char *bytes;
    size_t length;
    const char *trouble; /* why it is not well-formed, or NULL */
    const xmlNode *root; /* NULL if it is not well-formed */
    const xmlNode *body; /* emailProvider or Account; NULL if it is not there */
    struct pool *pool;   /* for what was found */
};

struct rule {
    const char *id;
    enum verdict verdict;
    bool last; /* when it is broken the ones after it cannot be asked */
    const char *expected, *message, *remedy;
    /* What breaks the rule first, NULL if nothing does; NULL: asked elsewhere. */
    const char *(*check)(const struct reading *reading);
};

/* Who is judged, and who listens. */
struct judgement {
    const char *domain, *subject;
    const char *fine; /* the id of the finding that no rule is broken */
    const struct settings *settings;
    finding_sink *sink;
    void *context;
};

/* Hands on that a rule is broken by what was found. */
void judgement_report(const struct judgement *judgement, const struct rule *rule,
                      const char *found);

/* Reads a document into `reading`, whose pool is there already; the tree is to be given
 * to xmlFreeDoc. */
xmlDoc *reading_parse(struct reading *reading, const char *bytes, size_t length);

/* Asks the rules in their order; "ok" in the end if none is broken. */
void judgement_run(const struct judgement *judgement, const struct reading *reading,
                   const struct rule *rules, size_t count);

/* Checks that both documents share: well-formedness, template variables left over,
 * empty elements. */
const char *judge_check_well_formed(const struct reading *reading);
const char *judge_check_variables(const struct reading *reading);
const char *judge_check_empty(const struct reading *reading);

/* Whether it is a host name as Thunderbird and K-9 demand: ASCII letters, digits, '-'.
 */
bool judge_is_hostname(const char *name);

/* Whether the text is a port number from 1 to 65535; then `*port` is it. */
bool judge_is_port(const char *text, unsigned long *port);
