/* SPDX-License-Identifier: MIT */
/* A template's services.ini as it stands in the file: choices, variables and the lines
 * that hold for some choices only. offers.h decides it for a section of domains.ini. */
#pragma once

#include "base/mistakes.h"
#include "base/pool.h"
#include "mail/template.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CHOICES_MAX = 16,
    CHOICE_WORDS_MAX = 16,
    VARIABLES_MAX = TEMPLATE_VARIABLES_MAX,
    CONDITIONS_MAX = 4,
    RECORDS_MAX = 128,
    HANDOVER_COUNT = 4,
};

/* The keys of a domain: first those that every template has, then the template's own
 * choices, then its variables. The first three choices are whether imap, pop3 and smtp
 * are offered, so that choice I has the key KEY_IMAP + I. */
enum domain_key {
    KEY_TEMPLATE,
    KEY_NAME,
    KEY_SHORT_NAME,
    KEY_DOMAINS,
    KEY_DOMAINS_FILE,
    KEY_CHECK_IGNORE,
    KEY_AUTH,
    KEY_USERNAME,
    KEY_IMAP, /* in the order of enum protocol */
    KEY_POP3,
    KEY_SMTP,
    KEY_BUILT_IN_COUNT,
    KEYS_MAX = KEY_IMAP + CHOICES_MAX + VARIABLES_MAX,
};

struct choice {
    const char *name;
    const char *words[CHOICE_WORDS_MAX]; /* the first is the default */
    size_t count;
};

enum { SWITCH_OFF, SWITCH_ON };

struct condition {
    uint8_t choice, word;
};

/* What a line is about, by its section; first the services, by enum protocol. */
enum line_kind {
    LINE_CHOICE = PROTOCOL_COUNT,
    LINE_VARIABLE,
    LINE_HANDOVER,
    LINE_RECORD,
    LINE_KIND_COUNT
};

/* A line that holds when all conditions of its section do. */
struct line {
    struct line *next;
    struct condition conditions[CONDITIONS_MAX];
    uint8_t condition_count;
    uint8_t kind;  /* enum line_kind or enum protocol */
    uint8_t index; /* of the variable, or of the key among those of its kind */
    unsigned number;
    const char *key, *value;
    uint64_t uses; /* as in struct expansion */
};

/* A template with its choices made: which of its lines hold. Of those that say the same
 * the last one does. */
struct variant {
    struct variant *next;
    const struct declaration *declaration;
    uint8_t chosen[CHOICES_MAX];
    const struct line *server[PROTOCOL_COUNT]; /* each may be NULL */
    const struct line *auth[PROTOCOL_COUNT];
    const struct line *username[PROTOCOL_COUNT];
    const struct line *handover[HANDOVER_COUNT]; /* as in struct handover */
    const struct line *records[RECORDS_MAX];
    size_t record_count;
    const char *texts[VARIABLES_MAX];

    /* What making offers adds. */
    struct record_rule rules[RECORDS_MAX];
    struct variables variables;
    const struct offer *plain; /* where nothing but the choices is said, or NULL */
    bool is_complete;          /* nothing but the choices must be said */
};

struct declaration {
    struct template template;
    const char *file;
    struct choice choices[CHOICES_MAX];
    size_t choice_count, record_count;
    const char *variables[VARIABLES_MAX]; /* in the order of their first lines */
    uint64_t uses[VARIABLES_MAX];         /* itself, and what its lines use */
    size_t variable_count;
    uint8_t visible[VARIABLES_MAX]; /* which of them are the template's for documents */
    struct line *lines;
    const char *keys[KEYS_MAX]; /* by enum domain_key and what follows it */
    size_t key_count;
    struct variant *variants;  /* made so far; inside offers.c only */
    const struct offer *plain; /* of domains that decide nothing; the same */
};

/* Reads the services.ini at `path` for the template `name`. NULL when it had mistakes,
 * or, with errno set and no mistake added, when it cannot be opened. */
struct declaration *declaration_read(const char *path, const char *name,
                                     struct pool *pool, struct mistakes *mistakes);

/* The keys that domains have whatever their template, KEY_BUILT_IN_COUNT of them. */
const char *const *declaration_built_in_keys(void);

/* Where the keys of the variables begin. */
size_t declaration_variable_keys(const struct declaration *declaration);

/* Whether a line holds for these choices: the index of a word for each. */
bool line_holds(const struct line *line, const uint8_t *chosen);

/* Fills an empty variant in for these choices: the index of a word for each. */
void variant_init(struct variant *variant, const struct declaration *declaration,
                  const uint8_t *chosen);
