/* SPDX-License-Identifier: MIT */
/* What may stand behind a key: each kind of value is judged in one place, for
 * domains.ini and services.ini alike. The sentence in `error` goes on after "KEY: ". */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/pool.h"
#include "mail/hostname.h"
#include "mail/service.h"

#include <stdbool.h>
#include <stddef.h>

enum { NAME_CHARACTERS_MAX = 60, SHORT_NAME_CHARACTERS_MAX = 20 };

/* "HOST[:PORT] [tls|starttls|none]". Sets port and security of `service`, whose
 * protocol is set, and writes the canonical host to `host`, HOSTNAME_SIZE bytes. Where
 * no security is said, it is tls, but on the port registered for STARTTLS. */
MUST_CHECK bool value_parse_server(const char *text, struct service *service,
                                   char *host, struct error *error);

/* "password", "oauth2" or both, the preferred one first. */
MUST_CHECK bool value_parse_auth(const char *text, struct service *service,
                                 struct error *error);

/* A login name made of placeholders and letters that need no escaping anywhere. */
MUST_CHECK bool value_check_username(const char *text, struct error *error);

/* A name shown to people, of `max` characters at most. */
MUST_CHECK bool value_check_name(const char *text, size_t max, struct error *error);

/* Whether a UTF-8 text has `max` characters (code points) at most. */
bool value_fits(const char *text, size_t max);

/* Patterns of ids of findings, such as "dmarc.*"; at least one. */
MUST_CHECK bool value_check_patterns(const char *text, struct error *error);

/* A public host name; its canonical form goes to `host`, HOSTNAME_SIZE bytes. */
MUST_CHECK bool value_parse_host(const char *text, size_t length, char *host,
                                 struct error *error);

/* "IPv4:PORT", "[IPv6]:PORT", "unix:/PATH" or "systemd". */
MUST_CHECK bool value_check_listen(const char *text, struct error *error);

/* An https URL fit for a Location field. */
MUST_CHECK bool value_check_url(const char *text, struct error *error);

/* The index of `text` among `words`, or `count` with a sentence that names them all. */
MUST_CHECK size_t value_find_word(const char *text, const char *const *words,
                                  size_t count, struct error *error);

/* The index of a key among those that there are, or `count` with a sentence. */
MUST_CHECK size_t value_find_key(const char *text, const char *const *keys,
                                 size_t count, struct error *error);

/* The text escaped for XML in the pool, or itself where nothing needs to be. */
const char *value_escape(const char *text, struct pool *pool);

enum { SUGGESTION_SIZE = 96 };

/* "; did you mean `X`?", or "" when no candidate is near. `out` has SUGGESTION_SIZE. */
const char *value_suggest(const char *text, const char *const *candidates, size_t count,
                          char *out);
