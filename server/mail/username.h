/* SPDX-License-Identifier: MIT */
/* The forms in which usernames are advertised: %EMAILADDRESS%, %EMAILLOCALPART% and
 * %EMAILDOMAIN% stand for parts of the address of whoever asks. */
#pragma once

#include "base/buf.h"
#include "base/text.h"

/* Appends text to a buffer: buf_append, or one that escapes. */
typedef void username_append(struct buf *out, const char *bytes, size_t length);

/* Appends the form with its placeholders filled in from the address. One without '@' is
 * a local part in no domain. */
void username_fill(const char *form, struct span address, username_append *append,
                   struct buf *out);
