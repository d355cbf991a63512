/* SPDX-License-Identifier: MIT */
/* Any bytes as an answer of an authorization server: a token, metadata, a code for a
 * device, an error. The first byte says what was asked for. */
#include "base/text.h"
#include "oauth/authority.h"
#include "oauth/device.h"
#include "oauth/grant.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text)
{
    if (!text_is_utf8(text, strlen(text)) || strpbrk(text, "\r\n\033") != NULL)
        abort();
}

static void read_grant(struct span json)
{
    struct error error;
    AUTO(grant) struct grant *grant = grant_read(json, 1795255200, &error);
    if (grant == NULL)
        check(error.text);
    else
        check(grant->scope);
}

static void read_metadata(struct span json)
{
    struct error error;
    struct authority authority;
    AUTO(pool) struct pool *pool = pool_new();
    if (!authority_read(json, "https://login.example.com", pool, &authority, &error))
        check(error.text);
    else if (strncmp(authority.token_endpoint, "https://", 8) != 0)
        abort();
}

static void read_device(struct span json)
{
    struct error error;
    struct device device;
    if (!device_read(json, &device, &error)) {
        check(error.text);
    } else {
        check(device.user_code);
        check(device.url);
        check(device.message);
        if (device.interval == 0 || device.seconds == 0)
            abort();
    }
    device_clear(&device);
}

static void read_refusal(struct span json)
{
    struct refusal refusal;
    struct fetch_answer answer = {.result = FETCH_ANSWERED,
                                  .status = 400,
                                  .text = "",
                                  .body = secret_new(FETCH_BYTES_MAX)};
    secret_append(answer.body, json.at, json.length);
    refusal_read(&refusal, &answer);
    check(refusal.code);
    check(refusal.sentence);
    check(refusal.said);
    check(refusal.cure);
    fetch_answer_clear(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(struct span) = {read_grant, read_metadata,
                                                   read_device, read_refusal};
    if (size > 0)
        readers[data[0] % 4]((struct span){(const char *)data + 1, size - 1});
    return 0;
}
