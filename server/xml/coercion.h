/* SPDX-License-Identifier: MIT */
/* Thunderbird turns the text of an element into a number, a boolean or a date where it
 * can (JXON.sys.mjs), and what comes out in the end may be another text. */
#pragma once

#include <stdbool.h>

/* Whether Thunderbird would read the text as something else than text. */
bool text_is_coerced(const char *text);
