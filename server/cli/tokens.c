/* SPDX-License-Identifier: MIT */
#include "cli/tokens.h"

#include "base/memory.h"
#include "cli/applicant.h"
#include "probe/kind.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether two accounts name the same application, as which one token is asked for. */
static bool same_application(const struct account_oauth *a,
                             const struct account_oauth *b)
{
    return a->flow == FLOW_CLIENT_CREDENTIALS && b->flow == a->flow &&
           same_text(a->tenant, b->tenant) && same_text(a->issuer, b->issuer) &&
           same_text(a->cloud, b->cloud) && same_text(a->client_id, b->client_id) &&
           same_text(a->scope, b->scope) && same_text(a->certificate, b->certificate) &&
           same_text(a->key, b->key) &&
           a->client_secret.source == b->client_secret.source &&
           same_text(a->client_secret.place, b->client_secret.place);
}

/* One of the first `count` users who has got the token that the next one needs. */
static const struct user *find_giver(const struct user *users, size_t count)
{
    const struct account_oauth *wanted = &users[count].account->oauth;
    for (size_t i = 0; i < count; i++)
        if (users[i].is_wanted && users[i].giver == NULL &&
            same_application(&users[i].account->oauth, wanted))
            return &users[i];
    return NULL;
}

static void get(struct user *user, const char *ca_file)
{
    struct applicant applicant;
    struct refusal refusal;
    AUTO(grant) struct grant *grant = NULL;
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

static void share(struct user *user, const struct user *giver)
{
    user->giver = giver;
    user->secret = giver->secret;
    user->refusal = giver->refusal;
}

void tokens_get(struct user *users, size_t count, const char *ca_file)
{
    for (size_t i = 0; i < count; i++) {
        if (!users[i].is_wanted || users[i].account->oauth.flow == FLOW_NONE)
            continue;
        const struct user *giver = find_giver(users, i);
        if (giver != NULL)
            share(&users[i], giver);
        else
            get(&users[i], ca_file);
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
