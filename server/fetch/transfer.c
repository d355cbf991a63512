/* SPDX-License-Identifier: MIT */
#include "fetch/transfer.h"

#include "fetch/outcome.h"
#include "fetch/place.h"
#include "tls/context.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static long long read_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static long long read_limit(const struct transfer *transfer)
{
    unsigned seconds = transfer->options->seconds;
    return (seconds > 0 ? seconds : FETCH_SECONDS) * 1000LL;
}

static bool stop(struct transfer *transfer, enum fetch_result result, const char *text)
{
    struct fetch_answer *answer = transfer->answer;
    answer->result = result;
    answer->status = 0;
    answer->text = pool_strdup(answer->pool, text);
    secret_reset(answer->body);
    return false;
}

/* Anything else than the length makes libcurl give up. */
static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    secret_append(transfer->answer->body, bytes, size * count);
    return secret_overflowed(transfer->answer->body) ? 0 : size * count;
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    (void)bytes;
    transfer->head_bytes += size * count;
    return transfer->head_bytes > FETCH_BYTES_MAX ? 0 : size * count;
}

static void add_field(struct transfer *transfer, const char *name, const char *value)
{
    char line[512];
    if (value == NULL)
        return;
    snprintf(line, sizeof line, "%s: %s", name, value);
    transfer->fields = curl_slist_append(transfer->fields, line);
}

static void set_request(struct transfer *transfer)
{
    const struct fetch_request *request = transfer->request;
    CURL *easy = transfer->easy;
    add_field(transfer, "Accept", request->accept);
    if (request->body != NULL) {
        struct span body = secret_span(request->body);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.length);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.at);
        add_field(transfer, "Content-Type", request->content_type);
        /* None: nobody is asked whether he wants the body. */
        transfer->fields = curl_slist_append(transfer->fields, "Expect:");
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->fields);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, request->user_agent);
    if (request->basic_user == NULL)
        return;
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(easy, CURLOPT_USERNAME, request->basic_user);
    if (request->basic_password != NULL)
        curl_easy_setopt(easy, CURLOPT_PASSWORD,
                         secret_span(request->basic_password).at);
}

/* Tokens come in here, and would stay in the memory that OpenSSL has freed. */
static CURLcode cleanse(CURL *easy, void *ssl_ctx, void *context)
{
    (void)easy;
    (void)context;
    tls_cleanse(ssl_ctx);
    return CURLE_OK;
}

static void set_bounds(struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, cleanse);
    if (transfer->options->ca_file != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, transfer->options->ca_file);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->trouble);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
}

static void keep_url(CURLU *place, struct fetch_answer *answer)
{
    char *url = NULL;
    if (curl_url_get(place, CURLUPART_URL, &url, 0) == CURLUE_OK)
        answer->url = pool_strdup(answer->pool, url);
    curl_free(url);
}

/* Takes the URL of the next step, which is the transfer's from now on. */
static bool turn_to(struct transfer *transfer, CURLU *place)
{
    long long left = transfer->begun + read_limit(transfer) - read_clock();
    curl_url_cleanup(transfer->place);
    curl_slist_free_all(transfer->known);
    transfer->place = place;
    transfer->head_bytes = 0;
    transfer->trouble[0] = '\0';
    keep_url(place, transfer->answer);
    secret_reset(transfer->answer->body);
    if (!place_resolve(place, transfer->options, &transfer->known, transfer->answer))
        return false;
    curl_easy_setopt(transfer->easy, CURLOPT_CURLU, place);
    curl_easy_setopt(transfer->easy, CURLOPT_RESOLVE, transfer->known);
    curl_easy_setopt(transfer->easy, CURLOPT_TIMEOUT_MS, (long)(left > 1 ? left : 1));
    return true;
}

bool transfer_begin(struct transfer *transfer)
{
    struct error error;
    transfer->begun = read_clock();
    CURLU *place = place_parse(transfer->request->url, &error);
    if (place == NULL)
        return stop(transfer, FETCH_IMPOSSIBLE, error.text);
    transfer->easy = curl_easy_init();
    set_request(transfer);
    set_bounds(transfer);
    return turn_to(transfer, place);
}

static bool follows(const struct transfer *transfer)
{
    const struct fetch_request *request = transfer->request;
    return transfer->answer->location[0] != '\0' && request->follows &&
           request->body == NULL && request->basic_user == NULL;
}

static bool follow(struct transfer *transfer)
{
    struct error error;
    if (transfer->redirects == FETCH_REDIRECTS_MAX)
        return stop(transfer, FETCH_REDIRECTED, "redirected too often");
    CURLU *place = place_parse(transfer->answer->location, &error);
    if (place == NULL)
        return stop(transfer, FETCH_REDIRECTED, error.text);
    if (place_is_safe(transfer->place) && !place_is_safe(place)) {
        curl_url_cleanup(place);
        return stop(transfer, FETCH_REDIRECTED, "from https to http");
    }
    transfer->redirects++;
    transfer->answer->location = "";
    return turn_to(transfer, place);
}

bool transfer_go_on(struct transfer *transfer, CURLcode code)
{
    outcome_read(transfer->easy, code, transfer->trouble, transfer->answer);
    return transfer->answer->result == FETCH_ANSWERED && follows(transfer) &&
           follow(transfer);
}

void transfer_end(struct transfer *transfer)
{
    transfer->answer->milliseconds = (unsigned)(read_clock() - transfer->begun);
    curl_easy_cleanup(transfer->easy);
    curl_url_cleanup(transfer->place);
    curl_slist_free_all(transfer->fields);
    curl_slist_free_all(transfer->known);
    *transfer = (struct transfer){.easy = NULL};
}
