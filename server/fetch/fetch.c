/* SPDX-License-Identifier: MIT */
#include "fetch/fetch.h"

#include "base/wiped.h"
#include "fetch/transfer.h"

#include <string.h>

enum { WAIT_MS = 1000 };

/* The requests that are on their way, and those that wait for a place. */
struct run {
    CURLM *multi;
    struct transfer slots[FETCH_AT_ONCE];
    size_t next, count, active;
    const struct fetch_request *requests;
    const struct fetch_options *options;
    struct fetch_answer *answers;
};

static void start(struct run *run, struct transfer *slot)
{
    *slot = (struct transfer){.request = &run->requests[run->next],
                              .options = run->options,
                              .answer = &run->answers[run->next]};
    run->next++;
    if (transfer_begin(slot) &&
        curl_multi_add_handle(run->multi, slot->easy) == CURLM_OK)
        run->active++;
    else
        transfer_end(slot);
}

static void fill_slots(struct run *run)
{
    for (size_t i = 0; i < FETCH_AT_ONCE; i++)
        while (run->next < run->count && run->slots[i].request == NULL)
            start(run, &run->slots[i]);
}

static void take_end(struct run *run, CURL *easy, CURLcode code)
{
    struct transfer *transfer = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&transfer);
    curl_multi_remove_handle(run->multi, easy);
    if (transfer_go_on(transfer, code) &&
        curl_multi_add_handle(run->multi, easy) == CURLM_OK)
        return;
    transfer_end(transfer);
    run->active--;
}

static void take_ends(struct run *run)
{
    const CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(run->multi, &left)) != NULL)
        if (message->msg == CURLMSG_DONE)
            take_end(run, message->easy_handle, message->data.result);
}

static bool work(struct run *run)
{
    int running;
    for (fill_slots(run); run->active > 0; fill_slots(run)) {
        if (curl_multi_perform(run->multi, &running) != CURLM_OK)
            return false;
        take_ends(run);
        if (running > 0 &&
            curl_multi_poll(run->multi, NULL, 0, WAIT_MS, NULL) != CURLM_OK)
            return false;
    }
    return true;
}

static void clean_up(struct run *run)
{
    for (size_t i = 0; i < FETCH_AT_ONCE; i++) {
        if (run->slots[i].easy == NULL)
            continue;
        curl_multi_remove_handle(run->multi, run->slots[i].easy);
        transfer_end(&run->slots[i]);
    }
    curl_multi_cleanup(run->multi);
}

/* libcurl copies passwords and bodies to and fro; that memory is overwritten too. */
static bool set_up(void)
{
    return curl_global_init_mem(CURL_GLOBAL_DEFAULT, wiped_new, wiped_free,
                                wiped_resize, wiped_copy, wiped_array) == CURLE_OK;
}

static void prepare(struct fetch_answer *answer)
{
    *answer = (struct fetch_answer){.result = FETCH_TEMPORARY,
                                    .url = "",
                                    .content_type = "",
                                    .location = "",
                                    .text = "",
                                    .body = secret_new(FETCH_BYTES_MAX),
                                    .pool = pool_new()};
}

bool fetch_run(const struct fetch_request *requests, size_t count,
               const struct fetch_options *options, struct fetch_answer *answers,
               struct error *error)
{
    struct run run = {
        .requests = requests, .count = count, .options = options, .answers = answers};
    for (size_t i = 0; i < count; i++)
        prepare(&answers[i]);
    if (!set_up())
        return error_set(error, ERROR_SYSTEM, "libcurl is in no state to work");
    run.multi = curl_multi_init();
    bool done = run.multi != NULL && work(&run);
    clean_up(&run);
    curl_global_cleanup();
    return done || error_set(error, ERROR_SYSTEM, "libcurl cannot wait for answers");
}

void fetch_answer_clear(struct fetch_answer *answer)
{
    secret_free(answer->body);
    pool_free(answer->pool);
    *answer = (struct fetch_answer){.result = FETCH_TEMPORARY};
}
