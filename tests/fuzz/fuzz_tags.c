/* SPDX-License-Identifier: MIT */
/* Any bytes as a list of tags, and as a DMARC record: what is mended is a good record,
 * and mending it again changes nothing. */
#include "check/dmarc_policy.h"
#include "check/tags.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_apart(struct span text)
{
    struct span rest = text, value;
    struct tag tag;
    struct error error;
    size_t count = 0;
    while (tags_next(&rest, &tag))
        if (++count > text.length + 1)
            abort();
    if (tags_is_version(text, "DMARC1") && tags_is_spoiled_version(text, "DMARC1"))
        abort();
    (void)!tags_check(text, &error);
    (void)tags_find(text, "p", &value);
}

static void mend(struct span text, enum dmarc_level least)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct span mended = dmarc_mend(text, least, pool);
    if (!dmarc_is_record(mended) || dmarc_is_obsolete(mended) ||
        dmarc_judge(mended, false, pool).level < least)
        abort();
    struct span again = dmarc_mend(mended, least, pool);
    if (again.length != mended.length ||
        memcmp(again.at, mended.at, mended.length) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(pool) struct pool *pool = pool_new();
    char *copy = malloc(size > 0 ? size : 1);
    struct span text = {copy, size};
    if (size > 0)
        memcpy(copy, data, size);
    take_apart(text);
    (void)dmarc_is_spoiled(text);
    (void)dmarc_judge(text, true, pool);
    mend(text, DMARC_NONE);
    mend(text, DMARC_REJECT);
    free(copy);
    return 0;
}
