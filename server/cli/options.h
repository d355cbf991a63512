/* SPDX-License-Identifier: MIT */
/* The options of the command line: one row each, which both parses the option and
 * prints its line of --help, so that the two cannot disagree. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { OPTION_LIST_MAX = 64 };

/* The arguments of an option that may be repeated. */
struct option_list {
    const char *items[OPTION_LIST_MAX + 1]; /* NULL-terminated */
    size_t count;
};

/* What the command line said; NULL or false: nothing. */
struct options {
    const char *config, *format, *input, *template, *rate;
    const char *accounts, *timeout, *jobs, *hosts, *ca_file, *from;
    bool quiet, strict, authoritative, list, no_login, transcript;
    bool ipv4, ipv6, probe;
    struct option_list resolvers, only, skip, servers, expect;
    bool help, version;
    char **words;    /* what is not parsed yet, NULL-terminated */
    char **operands; /* the words that are no options, in their order */
    size_t operand_count;
};

struct option_row {
    const char *name;     /* as in --name */
    char letter;          /* as in -n; '\0': none */
    const char *argument; /* what --help calls the argument; NULL: a switch */
    bool repeats;         /* it may be given several times; else the last one counts */
    const char *help;
    size_t offset; /* in struct options: a bool for a switch, a struct option_list for
                    * what repeats, else a const char * */
};

/* The options of all commands that print a report. */
extern const struct option_row option_format, option_quiet, option_strict;

/* Of those that say what they can find. */
extern const struct option_row option_list;

/* Parses options->words up to the first word that is no option. Every command has
 * --config, --help and --version; `rows` lists the others, NULL-terminated. An argument
 * may follow as --name=X, --name X, -nX or -n X. False with ERROR_INPUT when an option
 * is unknown, lacks its argument or has one too many. */
MUST_CHECK bool options_parse_leading(struct options *options,
                                      const struct option_row *const *rows,
                                      struct error *error);

/* The same for all words: those that are no options, and all behind "--", become the
 * operands. */
MUST_CHECK bool options_parse_all(struct options *options,
                                  const struct option_row *const *rows,
                                  struct error *error);

/* Prints a line for each option, those of every command last. */
void options_print_help(const struct option_row *const *rows, FILE *stream);
