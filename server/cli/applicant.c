/* SPDX-License-Identifier: MIT */
#include "cli/applicant.h"

#include "cli/secrets.h"
#include "cli/state.h"
#include "oauth/flows.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { RENEW_SECONDS = 300, LOCK_SECONDS = 60 };

static bool refuse(struct refusal *refusal, const struct error *error)
{
    refusal_set(refusal,
                error->kind == ERROR_TEMPORARY ? REFUSAL_TEMPORARY : REFUSAL_OURS, NULL,
                "%s", error->text);
    return false;
}

static bool read_key(struct applicant *applicant, struct refusal *refusal)
{
    const struct account_oauth *oauth = &applicant->user->account->oauth;
    struct error error;
    if (oauth->key == NULL)
        return true;
    const struct account_secret place = {ACCOUNT_FILE, oauth->key};
    AUTO(secret) struct secret *key = secrets_read(&place, &error);
    if (key == NULL)
        return refuse(refusal, &error);
    AUTO(secret)
    struct secret *certificate = secrets_read_public(oauth->certificate, &error);
    if (certificate == NULL)
        return refuse(refusal, &error);
    applicant->key = jwt_key_read(secret_span(key), secret_span(certificate), &error);
    return applicant->key != NULL || refuse(refusal, &error);
}

/* Microsoft's is known; of an issuer only the name is, until it is reached. */
static void name_authority(struct applicant *applicant)
{
    const struct account_oauth *oauth = &applicant->user->account->oauth;
    applicant->authority.issuer = oauth->issuer;
    if (oauth->issuer == NULL)
        authority_of_microsoft(oauth->cloud, oauth->tenant, applicant->pool,
                               &applicant->authority);
}

bool applicant_reach(struct applicant *applicant, struct refusal *refusal)
{
    const char *issuer = applicant->user->account->oauth.issuer;
    return issuer == NULL ||
           authority_discover(issuer, &applicant->fetch, applicant->pool,
                              &applicant->authority, refusal);
}

static const char *choose_scope(const struct applicant *applicant)
{
    const struct account_oauth *oauth = &applicant->user->account->oauth;
    if (oauth->scope != NULL || oauth->issuer != NULL)
        return oauth->scope;
    return authority_microsoft_scope(oauth->cloud,
                                     oauth->flow == FLOW_CLIENT_CREDENTIALS,
                                     !applicant_is_alone(applicant), applicant->pool);
}

bool applicant_open(struct applicant *applicant, const struct user *user,
                    const char *ca_file, struct refusal *refusal)
{
    *applicant = (struct applicant){
        .pool = pool_new(), .user = user, .fetch = {.ca_file = ca_file}};
    if (!read_key(applicant, refusal))
        return false;
    name_authority(applicant);
    applicant->client = (struct client){
        .authority = &applicant->authority,
        .id = user->account->oauth.client_id,
        .user = user->account->username,
        .scope = choose_scope(applicant),
        .secret = user->client_secret,
        .key = applicant->key,
        .fetch = &applicant->fetch,
    };
    return true;
}

void applicant_clear(struct applicant *applicant)
{
    jwt_key_free(applicant->key);
    pool_free(applicant->pool);
    *applicant = (struct applicant){.pool = NULL};
}

bool applicant_is_alone(const struct applicant *applicant)
{
    enum account_flow flow = applicant->user->account->oauth.flow;
    return flow == FLOW_CLIENT_CREDENTIALS || flow == FLOW_PASSWORD;
}

struct grant *applicant_ask(struct applicant *applicant, struct refusal *refusal)
{
    const struct account *account = applicant->user->account;
    if (!applicant_reach(applicant, refusal))
        return NULL;
    if (account->oauth.flow == FLOW_PASSWORD)
        return flow_password(&applicant->client, applicant->user->secret, refusal);
    return flow_client_credentials(&applicant->client, refusal);
}

struct store *applicant_store(const struct applicant *applicant,
                              struct refusal *refusal)
{
    struct error error;
    const struct store_name name = {applicant->user->address,
                                    applicant->authority.issuer, applicant->client.id,
                                    applicant->client.scope};
    const char *folder = state_folder(applicant->pool, &error);
    struct store *store = folder != NULL
                              ? store_open(folder, &name, applicant->user->store_key,
                                           LOCK_SECONDS, &error)
                              : NULL;
    if (store == NULL)
        refuse(refusal, &error);
    return store;
}

/* Only a person can help. */
static void *send_for_person(const struct applicant *applicant, struct refusal *refusal,
                             const char *sentence)
{
    const char *cure =
        pool_join(applicant->pool, "waypost token ", applicant->user->address, NULL);
    return refusal_set(refusal, REFUSAL_OURS, cure, "%s", sentence);
}

/* What the server has thrown away is of no use any more. What it only holds back, by a
 * policy or for want of a consent, may be good again tomorrow. */
static void end_login(const struct applicant *applicant, struct store *store,
                      struct refusal *refusal)
{
    struct error ignored;
    if (!refusal->needs_login)
        return;
    if (strcmp(refusal->code, "invalid_grant") == 0)
        (void)!store_remove(store, &ignored);
    snprintf(refusal->cure, sizeof refusal->cure, "waypost token %s",
             applicant->user->address);
}

/* A refresh token that rotates is lost if we go between the question and the write. */
static void hold_signals(sigset_t *before)
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGHUP);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, before);
}

static struct grant *ask_and_write(struct applicant *applicant, struct store *store,
                                   const struct grant *kept, struct refusal *refusal)
{
    struct error error;
    AUTO(grant)
    struct grant *grant = flow_refresh(&applicant->client, kept->refresh, refusal);
    if (grant == NULL) {
        end_login(applicant, store, refusal);
        return NULL;
    }
    if (!store_write(store, grant, &error)) {
        refuse(refusal, &error);
        return NULL;
    }
    return TAKE(grant);
}

static struct grant *renew(struct applicant *applicant, struct store *store,
                           const struct grant *kept, struct refusal *refusal)
{
    struct error error;
    if (!applicant_reach(applicant, refusal))
        return NULL;
    if (!store_prepare(store, &error)) {
        refuse(refusal, &error);
        return NULL;
    }
    sigset_t before;
    hold_signals(&before);
    struct grant *grant = ask_and_write(applicant, store, kept, refusal);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return grant;
}

/* Whether what is kept can be used without asking anybody. */
static bool is_fresh(const struct grant *kept, time_t now)
{
    if (kept->refresh == NULL && kept->expires == 0)
        return true; /* nobody said until when */
    return grant_lasts(kept, now, kept->refresh != NULL ? RENEW_SECONDS : 0);
}

struct grant *applicant_renew(struct applicant *applicant, struct refusal *refusal)
{
    AUTO(store) struct store *store = applicant_store(applicant, refusal);
    if (store == NULL)
        return NULL;
    AUTO(grant) struct grant *kept = store_read(store);
    if (kept == NULL)
        return send_for_person(applicant, refusal, "nobody has logged in yet");
    if (is_fresh(kept, time(NULL)))
        return TAKE(kept);
    if (kept->refresh == NULL)
        return send_for_person(applicant, refusal, "the token has expired");
    struct grant *renewed = renew(applicant, store, kept, refusal);
    /* A server in trouble is no reason not to use what still lasts. */
    if (renewed == NULL && refusal->kind == REFUSAL_TEMPORARY &&
        grant_lasts(kept, time(NULL), 0))
        return TAKE(kept);
    return renewed;
}
