/* SPDX-License-Identifier: MIT */
/* What readers of autoconfig demand of OAuth2. Each check returns what it found against
 * its rule (they stand in judge_autoconfig.c), or NULL; each cure the lines of
 * domains.ini that mend it, or NULL. */
#pragma once

#include "xml/judge_private.h"

/* A server that takes OAuth2 only is one that Thunderbird knows. */
const char *oauth_check_host(const struct reading *reading);

/* Passwords beside OAuth2. */
const char *oauth_cure_host(const struct reading *reading);

/* The same for Microsoft's closed clouds, which take nothing else, so that nothing can
 * be mended here. */
const char *oauth_check_cloud(const struct reading *reading);

/* The element oAuth2 is whole. */
const char *oauth_check_element(const struct reading *reading);

/* The keys that complete it. */
const char *oauth_cure_element(const struct reading *reading);
