/* SPDX-License-Identifier: MIT */
/* Loading all that waypost serves from: domains.ini, the templates and their documents.
 * One way for every command, and for serve when it reloads. */
#pragma once

#include "base/cleanup.h"
#include "base/mistakes.h"
#include "config/config.h"

#include <stdbool.h>

/* The file to load: `given` unless it is NULL, else domains.ini in the working
 * directory if there is one, else /etc/waypost/domains.ini. */
const char *load_default_path(const char *given);

/* Reads the configuration and compiles the documents of its templates. True when there
 * was no mistake: `*out` is then to be given to config_free. Else it is NULL, and
 * `mistakes` says what to mend. Prints nothing. */
MUST_CHECK bool load_catalog(const char *path, struct mistakes *mistakes,
                             struct config **out);

/* Loads as above from the path that the command line means, and prints the mistakes to
 * stderr. NULL when there are any. */
struct config *load_or_complain(const char *given);

/* Prints each mistake to stderr as a line "FILE:LINE: TEXT". */
void load_print_mistakes(const struct mistakes *mistakes);
