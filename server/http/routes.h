/* SPDX-License-Identifier: MIT */
/* From a request to its response: a pure function of the two and the catalog, so that
 * all of it can be tested without a socket. */
#pragma once

#include "http/message.h"
#include "mail/catalog.h"

/* Answers one request. `response` was set up by response_init; afterwards its status is
 * set. The same request and catalog give the same bytes. */
void routes_answer(const struct catalog *catalog, const struct request *request,
                   struct response *response);
