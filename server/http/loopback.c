/* SPDX-License-Identifier: MIT */
#include "http/loopback.h"

#include "base/memory.h"
#include "http/listen.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { STEP_MS = 200, GOODBYE_MS = 2000, IDLE_SECONDS = 10, VISITORS_MAX = 16 };

struct loopback {
    struct MHD_Daemon *daemon;
    unsigned port;
    const char *state;            /* that is waited for; NULL: nobody is */
    struct loopback_visit *visit; /* to be filled */
};

static const char page[] =
    "<!DOCTYPE html><html lang=\"en\"><title>waypost</title>"
    "<p>You may close this window: waypost goes on in the terminal.</p></html>\n";

static long long read_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *argument(struct MHD_Connection *connection, const char *name)
{
    const char *value =
        MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
    return value != NULL ? value : "";
}

static bool is_awaited(const struct loopback *loopback,
                       struct MHD_Connection *connection, const char *url,
                       const char *method)
{
    return loopback->state != NULL && strcmp(url, "/") == 0 &&
           strcmp(method, MHD_HTTP_METHOD_GET) == 0 &&
           strcmp(argument(connection, "state"), loopback->state) == 0;
}

/* Once only: the next one with the same state is nobody. */
static void take_visit(struct loopback *loopback, struct MHD_Connection *connection)
{
    struct loopback_visit *visit = loopback->visit;
    secret_puts(visit->code, argument(connection, "code"));
    snprintf(visit->error, sizeof visit->error, "%s", argument(connection, "error"));
    snprintf(visit->description, sizeof visit->description, "%s",
             argument(connection, "error_description"));
    loopback->state = NULL;
}

static enum MHD_Result send_page(struct MHD_Connection *connection, unsigned status,
                                 const char *text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(text), (void *)text, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are libmicrohttpd's */
static enum MHD_Result answer(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *body, size_t *body_size, void **begun)
{
    struct loopback *loopback = context;
    (void)version;
    (void)body;
    *body_size = 0;
    if (*begun == NULL) { /* the head only; the rest, if any, is on its way */
        *begun = loopback;
        return MHD_YES;
    }
    if (!is_awaited(loopback, connection, url, method))
        return send_page(connection, MHD_HTTP_NOT_FOUND, "");
    take_visit(loopback, connection);
    return send_page(connection, MHD_HTTP_OK, page);
}

static unsigned find_port(int fd)
{
    char name[LISTEN_NAME_SIZE];
    listen_name(fd, name);
    return (unsigned)strtoul(strrchr(name, ':') + 1, NULL, 10);
}

struct loopback *loopback_open(struct error *error)
{
    AUTO(loopback) struct loopback *loopback = memory_new(sizeof *loopback);
    int fd;
    if (!listen_open("127.0.0.1:0", &fd, error))
        return NULL;
    loopback->port = find_port(fd);
    loopback->daemon = MHD_start_daemon(
        MHD_NO_FLAG, 0, NULL, NULL, answer, loopback, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)VISITORS_MAX, MHD_OPTION_END);
    if (loopback->daemon != NULL)
        return TAKE(loopback);
    close(fd);
    error_set(error, ERROR_SYSTEM, "libmicrohttpd cannot listen on 127.0.0.1");
    return NULL;
}

void loopback_free(struct loopback *loopback)
{
    if (loopback == NULL)
        return;
    if (loopback->daemon != NULL)
        MHD_stop_daemon(loopback->daemon);
    memory_free(loopback);
}

unsigned loopback_port(const struct loopback *loopback)
{
    return loopback->port;
}

static bool is_busy(const struct loopback *loopback)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(loopback->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info != NULL && info->num_connections > 0;
}

bool loopback_wait(struct loopback *loopback, const char *state, unsigned seconds,
                   struct loopback_visit *visit, struct error *error)
{
    long long deadline = read_clock() + seconds * 1000LL;
    *visit = (struct loopback_visit){.code = secret_new(LOOPBACK_CODE_MAX)};
    loopback->state = state;
    loopback->visit = visit;
    while (loopback->state != NULL) {
        if (read_clock() > deadline)
            return error_set(error, ERROR_TEMPORARY,
                             "no browser came back within %u minutes", seconds / 60);
        if (MHD_run_wait(loopback->daemon, STEP_MS) != MHD_YES)
            return error_set(error, ERROR_SYSTEM, "libmicrohttpd cannot wait");
    }
    /* The page is to arrive. */
    deadline = read_clock() + GOODBYE_MS;
    while (is_busy(loopback) && read_clock() < deadline &&
           MHD_run_wait(loopback->daemon, STEP_MS) == MHD_YES)
        ;
    return true;
}

void loopback_visit_clear(struct loopback_visit *visit)
{
    secret_free(visit->code);
    *visit = (struct loopback_visit){.code = NULL};
}
