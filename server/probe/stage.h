/* SPDX-License-Identifier: MIT */
/* The stages of a probe, in their order. The first that fails gives the finding; those
 * behind it are skipped. */
#pragma once

enum stage {
    STAGE_RESOLVE,
    STAGE_CONNECT,
    STAGE_GREETING,
    STAGE_CAPABILITIES,
    STAGE_STARTTLS,
    STAGE_TLS,
    STAGE_CERTIFICATE,
    STAGE_LOGIN,
    STAGE_MAILBOX,
    STAGE_LOGOUT,
    STAGE_COUNT,
};

/* "resolve", "connect", "greeting", ... */
const char *stage_name(enum stage stage);
