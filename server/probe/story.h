/* SPDX-License-Identifier: MIT */
/* From what happens in a session to its finding: what was seen, what is worth telling,
 * and the first failure. For the files of this folder. */
#pragma once

#include "base/cleanup.h"
#include "mail/finding.h"
#include "probe/session.h"

/* Writes down what was seen. */
void story_fact(struct session *session, const char *format, ...) PRINTF_LIKE(2, 3);

/* Writes down something worth telling; `text` may be NULL. */
void story_note(struct session *session, enum probe_kind kind, const char *text);

/* Writes the failure down, if it is the first: `text` is a sentence more about it, or
 * NULL. Returns OUTCOME_FAILED. */
enum outcome story_fail(struct session *session, enum probe_kind kind,
                        const char *text);

/* The same when the server said what it is, in a line without tag or "* ". */
enum outcome story_refused(struct session *session, struct span line);

/* The same for a line that is not of the protocol. */
enum outcome story_rubbish(struct session *session, struct span line);

/* The finding of a session that is over, for one of the owners of its target; lives as
 * long as the session and `pool`. */
void story_finding(const struct session *session, const struct probe_owner *owner,
                   struct pool *pool, struct finding *out);
