/* SPDX-License-Identifier: MIT */
/* Servers repeat what they were sent, in error messages above all. Before a line of
 * theirs goes into a transcript or a report, our secrets are taken out of it. */
#pragma once

#include "base/buf.h"
#include "base/secret.h"
#include "base/text.h"

#include <stddef.h>

enum {
    REDACT_PIECE = 12, /* this many bytes of a secret in a row give enough away */
    REDACT_WHOLE = 4,  /* shorter secrets stay: what is replaced would tell them */
    REDACT_DISGUISES = 3,
    REDACT_DISGUISED = 6, /* of so many bytes, base64 could be a word as well */
};

/* Appends what a secret looks like in base64 in the midst of something else, where
 * groups of three bytes begin at its start, one later, or two (0 to
 * REDACT_DISGUISES - 1). Nothing for short secrets. */
void redact_disguise(struct span secret, size_t later, struct secret *out);

/* Appends `text` to `out` with every secret, and every longer piece of one, replaced by
 * "<secret, N bytes>". `secrets` are what was sent: the password or token, and the line
 * of base64 that was made of it; NULL among them is fine. */
void redact(struct span text, const struct secret *const *secrets, size_t count,
            struct buf *out);
