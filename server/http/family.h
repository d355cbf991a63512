/* SPDX-License-Identifier: MIT */
/* Which mail program asked, by its User-Agent: a label for metrics, nothing more. */
#pragma once

#include "base/text.h"

enum client_family {
    FAMILY_NONE, /* no User-Agent at all: Delta Chat and Geary send none */
    FAMILY_OTHER,
    FAMILY_THUNDERBIRD,
    FAMILY_THUNDERBIRD_MOBILE,
    FAMILY_OUTLOOK,
    FAMILY_EXCHANGE, /* libraries and devices that speak to Exchange */
    FAMILY_EVOLUTION,
    FAMILY_KMAIL,
    FAMILY_FAIREMAIL,
    FAMILY_NEXTCLOUD,
    FAMILY_COUNT,
};

/* The family of a User-Agent; length 0: there was none. */
enum client_family family_parse(struct span user_agent);

/* Its label. */
const char *family_name(enum client_family family);
