/* SPDX-License-Identifier: MIT */
/* The first byte chooses the mechanism, each line is a challenge: an answer comes out,
 * or a sentence. */
#include "probe/sasl.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHALLENGES_MAX = 8 };

static struct span take_line(struct span *rest)
{
    const char *end = memchr(rest->at, '\n', rest->length);
    struct span line = {rest->at,
                        end != NULL ? (size_t)(end - rest->at) : rest->length};
    size_t used = line.length + (end != NULL);
    *rest = (struct span){rest->at + used, rest->length - used};
    return line;
}

static void answer_all(struct sasl *sasl, struct span rest)
{
    AUTO(secret) struct secret *out = secret_new(SASL_LINE_MAX);
    struct error error = {.kind = ERROR_NONE};
    for (int i = 0; i < CHALLENGES_MAX && rest.length > 0; i++) {
        secret_reset(out);
        bool answered = sasl_answer(sasl, take_line(&rest), out, &error);
        if (!answered && (error.text[0] == '\0' || sasl_trouble(sasl) == SASL_FINE))
            abort();
    }
    (void)!sasl_finish(sasl, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    /* Exactly as large as the input, so that a read past its end is seen. */
    char *copy = malloc(size);
    memcpy(copy, data, size);
    struct error error;
    AUTO(secret) struct secret *secret = secret_new(100);
    secret_puts(secret, "opensesame");
    const struct sasl_login login = {data[0] % SASL_MECHANISM_COUNT, "ann@example.com",
                                     secret, "mail.example.com", 993};
    AUTO(sasl) struct sasl *sasl = sasl_new(&login, &error);
    if (sasl == NULL)
        abort();
    answer_all(sasl, (struct span){copy + 1, size - 1});
    free(copy);
    return 0;
}
