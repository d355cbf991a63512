/* SPDX-License-Identifier: MIT */
/* Any bytes as an ini file: sections come out as they stood, or mistakes do. */
#include "config/section.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(void *context, const struct section *section)
{
    (void)context;
    for (size_t i = 0; i < section->count; i++)
        if (section->entries[i].line <= section->line || *section->entries[i].key == 0)
            abort();
    if (section->name[0] == '\0' || strlen(section->name) > 49)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct section_kind kind = {judge, "name", "line"};
    if (size == 0)
        return 0;
    FILE *stream = fmemopen(NULL, size, "w+");
    if (fwrite(data, 1, size, stream) != size)
        abort();
    rewind(stream);
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    section_read(stream, "fuzz.ini", &kind, mistakes, NULL);
    fclose(stream);
    return 0;
}
