/* SPDX-License-Identifier: MIT */
/* Whether a name has an address. For the files of check/ only. */
#pragma once

#include "check/view.h"

enum presence {
    PRESENCE_NOT_YET, /* the answer is not there yet */
    PRESENCE_UNKNOWN, /* it is not to be had */
    PRESENCE_NO,
    PRESENCE_YES,
};

/* Whether a name has an address; where that is unknown, `unknown` is the answer that
 * says why. Asks for AAAA only if there is no A. */
enum presence view_has_address(struct view *view, const char *name,
                               const struct dns_answer **unknown);
