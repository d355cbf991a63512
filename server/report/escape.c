/* SPDX-License-Identifier: MIT */
#include "report/escape.h"

void escape_append(struct buf *buf, const char *text, const struct escape *rows)
{
    for (; *text != '\0'; text++) {
        const struct escape *row = rows;
        while (row->from != '\0' && row->from != *text)
            row++;
        if (row->from != '\0')
            buf_puts(buf, row->to);
        else
            buf_append(buf, text, 1);
    }
}
