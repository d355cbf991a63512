/* SPDX-License-Identifier: MIT */
/* What the judges of documents share: a rule is a row of a table, and its check says
 * what it found against the rule. */
#pragma once

#include "base/pool.h"
#include "xml/judge.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

/* An answer as a strict reader sees it. */
struct reading {
    const struct answer *answer;
    const char *subject; /* what it is called in findings */
    const char *source;  /* where it can be read: "`waypost render ...`", a URL */
    struct span bytes;
    const char *trouble; /* why it is not well-formed, or NULL */
    const xmlNode *root; /* NULL if it is not well-formed */
    const xmlNode *body; /* emailProvider or Account; NULL if it is not there */
    struct pool *pool;   /* for what was found */
};

struct rule {
    const char *id;
    enum verdict verdict;
    bool last;     /* when it is broken the ones after it cannot be asked */
    bool declared; /* it is never the document's fault */
    const char *expected, *message;
    const char *remedy; /* a line of the document, or NULL */
    /* What breaks the rule first, NULL if nothing does; NULL: asked elsewhere. */
    const char *(*check)(const struct reading *reading);
    /* Lines of domains.ini that mend it; NULL, or not there: the fault is in the
     * document. */
    const char *(*cure)(const struct reading *reading);
};

struct rule_book {
    const struct rule *rules; /* in the order in which they are asked */
    size_t count;
    const char *fine; /* the id of the finding that no rule is broken */
};

/* Who is judged, and who listens. */
struct judgement {
    const struct answer *answer;
    const char *subject;
    finding_sink *sink;
    void *context;
};

/* An answer that has settings, if they are only those of nobody: a domain that declares
 * nothing. */
struct answer judge_complete(const struct answer *answer);

/* Hands on that a rule is broken by what was found; `cure` as in struct rule. */
void judgement_report(const struct judgement *judgement, const struct rule *rule,
                      const char *found, const char *cure);

/* Asks the rules of all readings of one answer; "ok" in the end if none is broken. A
 * rule that several break is reported for the first of them. */
void judgement_run(const struct judgement *judgement, const struct reading *readings,
                   size_t count, const struct rule_book *book);

/* Reads reading->bytes; what it finds out lives in reading->pool. The tree is to be
 * given to xmlFreeDoc. */
xmlDoc *reading_parse(struct reading *reading);

/* "<port> in line 9 of `waypost render autoconfig example.com`". */
const char *reading_place(const struct reading *reading, const xmlNode *element);

/* The value of a variable of the answer's template, or NULL if it has none. */
const char *reading_variable(const struct reading *reading, const char *name);

/* The first leaf below `root` that does not fit, or NULL. */
const xmlNode *reading_unfit_leaf(const xmlNode *root,
                                  bool (*fits)(const xmlNode *leaf));

/* Both documents: what is not well-formed, or NULL. */
const char *judge_check_well_formed(const struct reading *reading);

/* Both documents: the first element without text and attributes, or NULL. */
const char *judge_check_empty(const struct reading *reading);

/* What to write in domains.ini where a server to read mail from is missing in an
 * answer; NULL if the domain declares one. */
const char *judge_cure_incoming(const struct reading *reading);

/* The same where IMAP is missing. */
const char *judge_cure_imap(const struct reading *reading);

/* The same where SMTP is missing. */
const char *judge_cure_smtp(const struct reading *reading);

/* The same where a login is not as it should be; NULL if no service declares it. */
const char *judge_cure_login(const struct reading *reading, const char *login);

/* Whether it is a host name as Thunderbird and K-9 demand: ASCII letters, digits, '-'.
 */
bool judge_is_hostname(const char *name);

/* Whether the text is a port number from 1 to 65535; then `*port` is it. */
bool judge_is_port(const char *text, unsigned long *port);

/* The words that go with a port by its registration, or SECURITY_COUNT. */
enum security judge_port_security(unsigned long port);

/* The protocol of a word in any case: "imap", "POP3"; or PROTOCOL_COUNT. */
enum protocol judge_protocol(const char *name);
