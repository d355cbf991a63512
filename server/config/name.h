/* SPDX-License-Identifier: MIT */
/* Names of domains as people write them. */
#pragma once

#include "base/mistakes.h"
#include "base/text.h"
#include "mail/hostname.h"

#include <stdio.h>

enum { NAME_SIZE = HOSTNAME_SIZE + 2 };

/* Writes the canonical form of a domain, "*.suffix" or "*" to `out`, NAME_SIZE bytes.
 * NULL, or what is wrong with it: the end of a sentence about it. */
const char *name_judge(struct span name, char *out);

/* Receives a name as it was written, borrowed for the call. */
typedef void name_receiver(void *context, struct span name, unsigned line);

/* Reads a list of names, one a line, with # comments. The stream may be anything: its
 * lines are bounded in length and number. Mistakes name `file`. */
void name_read_list(FILE *stream, const char *file, struct mistakes *mistakes,
                    name_receiver *receive, void *context);
