/* SPDX-License-Identifier: MIT */
/* What a greeting gives away about who greets. */
#pragma once

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

/* Decodes the name of the front end that Exchange's IMAP and POP3 put into the greeting
 * as [base64 of UTF-16LE]; fit to be shown. False when there is none. */
MUST_CHECK bool banner_exchange_host(const char *greeting, char *out, size_t size);

/* Whether the server is Exchange Online, in any of its clouds: by the host that was
 * asked for, or by what the greeting says (NULL: not known yet) about an alias of it.
 * Exchange on somebody's own machine is not. */
bool banner_is_exchange_online(const char *host, const char *greeting);
