/* SPDX-License-Identifier: MIT */
/* What one section of domains.ini says about a template's keys. */
#pragma once

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/mistakes.h"
#include "config/declaration.h"
#include "config/section.h"

#include <stdbool.h>
#include <stddef.h>

struct decisions {
    const struct section *section;
    const struct entry *said[KEYS_MAX]; /* by key; NULL: not said */
    bool decides;                       /* something is said that makes an offer */
    size_t chosen[CHOICES_MAX];         /* the index of a word for each choice */
};

/* Chooses: what is said, or the default; services are on where the domain names a
 * server or the template has one for these choices. False if mistakes were added; the
 * default is chosen then. */
MUST_CHECK bool decisions_choose(struct decisions *decisions,
                                 const struct declaration *declaration,
                                 struct mistakes *mistakes);

/* Appends a text that two sections share if and only if they decide the same. */
void decisions_write(const struct decisions *decisions,
                     const struct declaration *declaration, struct buf *out);
