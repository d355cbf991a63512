/* SPDX-License-Identifier: MIT */
/* Lists of NAME=VALUE parted by semicolons, as TXT records hold them for DKIM (RFC 6376
 * 3.2), DMARC (RFC 9989 4.7), MTA-STS (RFC 8461 3.1) and TLS reports (RFC 8460 3).
 * Names and versions are compared as each of them says; all else is lenient, as those
 * who read such records in earnest are. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct tag {
    struct span name;
    struct span value; /* .at is NULL: there was no "=" */
};

/* Takes the next tag off `rest`, without the blanks around its name and its value;
 * false at the end. A tag may be empty, as between two semicolons. */
bool tags_next(struct span *rest, struct tag *tag);

/* The value of the first tag of this name, in any case; false if there is none. */
bool tags_find(struct span list, const char *name, struct span *value);

/* Whether the list begins with "v=VERSION", which is what makes a text a record of its
 * kind. */
bool tags_is_version(struct span list, const char *version);

/* Whether it was meant to, and does not: in another case, behind blanks or quotes, or
 * without what stands before the version. */
bool tags_is_spoiled_version(struct span list, const char *version);

/* Whether all tags have a name and a value and no name stands there twice; if not,
 * `error` names the first that is wrong. */
MUST_CHECK bool tags_check(struct span list, struct error *error);

/* Whether a tag has a name and a value that may stand in a list; if not, `error` says
 * what is wrong. */
MUST_CHECK bool tags_check_one(const struct tag *tag, struct error *error);

/* Takes the next of several values parted by `mark` off `rest`, without the blanks
 * around it; false at the end. */
bool tags_next_value(struct span *rest, char mark, struct span *value);
