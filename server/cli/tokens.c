/* SPDX-License-Identifier: MIT */
#include "cli/tokens.h"

#include "base/memory.h"
#include "cli/applicant.h"
#include "probe/kind.h"

void tokens_get(struct user *user, const char *ca_file)
{
    struct applicant applicant;
    struct refusal refusal;
    AUTO(grant) struct grant *grant = NULL;
    if (user->account->oauth.flow == FLOW_NONE)
        return;
    if (applicant_open(&applicant, user, ca_file, &refusal))
        grant = applicant_is_alone(&applicant) ? applicant_ask(&applicant, &refusal)
                                               : applicant_renew(&applicant, &refusal);
    applicant_clear(&applicant);
    secret_free(user->secret);
    user->secret = grant != NULL ? TAKE(grant->access) : NULL;
    if (grant == NULL) {
        user->refusal = memory_new(sizeof *user->refusal);
        *user->refusal = refusal;
    }
}

static const struct finding_kind *choose_kind(const struct refusal *refusal)
{
    switch (refusal->kind) {
    case REFUSAL_OURS:
        return &probe_kinds[PROBE_TOKEN_MISSING];
    case REFUSAL_FINAL:
        return &probe_kinds[PROBE_TOKEN_REFUSED];
    default:
        return &probe_kinds[PROBE_TOKEN_UNKNOWN];
    }
}

static const char *write_message(const struct refusal *refusal, const char *when,
                                 struct pool *pool)
{
    bool coded = refusal->code[0] != '\0', said = refusal->said[0] != '\0';
    return pool_join(pool, when, " The reason: ", refusal->sentence, coded ? " (" : "",
                     refusal->code, coded ? ")." : ".",
                     said ? " The server says: " : "", refusal->said, NULL);
}

void tokens_tell(const struct user *user, finding_sink *sink, void *context)
{
    AUTO(pool) struct pool *pool = pool_new();
    const struct refusal *refusal = user->refusal;
    const struct finding_kind *kind = choose_kind(refusal);
    const struct finding finding = {
        .id = kind->id,
        .verdict = kind->verdict,
        .domain = user->domain,
        .subject = pool_join(pool, "token for ", user->address, NULL),
        .message = write_message(refusal, kind->when, pool),
        .remedy = refusal->cure[0] != '\0' ? refusal->cure : kind->remedy,
    };
    sink(context, &finding);
}
