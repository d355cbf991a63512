/* SPDX-License-Identifier: MIT */
/* A template's services.ini as it stands in the file: choices, variables and the blocks
 * that hold for some choices only. resolve.h decides it for one section of domains.ini.
 */
#pragma once

#include "base/mistakes.h"
#include "base/pool.h"
#include "base/text.h"
#include "config/section.h"
#include "mail/template.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CHOICES_MAX = 16,
    CHOICE_WORDS_MAX = 16,
    OWN_VARIABLES_MAX = 43,
    VARIABLES_MAX = OWN_VARIABLES_MAX + 5, /* and those that every template has */
    CONDITIONS_MAX = 4,
};

/* The keys of a domain: first those that every template has, then the template's
 * choices (without the first three, which are services), then its variables. */
enum domain_key {
    KEY_TEMPLATE,
    KEY_NAME,
    KEY_SHORT_NAME,
    KEY_DOMAINS,
    KEY_DOMAINS_FILE,
    KEY_AUTH,
    KEY_USERNAME,
    KEY_IMAP, /* in the order of enum protocol */
    KEY_POP3,
    KEY_SMTP,
    KEY_BUILT_IN_COUNT,
    KEYS_MAX = KEY_BUILT_IN_COUNT + CHOICES_MAX + VARIABLES_MAX,
};

/* The first three choices are whether imap, pop3 and smtp are offered: off or on. */
struct choice {
    const char *name;
    const char *words[CHOICE_WORDS_MAX]; /* the first is the default */
    size_t count;
};

enum { SWITCH_OFF, SWITCH_ON };

struct condition {
    uint8_t choice, word;
};

enum block_kind {
    BLOCK_CHOICES,
    BLOCK_VARIABLES,
    BLOCK_SERVICE,
    BLOCK_HANDOVER,
    BLOCK_RECORDS,
    BLOCK_KIND_COUNT
};

/* A section that holds when all of its conditions do. */
struct block {
    struct block *next;
    uint8_t kind;     /* enum block_kind */
    uint8_t protocol; /* of a service */
    bool has_server;  /* so has a service of its own */
    uint8_t condition_count;
    struct condition conditions[CONDITIONS_MAX];
    unsigned line;
    const struct entry *entries;
    const size_t *variables; /* of BLOCK_VARIABLES: which one each entry defines */
    size_t count;
};

struct declaration {
    struct template template; /* first, so that one pointer is both */
    const char *file;
    struct choice choices[CHOICES_MAX];
    size_t choice_count;
    const char *variables[VARIABLES_MAX]; /* in the order of their first lines */
    const char *holes[VARIABLES_MAX]; /* "<name>", which shows where one is missing */
    bool per_domain[VARIABLES_MAX];   /* fit for records only: no value here holds
                                       * for all domains of an offer */
    size_t variable_count;
    struct block *blocks;
    const char *keys[KEYS_MAX]; /* by enum domain_key and what follows it */
    size_t key_count;
    const struct offer *plain; /* of domains that decide nothing; NULL: none yet */
    const struct offer *last;  /* the offer made last, for the next to share with */
};

/* Reads the services.ini at `path` for the template `name`. NULL when it had mistakes,
 * or, with errno set and no mistake added, when it cannot be opened. */
struct declaration *declaration_read(const char *path, const char *name,
                                     struct pool *pool, struct mistakes *mistakes);

/* The keys that domains have whatever their template, KEY_BUILT_IN_COUNT of them. */
const char *const *declaration_built_in_keys(void);

/* Where the key of a template's choice or variable stands among its keys. */
size_t declaration_choice_key(const struct declaration *declaration, size_t choice);
size_t declaration_variable_key(const struct declaration *declaration, size_t variable);

/* Whether a block holds for these choices: the index of a word for each. */
bool declaration_block_holds(const struct block *block, const size_t *chosen);

/* The variable's index, or declaration->variable_count. */
size_t declaration_find_variable(const struct declaration *declaration,
                                 struct span name);
