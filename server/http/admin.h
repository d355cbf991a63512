/* SPDX-License-Identifier: MIT */
/* What the admin listener answers: metrics, health, and whether a certificate for a
 * name makes sense. Never public. */
#pragma once

#include "http/message.h"
#include "http/metrics.h"
#include "mail/catalog.h"

/* Answers one request, as routes_answer does. `ready` is false while shutting down. */
void admin_answer(const struct catalog *catalog, const struct metrics *metrics,
                  bool ready, const struct request *request, struct response *response);
