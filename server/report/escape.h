/* SPDX-License-Identifier: MIT */
/* Characters that a format wants written otherwise. For the files of report/ only. */
#pragma once

#include "base/buf.h"

struct escape {
    char from;
    const char *to;
};

/* Appends text with each character that has a row written as the row says. A row from
 * NUL ends them. */
void escape_append(struct buf *buf, const char *text, const struct escape *rows);
