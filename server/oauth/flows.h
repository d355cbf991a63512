/* SPDX-License-Identifier: MIT */
/* The ways to a token that are one question. Each returns a grant, to be given to
 * grant_free, or NULL when there is none. */
#pragma once

#include "base/cleanup.h"
#include "base/secret.h"
#include "oauth/client.h"
#include "oauth/grant.h"
#include "oauth/refusal.h"

/* An application for itself (RFC 6749 4.4). */
MUST_CHECK struct grant *flow_client_credentials(const struct client *client,
                                                 struct refusal *refusal);

/* With the user's password (RFC 6749 4.3), which the client learns: for tests only. */
MUST_CHECK struct grant *flow_password(const struct client *client,
                                       const struct secret *password,
                                       struct refusal *refusal);

/* With what an earlier grant left for this (RFC 6749 6). The server may give a new
 * refresh token; if it does not, the old one stands in the grant. */
MUST_CHECK struct grant *flow_refresh(const struct client *client,
                                      const struct secret *refresh,
                                      struct refusal *refusal);
