/* SPDX-License-Identifier: MIT */
/* What the formats made of JSON share: pieces of a document that is never in memory as
 * a whole. For the files of report/ only. */
#pragma once

#include "report/printer.h"

#include <jansson.h>
#include <stddef.h>

/* Writes a value without blanks, with more flags of json_dumpf if need be, and frees
 * it. */
void dump_own(struct report *report, json_t *value, size_t flags);

/* Writes text as it stands: what goes between the values. */
void dump_text(struct report *report, const char *text);
