/* SPDX-License-Identifier: MIT */
/* The login, as far as the three protocols have it in common. For the files of this
 * folder. */
#pragma once

#include "probe/session.h"

#include <stdbool.h>

/* Chooses the mechanism, looks at the token and begins. False when the session has
 * failed: nothing was sent then. */
MUST_CHECK bool login_begin(struct session *session);

/* Sends the initial response behind `before`; false when the mechanism has none. */
MUST_CHECK bool login_send_initial(struct session *session, const char *before);

/* Answers a challenge. False when there is no answer: the exchange was ended with `*`
 * and the session has failed. */
MUST_CHECK bool login_answer(struct session *session, struct span challenge);

/* The server has said yes. */
enum outcome login_finish(struct session *session);

/* The server has said no, in this line. */
enum outcome login_refused(struct session *session, struct span line);
