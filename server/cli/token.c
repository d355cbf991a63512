/* SPDX-License-Identifier: MIT */
/* waypost token: gets a token for an account, as accounts.ini says, and keeps it for
 * probe. The token itself is never printed. */
#include "base/pool.h"
#include "cli/applicant.h"
#include "cli/command.h"
#include "cli/login.h"
#include "cli/output.h"
#include "cli/probing.h"
#include "cli/state.h"
#include "oauth/claims.h"
#include "probe/token.h"
#include "tls/context.h"

#include <stdio.h>
#include <sys/prctl.h>
#include <time.h>

static void print_row(const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0')
        printf("  %-12s %s\n", name, value);
}

static void print_list(const char *name, const char *const *values, size_t max)
{
    for (size_t i = 0; i < max && values[i] != NULL; i++)
        print_row(name, values[i]);
}

static void print_claims(const struct grant *grant)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct claims claims;
    if (!claims_read(grant->access, pool, &claims)) {
        print_row("scope", grant->scope);
        return;
    }
    print_list("audience", claims.audiences, CLAIMS_AUDIENCES_MAX);
    print_row("scope", claims.scope != NULL ? claims.scope : grant->scope);
    print_list("role", claims.roles, CLAIMS_ROLES_MAX);
    print_row("user", claims.user);
    print_row("tenant", claims.tenant);
    print_row("object", claims.object);
    print_row("application", claims.application);
}

/* At Microsoft the token says what it is good for, before any mailbox does. */
static void print_uses(const struct applicant *applicant, const struct grant *grant)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct claims claims;
    struct token_trouble troubles[TOKEN_TROUBLES_MAX];
    struct token_question question = {
        .exchange_online = true,
        .user = applicant->client.user,
        .tenant = applicant->user->account->oauth.tenant,
        .length = secret_span(grant->access).length,
        .now = time(NULL),
    };
    if (question.tenant == NULL || !claims_read(grant->access, pool, &claims))
        return;
    for (int i = 0; i < PROTOCOL_COUNT; i++) {
        question.protocol = i;
        size_t count = token_judge(&claims, &question, troubles);
        print_row(protocol_name(i), count > 0 ? troubles[0].text : "good");
    }
}

static void print_end(const struct grant *grant)
{
    char text[64];
    struct tm parts;
    if (grant->expires == 0)
        print_row("until", "the server does not say");
    else if (gmtime_r(&grant->expires, &parts) != NULL &&
             strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts) > 0)
        print_row("until", text);
}

static void print_grant(const struct applicant *applicant, const struct grant *grant)
{
    printf("A token for %s from %s\n", applicant->user->address,
           applicant->authority.issuer);
    print_claims(grant);
    print_uses(applicant, grant);
    print_end(grant);
    if (applicant_is_alone(applicant))
        print_row("renewal", "not needed: probe asks for a token of its own");
    else if (grant->refresh != NULL)
        print_row("renewal", "by itself, when probe needs it");
    else
        print_row("renewal", "none: the server gave no refresh token");
}

static int complain(const struct user *user, const struct refusal *refusal)
{
    output_complain("token: %s: %s%s%s%s", user->address, refusal->sentence,
                    refusal->code[0] != '\0' ? " (" : "", refusal->code,
                    refusal->code[0] != '\0' ? ")" : "");
    if (refusal->said[0] != '\0')
        output_complain("the server says: %s", refusal->said);
    if (refusal->cure[0] != '\0')
        output_complain("what helps: %s", refusal->cure);
    if (refusal->kind == REFUSAL_OURS)
        return STATUS_USAGE;
    return refusal->kind == REFUSAL_FINAL ? STATUS_WRONG : STATUS_UNKNOWN;
}

static void *refuse(struct refusal *refusal, const struct error *error)
{
    return refusal_set(refusal, REFUSAL_OURS, NULL, "%s", error->text);
}

/* Before anybody is troubled; and not locked while somebody looks for a telephone. */
static bool is_there_a_place(const struct applicant *applicant, struct refusal *refusal)
{
    struct error error;
    AUTO(store) struct store *store = applicant_store(applicant, refusal);
    if (store != NULL && !store_prepare(store, &error))
        return refuse(refusal, &error);
    return store != NULL;
}

static struct grant *log_in(struct applicant *applicant, struct refusal *refusal)
{
    struct error error;
    if (!is_there_a_place(applicant, refusal) || !applicant_reach(applicant, refusal))
        return NULL;
    AUTO(grant) struct grant *grant = login_ask(applicant, refusal);
    if (grant == NULL)
        return NULL;
    AUTO(store) struct store *store = applicant_store(applicant, refusal);
    if (store == NULL)
        return NULL;
    return store_write(store, grant, &error) ? TAKE(grant) : refuse(refusal, &error);
}

static struct grant *get(struct applicant *applicant, struct refusal *refusal)
{
    return applicant_is_alone(applicant) ? applicant_ask(applicant, refusal)
                                         : log_in(applicant, refusal);
}

static int get_for(const struct user *user, const struct options *options)
{
    struct applicant applicant;
    struct refusal refusal;
    AUTO(grant) struct grant *grant = NULL;
    if (user->account->oauth.flow == FLOW_PASSWORD)
        output_complain("token: oauth = password is for tests: the application learns "
                        "the password, and no second factor is possible");
    if (applicant_open(&applicant, user, options->ca_file, &refusal))
        grant = get(&applicant, &refusal);
    int status = STATUS_FINE;
    if (grant != NULL)
        print_grant(&applicant, grant);
    else
        status = complain(user, &refusal);
    applicant_clear(&applicant);
    return status;
}

/* libcurl would take it for the server's fault. */
static bool judge_ca_file(const char *file)
{
    const struct tls_trust trust = {.file = file};
    struct error error;
    if (file == NULL)
        return true;
    AUTO(tls_context) struct tls_context *context = tls_context_new(&trust, &error);
    if (context == NULL)
        output_complain("token: %s", error.text);
    return context != NULL;
}

static int find_and_get(const struct options *options)
{
    const char *address = options->operands[0];
    if (!judge_ca_file(options->ca_file))
        return STATUS_USAGE;
    AUTO(logins) struct logins *logins = logins_read(options);
    if (logins == NULL)
        return STATUS_USAGE;
    struct user *user = logins_find(logins, address);
    if (user == NULL || user->account->oauth.flow == FLOW_NONE) {
        output_complain("token: %s %s", address,
                        user == NULL ? "has no section in accounts.ini"
                                     : "has no `oauth =` in accounts.ini");
        return STATUS_USAGE;
    }
    user->is_wanted = true;
    return logins_open(logins) ? get_for(user, options) : STATUS_USAGE;
}

/* While there are secrets in memory, a crash leaves no picture of it. */
static int run_token(const struct options *options)
{
    prctl(PR_SET_DUMPABLE, 0);
    int status = find_and_get(options);
    prctl(PR_SET_DUMPABLE, 1);
    return status;
}

static void explain(FILE *stream)
{
    fprintf(stream,
            "\nHow it is asked for stands in accounts.ini beside domains.ini, or in\n"
            "/etc/waypost/accounts.ini. What a person has to do is said on stderr.\n");
}

static const struct option_row *const rows[] = {&option_accounts, &option_ca_file,
                                                NULL};

const struct command command_token = {
    .name = "token",
    .operands = "ADDRESS",
    .summary = "gets an OAuth token for probe and keeps it",
    .explain = explain,
    .options = rows,
    .operands_min = 1,
    .operands_max = 1,
    .run = run_token,
};
