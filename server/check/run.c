/* SPDX-License-Identifier: MIT */
/* Domains are jobs. A job runs all its checks, and again those that wanted an answer
 * that was not there, until none does; then its findings go out in the order of the
 * table and the job is gone. So nothing is kept of a domain but its answers. */
#include "check/check.h"
#include "check/checks.h"
#include "check/state.h"
#include "check/wanted.h"

#include "base/memory.h"

#include <assert.h>
#include <string.h>

struct row {
    check_function *check;
    const char *prefix; /* of the ids of its findings */
};

/* The first one says whether there is anything to look at. */
static const struct row rows[] = {
    {check_zone, "zone."},
    {check_aliases, "alias."},
    {check_autoconfig, "autoconfig."},
    {check_autodiscover, "autodiscover."},
    {check_apex, "apex."},
    {check_msoid, "msoid."},
    {check_srv, "srv."},
    {check_mx, "mx."},
    {check_spf, "spf."},
    {check_dkim, "dkim."},
    {check_dmarc, "dmarc."},
    {check_mtasts, "mtasts."},
    {check_tlsrpt, "tlsrpt."},
    {check_caa, "caa."},
    {check_records, "record."},
};
enum { ROW_COUNT = sizeof rows / sizeof *rows };

struct run {
    const struct check_options *options;
    check_source *next;
    void *context;
    bool wanted[ROW_COUNT]; /* which checks are made */
    bool shown[KIND_COUNT]; /* which of their findings go out */
    bool exhausted;         /* there is no next domain */
    bool dead;              /* no resolver answers */
    size_t active, done;    /* domains */
};

struct job {
    struct state state; /* comes first: the view is all that checks are handed */
    struct run *run;
    struct outcome outcomes[ROW_COUNT]; /* beside the rows */
};

static void run_check(struct job *job, size_t row)
{
    struct state *state = &job->state;
    job->outcomes[row] = (struct outcome){0};
    state->outcome = &job->outcomes[row];
    state->waiting = false;
    state->seen_count = 0;
    rows[row].check(&state->view);
    job->outcomes[row].finished = !state->waiting;
}

static bool has(const struct outcome *outcome, enum kind kind)
{
    for (const struct found *at = outcome->first; at != NULL; at = at->next)
        if (at->kind == kind)
            return true;
    return false;
}

/* Whether the zone check said that there is nothing else to look at. */
static bool is_ended(const struct job *job)
{
    return has(&job->outcomes[0], KIND_ZONE_MISSING) ||
           has(&job->outcomes[0], KIND_ZONE_BOGUS) ||
           has(&job->outcomes[0], KIND_ZONE_UNKNOWN);
}

/* Does what can be done now; whether that was all. */
static bool advance(struct job *job)
{
    bool finished = true;
    if (!job->outcomes[0].finished)
        run_check(job, 0);
    if (!job->outcomes[0].finished)
        return false;
    for (size_t i = 1; i < ROW_COUNT && !is_ended(job); i++) {
        if (job->run->wanted[i] && !job->outcomes[i].finished)
            run_check(job, i);
        finished &= job->outcomes[i].finished || !job->run->wanted[i];
    }
    return finished;
}

/* Several checks may need one name, and each says that its signatures do not hold. */
static bool is_repeated(const struct job *job, const struct found *found)
{
    if (found->finding.id != kinds[KIND_ZONE_BOGUS].id)
        return false;
    for (size_t i = 0; i < ROW_COUNT; i++)
        for (const struct found *at = job->outcomes[i].first; at != NULL;
             at = at->next) {
            if (at == found)
                return false;
            if (at->finding.id == found->finding.id &&
                strcmp(at->finding.subject, found->finding.subject) == 0)
                return true;
        }
    return false;
}

static void pass(const struct job *job, struct outcome *outcome)
{
    const struct check_options *options = job->run->options;
    for (struct found *at = outcome->first; at != NULL; at = at->next) {
        if (!job->run->shown[at->kind] || is_repeated(job, at))
            continue;
        finding_complete(&at->finding, at->kind, job->state.view.settings->ignore,
                         job->state.view.pool);
        options->sink(options->context, &at->finding);
    }
}

