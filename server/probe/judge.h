/* SPDX-License-Identifier: MIT */
/* What may be wrong between the commands: TLS, the certificate, the clock, and what the
 * server offers. For the files of this folder. */
#pragma once

#include "base/text.h"
#include "probe/session.h"

/* The handshake has failed: says why. */
enum outcome judge_handshake(struct session *session);

/* The handshake is done: whether the certificate holds. */
enum outcome judge_certificate(struct session *session);

/* The time is over. */
enum outcome judge_lateness(struct session *session);

/* The connection is in no state to go on, or has to be waited for. */
enum outcome judge_link(struct session *session, enum link_state state);

/* The capabilities are known: whether they are enough to go on. */
enum outcome judge_capabilities(struct session *session);

/* The server has greeted. */
void judge_greeting(struct session *session, struct span line);
