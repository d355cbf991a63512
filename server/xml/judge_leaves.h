/* SPDX-License-Identifier: MIT */
/* What readers of autoconfig make of the texts in it. Each check returns what it found
 * against its rule (they stand in judge_autoconfig.c), or NULL; each cure the line of
 * domains.ini that mends it, or NULL. */
#pragma once

#include "xml/judge_private.h"

/* Leaves of emailProvider have no attributes. */
const char *leaves_check_attributes(const struct reading *reading);

/* No text has blanks around it. */
const char *leaves_check_blanks(const struct reading *reading);

/* Names and logins are not taken for numbers, dates or booleans. */
const char *leaves_check_coercion(const struct reading *reading);

/* Another name or login for what is. */
const char *leaves_cure_coercion(const struct reading *reading);

/* The displayName has 60 characters at most. */
const char *leaves_check_name(const struct reading *reading);

/* A shorter name. */
const char *leaves_cure_name(const struct reading *reading);

/* The displayShortName has 20 characters at most. */
const char *leaves_check_short_name(const struct reading *reading);

/* There is no password anywhere. */
const char *leaves_check_password(const struct reading *reading);

/* Pages for people are on the web. */
const char *leaves_check_documentation(const struct reading *reading);

/* A page with http: or https:. */
const char *leaves_cure_documentation(const struct reading *reading);
