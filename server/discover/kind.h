/* SPDX-License-Identifier: MIT */
/* What discovery can find. Ids are stable: a new meaning gets a new one. */
#pragma once

#include "mail/finding.h"

/* The doors first: their results have the same numbers (discover/door.h). */
enum discover_kind {
    DISCOVER_DOOR_SETTINGS,
    DISCOVER_DOOR_DIFFERS,
    DISCOVER_DOOR_USELESS,
    DISCOVER_DOOR_RUBBISH,
    DISCOVER_DOOR_LOGIN,
    DISCOVER_DOOR_EXCHANGE,
    DISCOVER_DOOR_ONWARD,
    DISCOVER_DOOR_CLOSED,
    DISCOVER_DOOR_UNTRUSTED,
    DISCOVER_DOOR_SILENT,
    DISCOVER_DOOR_SLOW,
    DISCOVER_TAKEN,
    DISCOVER_UNPROTECTED,
    DISCOVER_HIDDEN,
    DISCOVER_NOTHING,
    DISCOVER_UNKNOWN,
    DISCOVER_KIND_COUNT,
};

extern const struct finding_kind discover_kinds[DISCOVER_KIND_COUNT];
