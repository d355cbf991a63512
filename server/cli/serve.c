/* SPDX-License-Identifier: MIT */
/* waypost serve: answers HTTP until it is told to stop. SIGHUP reloads: the new catalog
 * as a whole, or, if there is a mistake in it, the old one and a line for each mistake.
 */
#include "cli/command.h"
#include "cli/load.h"
#include "cli/log.h"
#include "cli/output.h"
#include "cli/sockets.h"
#include "http/listen.h"
#include "http/server.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct running {
    const char *path;
    struct config *config;
    struct http_server *server;
    atomic_bool request_log;
};

static void log_request(void *context, const struct http_event *event)
{
    const struct running *running = context;
    char client[IP_TEXT_SIZE] = "-";
    if (!atomic_load_explicit(&running->request_log, memory_order_relaxed))
        return;
    if (event->client != NULL)
        ip_format(event->client, client);
    log_line(LOG_LEVEL_INFO,
             "request: client=%s domain=%s route=%s status=%u bytes=%zu us=%lu", client,
             event->domain, route_name(event->route), event->status, event->bytes,
             event->microseconds);
}

static void log_trouble(void *context, const char *text)
{
    (void)context;
    log_line(LOG_LEVEL_WARNING, "http: %s", text);
}

/* One thread for each processor this process may run on. */
static unsigned count_threads(void)
{
    cpu_set_t processors;
    if (sched_getaffinity(0, sizeof processors, &processors) != 0)
        return 1;
    return (unsigned)CPU_COUNT(&processors);
}

/* Every connection takes a descriptor; the hard limit is the administrator's word. */
static void raise_descriptor_limit(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

static void log_listening(const char *what, const int *sockets, size_t count)
{
    char name[LISTEN_NAME_SIZE];
    for (size_t i = 0; i < count; i++) {
        listen_name(sockets[i], name);
        log_line(LOG_LEVEL_INFO, "serve: %s on %s", what, name);
    }
}

static bool start(struct running *running, struct error *error)
{
    struct sockets sockets;
    if (!sockets_open(running->config, &sockets, error))
        return false;
    log_listening("listening", sockets.public, sockets.public_count);
    log_listening("admin", sockets.admin, sockets.admin_count);
    const struct http_options options = {
        .sockets = sockets.public,
        .socket_count = sockets.public_count,
        .admin_sockets = sockets.admin,
        .admin_socket_count = sockets.admin_count,
        .threads = count_threads(),
        .idle_seconds = running->config->idle_timeout,
        .version = WAYPOST_VERSION,
        .on_request = log_request,
        .on_trouble = log_trouble,
        .context = running,
    };
    running->server = http_server_start(&options, running->config->catalog, error);
    return running->server != NULL;
}

static void log_mistakes(const struct mistakes *mistakes)
{
    const struct mistake *mistake;
    char text[MISTAKE_TEXT_SIZE];
    for (size_t i = 0; (mistake = mistakes_get(mistakes, i)) != NULL; i++)
        log_line(LOG_LEVEL_ERROR, "%s", mistake_format(mistake, text));
    log_line(LOG_LEVEL_ERROR, "reload: refused, mistakes: %zu; the old answers stay",
             mistakes_count(mistakes));
}

static bool lists_differ(const char *const *a, size_t a_count, const char *const *b,
                         size_t b_count)
{
    if (a_count != b_count)
        return true;
    for (size_t i = 0; i < a_count; i++)
        if (strcmp(a[i], b[i]) != 0)
            return true;
    return false;
}

/* Sockets and their time-outs belong to the server, which goes on as it was started. */
static void warn_of_restart(const struct config *now, const struct config *next)
{
    if (lists_differ(now->listen, now->listen_count, next->listen,
                     next->listen_count) ||
        lists_differ(now->admin_listen, now->admin_listen_count, next->admin_listen,
                     next->admin_listen_count) ||
        now->idle_timeout != next->idle_timeout)
        log_line(LOG_LEVEL_WARNING, "reload: listen, admin_listen and idle_timeout "
                                    "change at a restart only");
}

static void reload(struct running *running)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    struct config *next = NULL;
    bool taken = load_catalog(running->path, mistakes, &next);
    http_server_count_reload(running->server, taken);
    if (!taken) {
        log_mistakes(mistakes);
        return;
    }
    http_server_swap(running->server, next->catalog);
    warn_of_restart(running->config, next);
    config_free(running->config);
    running->config = next;
    atomic_store(&running->request_log, next->request_log);
    log_line(LOG_LEVEL_INFO, "reload: taken, domains: %zu",
             catalog_count(next->catalog));
}

static void wait_for_end(struct running *running, const sigset_t *signals)
{
    for (;;) {
        int signal_number = sigwaitinfo(signals, NULL);
        if (signal_number == SIGHUP)
            reload(running);
        else if (signal_number == SIGTERM || signal_number == SIGINT)
            return;
    }
}

/* The signals that mean something are taken one by one by the main thread; the server's
 * threads inherit the mask and are never interrupted. */
static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGHUP);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigprocmask(SIG_BLOCK, signals, NULL);
}

static int run_serve(const struct options *options)
{
    struct running running = {.path = load_default_path(options->config)};
    struct error error;
    sigset_t signals;
    block_signals(&signals);
    raise_descriptor_limit();
    tzset(); /* reads /etc/localtime now, not in the first answer */

    running.config = load_or_complain(options->config);
    if (running.config == NULL)
        return STATUS_USAGE;
    atomic_init(&running.request_log, running.config->request_log);
    if (!start(&running, &error)) {
        output_complain("serve: %s", error.text);
        config_free(running.config);
        return error.kind == ERROR_INPUT ? STATUS_USAGE : STATUS_WRONG;
    }
    log_line(LOG_LEVEL_INFO, "serve: started, domains: %zu",
             catalog_count(running.config->catalog));
    wait_for_end(&running, &signals);
    http_server_stop(running.server);
    config_free(running.config);
    log_line(LOG_LEVEL_INFO, "serve: ended");
    return STATUS_FINE;
}

const struct command command_serve = {
    .name = "serve",
    .operands = "",
    .summary = "answers mail programs over HTTP, behind a reverse proxy",
    .run = run_serve,
};
