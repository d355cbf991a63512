/* SPDX-License-Identifier: MIT */
/* From what a server said to what is wrong and what helps. The table is data, most
 * specific rows first; servers change their words, so it looks for pieces of them, and
 * the literal line always stands beside the diagnosis. */
#pragma once

#include "base/cleanup.h"
#include "base/pool.h"
#include "mail/finding.h"
#include "mail/service.h"
#include "probe/stage.h"

#include <stdbool.h>
#include <stddef.h>

enum credential { CREDENTIAL_NONE, CREDENTIAL_PASSWORD, CREDENTIAL_TOKEN };

enum { DIAGNOSIS_TEXTS_MAX = 6 };

/* One row. It fits when all that it names fits; what is 0 or NULL fits everything. */
struct diagnosis {
    struct finding_kind kind;
    unsigned protocols;         /* a bit, 1 << enum protocol, for each */
    unsigned stages;            /* a bit, 1 << enum stage, for each */
    enum credential credential; /* what was shown to the server */
    bool exchange_online;       /* it is Microsoft's cloud */
    /* One of these is in the line, in any case of letters; "a*b": a and then b; "^a":
     * the line begins with a. */
    const char *texts[DIAGNOSIS_TEXTS_MAX];
    const char *const *causes; /* sentences, the most likely first; NULL ends them */
    const char *cure; /* lines to paste, with %MAILBOX% and the like; or NULL */
};

/* What the line of a server that closes without a word is taken for. */
#define DIAGNOSIS_CLOSED "(closed)"

struct diagnosis_question {
    enum protocol protocol;
    enum stage stage;
    enum credential credential;
    bool exchange_online;
    const char *line; /* what the server said, without an IMAP tag or "* " */
};

/* The table, ended by a row without id. Several rows may have one kind. */
extern const struct diagnosis diagnoses[];

/* The first row that fits, or NULL. */
const struct diagnosis *diagnosis_find(const struct diagnosis_question *question);

/* What stands in a cure for %MAILBOX% and so on; NULL leaves a word to fill in. */
struct diagnosis_values {
    const char *mailbox;     /* %MAILBOX% */
    const char *user;        /* %USER%: who logs in, when not the mailbox */
    const char *application; /* %APPID% */
    const char *object;      /* %OBJECTID%: the service principal's */
};

/* The lines of the row's cure with the values in, each within single quotes as
 * PowerShell has them; NULL when there are none. */
const char *diagnosis_cure(const struct diagnosis *diagnosis,
                           const struct diagnosis_values *values, struct pool *pool);

/* The milliseconds that a throttling server asks for ("Suggested Backoff Time: 12
 * milliseconds"), a day at most. */
MUST_CHECK bool diagnosis_backoff(const char *line, unsigned long *milliseconds);
