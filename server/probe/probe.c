/* SPDX-License-Identifier: MIT */
/* The one loop. Targets wait until there is room, and until nobody else is at their
 * mailbox with their protocol; sessions go on when their sockets are ready or their
 * time has come. */
#include "probe/probe.h"

#include "base/memory.h"
#include "probe/session.h"
#include "probe/story.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

struct run {
    const struct probe_target *targets;
    size_t count;
    const struct probe_options *options;
    bool *started; /* of each target */
    size_t *held;  /* targets whose users are to be left alone */
    size_t held_count;
    size_t first; /* before it, all are started */
    struct session *sessions[PROBE_JOBS_MAX];
    size_t active, room;
    int epoll;
};

static long long read_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A name without a domain is somebody else's elsewhere. */
static bool is_same_user(const struct probe_target *a, const struct probe_target *b)
{
    if (a->login == NULL || b->login == NULL ||
        !text_equal_nocase(a->login->user, b->login->user))
        return false;
    return strchr(a->login->user, '@') != NULL || a->mailbox == NULL ||
           b->mailbox == NULL || text_equal_nocase(a->mailbox, b->mailbox);
}

/* Servers count the connections of a user, so it is the user that is looked at. */
static bool is_same_mailbox(const struct probe_target *a, const struct probe_target *b)
{
    return a->protocol == b->protocol && is_same_user(a, b);
}

static bool is_held(const struct run *run, const struct probe_target *target)
{
    for (size_t i = 0; i < run->held_count; i++)
        if (is_same_user(&run->targets[run->held[i]], target))
            return true;
    return false;
}

static bool is_busy(const struct run *run, const struct probe_target *target)
{
    for (size_t i = 0; i < run->active; i++)
        if (is_same_mailbox(run->sessions[i]->target, target))
            return true;
    return false;
}

static void start(struct run *run, size_t index, long long now)
{
    struct session *session =
        session_new(&run->targets[index], run->options, run->epoll, now);
    run->started[index] = true;
    run->sessions[run->active++] = session;
    session->over = is_held(run, &run->targets[index]);
    if (session->over)
        story_fail(session, PROBE_TALK_HELD_BACK, NULL);
}

/* Starts what may be started, and lets it take its first steps. */
static void start_more(struct run *run, long long now)
{
    while (run->first < run->count && run->started[run->first])
        run->first++;
    for (size_t i = run->first; i < run->count && run->active < run->room; i++)
        if (!run->started[i] && !is_busy(run, &run->targets[i]))
            start(run, i, now);
}

static void tell(const struct run *run, struct session *session)
{
    const struct probe_owner *owner = session->target->owners;
    for (; owner != NULL; owner = owner->next) {
        AUTO(pool) struct pool *pool = pool_new();
        struct finding finding;
        story_finding(session, owner, pool, &finding);
        run->options->sink(run->options->sink_context, &finding);
    }
}

static void finish(struct run *run, size_t index)
{
    struct session *session = run->sessions[index];
    if (session->story.backoff > 0)
        run->held[run->held_count++] = (size_t)(session->target - run->targets);
    tell(run, session);
    session_free(session);
    run->sessions[index] = run->sessions[--run->active];
}

/* Lets those go on whose sockets are ready or whose time has come. */
static void advance(struct run *run)
{
    for (size_t i = 0; i < run->active;) {
        struct session *session = run->sessions[i];
        long long now = read_clock();
        bool calls = session->is_ready || session_due(session) <= now;
        session->is_ready = false;
        if (!calls || session_advance(session, now))
            i++;
        else
            finish(run, i);
    }
}

static int milliseconds_to_wait(const struct run *run, long long now)
{
    long long due = now + INT_MAX;
    for (size_t i = 0; i < run->active; i++) {
        long long own = session_due(run->sessions[i]);
        due = own < due ? own : due;
    }
    return due > now ? (int)(due - now) : 0;
}

static bool wait(struct run *run, struct error *error)
{
    struct epoll_event events[PROBE_JOBS_MAX];
    int ready = epoll_wait(run->epoll, events, PROBE_JOBS_MAX,
                           milliseconds_to_wait(run, read_clock()));
    if (ready < 0 && errno != EINTR)
        return error_set(error, ERROR_SYSTEM, "epoll: %s", strerror(errno));
    for (int i = 0; i < ready; i++)
        ((struct session *)events[i].data.ptr)->is_ready = true;
    return true;
}

static bool loop(struct run *run, struct error *error)
{
    for (;;) {
        start_more(run, read_clock());
        if (run->active == 0)
            return true;
        size_t before = run->active;
        advance(run);
        if (run->active == before && !wait(run, error))
            return false;
    }
}

bool probe_run(const struct probe_target *targets, size_t count,
               const struct probe_options *options, struct error *error)
{
    struct run run = {.targets = targets, .count = count, .options = options};
    run.room = options->jobs < PROBE_JOBS_MAX ? options->jobs : PROBE_JOBS_MAX;
    run.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (run.epoll < 0)
        return error_set(error, ERROR_SYSTEM, "epoll: %s", strerror(errno));
    run.started = memory_new((count + 1) * sizeof *run.started);
    run.held = memory_new((count + 1) * sizeof *run.held);
    bool done = loop(&run, error);
    while (run.active > 0)
        session_free(run.sessions[--run.active]);
    memory_free(run.started);
    memory_free(run.held);
    close(run.epoll);
    return done;
}
