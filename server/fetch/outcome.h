/* SPDX-License-Identifier: MIT */
/* What libcurl says about the end of a transfer, in the words of fetch.h. */
#pragma once

#include "fetch/fetch.h"

#include <curl/curl.h>

/* Fills result, status, text and what the head said. `trouble` is libcurl's sentence,
 * or
 * "". */
void outcome_read(CURL *easy, CURLcode code, const char *trouble,
                  struct fetch_answer *answer);
