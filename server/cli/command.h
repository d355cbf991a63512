/* SPDX-License-Identifier: MIT */
/* The commands of waypost: a row each, from which --help is printed. A command is one
 * file of this folder. */
#pragma once

#include "cli/options.h"

#include <stddef.h>
#include <stdio.h>

/* The exit status; each has one meaning for all commands. */
enum {
    STATUS_FINE = 0,
    STATUS_WRONG = 1,   /* looked, and something is wrong */
    STATUS_USAGE = 2,   /* asked wrongly: command line or configuration */
    STATUS_UNKNOWN = 3, /* could not find out */
};

enum { OPERANDS_ANY = -1 };

struct command {
    const char *name;
    const char *operands; /* as --help shows them, "" if it takes none */
    const char *summary;
    void (*explain)(FILE *stream); /* what --help says of the operands; or NULL */
    const struct option_row *const
        *options;                   /* NULL-terminated; NULL: none of its own */
    int operands_min, operands_max; /* or OPERANDS_ANY */
    int (*run)(const struct options *options); /* the exit status */
};

extern const struct command command_serve, command_lint, command_render, command_zone,
    command_check, command_probe, command_token;

/* Runs what the words of a command line, NULL-terminated and without the program's
 * name, ask for. Returns the exit status. */
int command_run(char **words);
