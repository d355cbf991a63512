/* SPDX-License-Identifier: MIT */
/* Encrypting what is kept on a disk: AES-256 in GCM (NIST SP 800-38D), so that what
 * somebody has changed, or cut, is not opened. */
#pragma once

#include "base/cleanup.h"
#include "base/secret.h"

#include <stdbool.h>

enum { SEAL_BYTES = 32 }; /* that sealed text is longer */

/* Whether bytes begin as sealed ones do. */
bool seal_is(struct span bytes);

/* Appends `plain` sealed. The key may have any length; it should be as hard to guess as
 * 32 random bytes are. */
void seal_close(struct span key, struct span plain, struct secret *out);

/* Appends what was sealed. False, and nothing is appended, when the key is another one
 * or the bytes are not those that were sealed. */
MUST_CHECK bool seal_open(struct span key, struct span sealed, struct secret *out);
