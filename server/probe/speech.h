/* SPDX-License-Identifier: MIT */
/* What both sides say, and how it may be shown: every secret as its length only. For
 * the files of this folder. */
#pragma once

#include "base/secret.h"
#include "base/text.h"
#include "probe/session.h"

/* Sends a command, which goes into the transcript as it is. */
void speech_say(struct session *session, const char *command);

/* Sends `before`, a secret and the end of the line; the transcript has its length. */
void speech_say_secret(struct session *session, const char *before,
                       const struct secret *secret);

/* Puts a line of the server's into the transcript. */
void speech_hear(struct session *session, struct span line);

/* A line of the server's, fit to be shown and without secrets. */
const char *speech_quote(struct session *session, struct span line);
