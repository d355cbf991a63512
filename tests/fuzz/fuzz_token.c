/* SPDX-License-Identifier: MIT */
/* Any bytes as a token, and any bytes as the claims of one. */
#include "base/base64.h"
#include "probe/token.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text)
{
    if (!text_is_utf8(text, strlen(text)))
        abort();
}

static void look_at(const struct secret *token, size_t protocol)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct claims claims;
    struct token_trouble troubles[TOKEN_TROUBLES_MAX];
    const struct token_question question = {protocol,
                                            true,
                                            "ann@example.com",
                                            "11111111-2222-3333-4444-555555555555",
                                            secret_span(token).length,
                                            1795255200};
    char text[512];
    if (!claims_read(token, pool, &claims))
        return;
    check(claims_format(&claims, text, sizeof text));
    if (token_judge(&claims, &question, troubles) > TOKEN_TROUBLES_MAX)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    AUTO(secret) struct secret *token = secret_new(1UL << 20);
    secret_append(token, (const char *)data, size);
    look_at(token, data[0] % PROTOCOL_COUNT);
    secret_reset(token);
    secret_puts(token, "e30.");
    base64url_append(token, (struct span){(const char *)data, size});
    secret_puts(token, ".");
    look_at(token, size % PROTOCOL_COUNT);
    return 0;
}
