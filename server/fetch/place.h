/* SPDX-License-Identifier: MIT */
/* Where a request goes: a URL taken apart, and the addresses of its host when somebody
 * else than libcurl looks them up. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "fetch/fetch.h"

#include <curl/curl.h>
#include <stdbool.h>

/* Parses a URL of http or https with a host and without a user, and writes the host in
 * its canonical form back into it. The result is to be given to curl_url_cleanup; NULL
 * with ERROR_INPUT when it is none. */
MUST_CHECK CURLU *place_parse(const char *url, struct error *error);

/* Whether the URL is one of https. */
bool place_is_safe(CURLU *place);

/* Asks the resolver of `options`, if there is one and the host is no address, and
 * writes what libcurl is to be told (CURLOPT_RESOLVE), or NULL, to `*known`, to be
 * given to curl_slist_free_all. False when there is nothing to connect to: `answer`
 * says so.
 */
MUST_CHECK bool place_resolve(CURLU *place, const struct fetch_options *options,
                              struct curl_slist **known, struct fetch_answer *answer);
