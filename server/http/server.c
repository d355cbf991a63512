/* SPDX-License-Identifier: MIT */
#include "http/server.h"

#include "base/memory.h"
#include "http/exchange.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* Room for a head of 8 KiB with some twenty fields and for the head of its answer;
 * beyond it libmicrohttpd answers 431 by itself. It clears all of this after every
 * request, so that more would cost more than the answer. */
enum { CONNECTION_MEMORY = 9728 };

enum { CONNECTIONS_MAX = 10000, SPARE_DESCRIPTORS = 64, STOP_SECONDS = 5 };

struct http_server {
    struct exchange_shared shared;
    struct exchange_listener public, admin;
    struct MHD_Daemon **daemons;
    size_t daemon_count;
    pthread_t watch;
    bool watched;
};

PRINTF_LIKE(2, 0)
static void pass_trouble(void *context, const char *format, va_list arguments)
{
    const struct http_options *options = context;
    char text[256];
    if (options->on_trouble == NULL)
        return;
    vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = '\0';
    options->on_trouble(options->context, text);
}

/* As many as descriptors allow, so that accept never fails for want of one. */
static unsigned connection_limit(size_t listeners)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 ||
        files.rlim_cur >= 2UL * CONNECTIONS_MAX)
        return CONNECTIONS_MAX;
    if (files.rlim_cur <= (rlim_t)SPARE_DESCRIPTORS * 2)
        return SPARE_DESCRIPTORS;
    return (unsigned)((files.rlim_cur - SPARE_DESCRIPTORS) / listeners);
}

/* How long libmicrohttpd is to bear silence. To know, it notes the time of all it reads
 * and writes, under a lock. The kernel does so for TCP, where the watch asks it. */
static unsigned silence_limit(const struct http_options *options, int socket)
{
    int family = AF_UNIX;
    socklen_t length = sizeof family;
    getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &family, &length);
    return family == AF_UNIX ? options->idle_seconds : 0;
}

static struct MHD_Daemon *start_daemon(struct exchange_listener *listener, int socket,
                                       size_t listeners)
{
    const struct http_options *options = &listener->shared->options;
    unsigned threads = listener->admin ? 1 : options->threads;
    const struct MHD_OptionItem pool[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        exchange_on_access, listener, MHD_OPTION_EXTERNAL_LOGGER, pass_trouble, options,
        MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
        connection_limit(listeners), MHD_OPTION_CONNECTION_TIMEOUT,
        silence_limit(options, socket), MHD_OPTION_URI_LOG_CALLBACK, exchange_on_target,
        listener, MHD_OPTION_UNESCAPE_CALLBACK, exchange_unescape, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, exchange_on_completed, listener,
        MHD_OPTION_NOTIFY_CONNECTION, exchange_on_connection, listener,
        MHD_OPTION_ARRAY, threads > 1 ? pool : pool + 1, MHD_OPTION_END);
}

static bool start_listeners(struct http_server *server, struct error *error)
{
    const struct http_options *options = &server->shared.options;
    size_t total = options->socket_count + options->admin_socket_count;
    server->daemons = memory_new(total * sizeof(struct MHD_Daemon *));
    for (size_t i = 0; i < total; i++) {
        bool public = i < options->socket_count;
        int socket = public ? options->sockets[i]
                            : options->admin_sockets[i - options->socket_count];
        server->daemons[i] =
            start_daemon(public ? &server->public : &server->admin, socket, total);
        if (server->daemons[i] == NULL)
            return error_set(error, ERROR_SYSTEM, "cannot start a listener: %m");
        server->daemon_count++;
    }
    return true;
}

/* Ends what takes too long, and what is silent on TCP. */
static void *watch_connections(void *context)
{
    struct http_server *server = context;
    while (!atomic_load(&server->shared.stopping)) {
        connections_end_overdue(server->shared.connections);
        nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
    }
    return NULL;
}

struct http_server *http_server_start(const struct http_options *options,
                                      const struct catalog *catalog,
                                      struct error *error)
{
    struct http_server *server = memory_new(sizeof *server);
    server->shared.options = *options;
    server->shared.connections = connections_new(catalog, options->idle_seconds);
    server->shared.metrics = metrics_new(options->version);
    server->public = (struct exchange_listener){&server->shared, false};
    server->admin = (struct exchange_listener){&server->shared, true};
    int failed = pthread_create(&server->watch, NULL, watch_connections, server);
    server->watched = failed == 0;
    if (server->watched && start_listeners(server, error))
        return server;
    if (!server->watched) {
        errno = failed;
        error_set(error, ERROR_SYSTEM, "cannot start a thread: %m");
    }
    http_server_stop(server);
    return NULL;
}

const struct catalog *http_server_swap(struct http_server *server,
                                       const struct catalog *next)
{
    return connections_swap(server->shared.connections, next);
}

void http_server_count_reload(struct http_server *server, bool taken)
{
    metrics_count_reload(server->shared.metrics, taken);
}

/* A listening socket that nobody knows. -1 if there is none to be had. */
static int open_quiet_socket(void)
{
    const struct sockaddr unnamed = {.sa_family = AF_UNIX};
    int quiet = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (quiet < 0 ||
        (bind(quiet, &unnamed, sizeof unnamed.sa_family) == 0 && listen(quiet, 0) == 0))
        return quiet;
    close(quiet);
    return -1;
}

/* Nobody connects from now on; whoever waits at a socket that systemd keeps is answered
 * after the restart. MHD_quiesce_daemon is there for this, but sometimes finds that a
 * thread of the pool was faster and aborts; so accept gets a socket where nobody waits.
 */
static void stop_accepting(struct MHD_Daemon *daemon)
{
    int quiet = open_quiet_socket();
    if (quiet < 0)
        return;
    dup2(quiet, MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_LISTEN_FD)->listen_fd);
    close(quiet);
}

static void wait_for_open_requests(struct http_server *server)
{
    for (unsigned i = 0; i < STOP_SECONDS * 100; i++) {
        if (atomic_load(&server->shared.open) == 0)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
}

const struct catalog *http_server_stop(struct http_server *server)
{
    if (server == NULL)
        return NULL;
    atomic_store(&server->shared.stopping, true);
    for (size_t i = 0; i < server->daemon_count; i++)
        stop_accepting(server->daemons[i]);
    wait_for_open_requests(server);
    for (size_t i = 0; i < server->daemon_count; i++)
        MHD_stop_daemon(server->daemons[i]);
    if (server->watched)
        pthread_join(server->watch, NULL);
    const struct catalog *catalog = connections_swap(server->shared.connections, NULL);
    connections_free(server->shared.connections);
    metrics_free(server->shared.metrics);
    memory_free(server->daemons);
    memory_free(server);
    return catalog;
}
