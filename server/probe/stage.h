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

/* What became of an attempt to go on. */
enum outcome {
    OUTCOME_DONE,   /* go on with what comes next */
    OUTCOME_WAIT,   /* for bytes, or for the clock */
    OUTCOME_FAILED, /* it is over, and the reason is written down */
};

/* "resolve", "connect", "greeting", ... */
const char *stage_name(enum stage stage);
