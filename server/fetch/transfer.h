/* SPDX-License-Identifier: MIT */
/* One request on its way: libcurl's handle for it, from redirection to redirection.
 * They are followed here and not by libcurl, so that every host on the way is asked of
 * the same resolver, and none of them is reached in clear after TLS. */
#pragma once

#include "fetch/fetch.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

struct transfer {
    const struct fetch_request *request;
    const struct fetch_options *options;
    struct fetch_answer *answer;
    CURL *easy; /* NULL: over, or not begun */
    CURLU *place;
    struct curl_slist *fields, *known;
    size_t head_bytes;
    unsigned redirects;
    long long begun; /* on the monotonic clock, in milliseconds */
    char trouble[CURL_ERROR_SIZE];
};

/* Prepares the first step, for curl_multi_add_handle. False: it is over already, and
 * the answer says why. */
MUST_CHECK bool transfer_begin(struct transfer *transfer);

/* Takes the end of a step, after curl_multi_remove_handle. True: there is another one,
 * to be added again; false: the answer is there. */
MUST_CHECK bool transfer_go_on(struct transfer *transfer, CURLcode code);

/* Frees what a transfer holds, at any time; the answer stays. */
void transfer_end(struct transfer *transfer);
