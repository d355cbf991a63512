/* SPDX-License-Identifier: MIT */
#include "xml/question.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Exactly as large as the input, so that a read past its end is seen. */
    char *copy = malloc(size > 0 ? size : 1);
    struct question question;
    memcpy(copy, data, size);
    if (question_read_pox(copy, size, &question) &&
        strlen(question.address) > ADDRESS_MAX)
        abort();
    if (question_read_soap(copy, size, &question) && question.has_legacy_dn)
        abort();
    free(copy);
    return 0;
}