static void free_job(struct job *job)
{
    dns_asker_free(job->state.asker);
    pool_free(job->state.view.pool);
    memory_free(job);
}

static bool are_all_dead(const struct dns *dns)
{
    for (size_t i = 0; dns_resolver(dns, i) != NULL; i++)
        if (!dns_resolver_is_dead(dns, i))
            return false;
    return true;
}

static void finish_own(struct job *job)
{
    struct run *run = job->run;
    const struct check_options *options = run->options;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        pass(job, &job->outcomes[i]);
        if (i == 0)
            pass(job, &job->state.disagreements);
    }
    if (has(&job->outcomes[0], KIND_ZONE_UNKNOWN) && are_all_dead(options->dns))
        run->dead = true;
    free_job(job);
    run->active--;
    run->done++;
    if (options->on_progress != NULL)
        options->on_progress(options->context, run->done);
}

static struct job *new_job(struct run *run, const char *domain,
                           const struct settings *settings)
{
    struct job *job = memory_new(sizeof *job);
    struct view *view = &job->state.view;
    struct pool *pool = pool_new();
    job->run = run;
    job->state.options = run->options;
    job->state.asker = dns_asker_new(run->options->dns, job);
    *view = (struct view){.domain = pool_strdup(pool, domain),
                          .settings = settings,
                          .site = run->options->site,
                          .pool = pool};
    records_expected(view->site, view->domain, settings, pool, &view->records);
    run->active++;
    return job;
}

/* Once it is known that nobody answers, the rest need not wait for that. */
static void give_up(struct job *job)
{
    job->state.outcome = &job->outcomes[0];
    view_add(&job->state.view, KIND_ZONE_UNKNOWN, job->state.view.domain, DNS_SOA,
             "no resolver answers");
}

static void begin(struct run *run)
{
    const char *domain;
    const struct settings *settings;
    run->exhausted = !run->next(run->context, &domain, &settings);
    if (run->exhausted)
        return;
    struct job *job = new_job(run, domain, settings);
    if (run->dead)
        give_up(job);
    if (run->dead || advance(job))
        finish_own(job);
}

static void report_dead_resolvers(const struct check_options *options)
{
    const struct dns *dns = options->dns;
    const struct finding_kind *kind = &kinds[KIND_RESOLVER_DEAD];
    if (are_all_dead(dns) || !finding_is_wanted(options, kind->id))
        return;
    AUTO(pool) struct pool *pool = pool_new();
    for (size_t i = 0; dns_resolver(dns, i) != NULL; i++) {
        struct finding finding = {.id = kind->id,
                                  .verdict = kind->verdict,
                                  .domain = dns_resolver(dns, i),
                                  .subject = "resolver",
                                  .message = "the resolver never answers; the others "
                                             "did its work"};
        if (!dns_resolver_is_dead(dns, i))
            continue;
        finding_complete(&finding, KIND_RESOLVER_DEAD, NULL, pool);
        options->sink(options->context, &finding);
    }
}

static void choose(struct run *run)
{
    run->wanted[0] = true;
    for (size_t i = 1; i < ROW_COUNT; i++)
        run->wanted[i] = finding_is_any_wanted(run->options, rows[i].prefix);
    for (size_t i = 0; i < KIND_COUNT; i++)
        run->shown[i] = finding_is_wanted(run->options, kinds[i].id);
}

void check_run(const struct check_options *options, check_source *next, void *context)
{
    struct run run = {.options = options, .next = next, .context = context};
    struct job *job;
    choose(&run);
    do {
        while (!run.exhausted && (run.active == 0 || !dns_is_busy(options->dns)))
            begin(&run);
        job = dns_wait(options->dns);
        if (job != NULL && advance(job))
            finish_own(job);
    } while (job != NULL || !run.exhausted);
    assert(run.active == 0);
    report_dead_resolvers(options);
}
