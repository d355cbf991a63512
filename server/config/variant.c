/* SPDX-License-Identifier: MIT */
#include "config/declaration.h"

#include <string.h>

static void take_service_line(struct variant *variant, const struct line *line)
{
    if (strcmp(line->key, "server") == 0)
        variant->server[line->kind] = line;
    else if (strcmp(line->key, "auth") == 0)
        variant->auth[line->kind] = line;
    else
        variant->username[line->kind] = line;
}

static void take_line(struct variant *variant, const struct line *line)
{
    if (line->kind < PROTOCOL_COUNT)
        take_service_line(variant, line);
    else if (line->kind == LINE_VARIABLE)
        variant->texts[line->index] = line->value;
    else if (line->kind == LINE_HANDOVER)
        variant->handover[line->index] = line;
    else if (line->kind == LINE_RECORD)
        variant->records[variant->record_count++] = line;
}

void variant_init(struct variant *variant, const struct declaration *declaration,
                  const uint8_t *chosen)
{
    variant->declaration = declaration;
    memcpy(variant->chosen, chosen, sizeof variant->chosen);
    for (size_t i = 0; i < declaration->variable_count; i++)
        variant->texts[i] = "";
    for (const struct line *line = declaration->lines; line != NULL; line = line->next)
        if (line_holds(line, chosen))
            take_line(variant, line);
    variant->variables = (struct variables){declaration->variables, variant->texts,
                                            declaration->variable_count};
    variant->is_complete = true;
}
