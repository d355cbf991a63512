/* SPDX-License-Identifier: MIT */
#include "fetch/outcome.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>

static enum fetch_result judge_connection(CURL *easy)
{
    long reason = 0;
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &reason);
    return reason == ECONNREFUSED ? FETCH_REFUSED : FETCH_TEMPORARY;
}

static enum fetch_result judge(CURL *easy, CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return FETCH_ANSWERED;
    case CURLE_COULDNT_CONNECT:
        return judge_connection(easy);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return FETCH_UNTRUSTED;
    case CURLE_WRITE_ERROR: /* our own refusal: nothing else is written to */
        return FETCH_TOO_LONG;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return FETCH_IMPOSSIBLE;
    default:
        return FETCH_TEMPORARY;
    }
}

/* What stands in front of the parameters (RFC 9110 8.3.1). */
static const char *copy_media_type(struct pool *pool, const char *field)
{
    struct span type = span_trim((struct span){field, strcspn(field, ";")});
    char *lower = pool_copy(pool, type.at, type.length);
    for (size_t i = 0; i < type.length; i++)
        lower[i] = text_lower(type.at[i]);
    return lower;
}

static void read_head(CURL *easy, struct fetch_answer *answer)
{
    const char *type = NULL, *location = NULL;
    curl_off_t seconds = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &location);
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
    answer->content_type = copy_media_type(answer->pool, type != NULL ? type : "");
    answer->location = pool_strdup(answer->pool, location != NULL ? location : "");
    answer->retry_after = (long)seconds;
}

static const char *clean(struct pool *pool, const char *trouble)
{
    char text[CURL_ERROR_SIZE];
    return pool_strdup(pool,
                       text_sanitise(trouble, strlen(trouble), text, sizeof text));
}

void outcome_read(CURL *easy, CURLcode code, const char *trouble,
                  struct fetch_answer *answer)
{
    answer->result = judge(easy, code);
    if (answer->result == FETCH_ANSWERED) {
        read_head(easy, answer);
        return;
    }
    secret_reset(answer->body);
    answer->text =
        answer->result == FETCH_TOO_LONG
            ? pool_printf(answer->pool, "more than %d bytes", FETCH_BYTES_MAX)
            : clean(answer->pool, trouble);
}
