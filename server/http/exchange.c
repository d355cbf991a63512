/* SPDX-License-Identifier: MIT */
#include "http/exchange.h"

#include "http/admin.h"
#include "http/routes.h"

#include <string.h>

/* How much of an overlong chunked body is read and thrown away before the connection is
 * closed instead: the 413 can only follow the whole body. */
enum { DISCARD_MAX = 1024 * 1024 };

void *exchange_on_target(void *context, const char *target, struct MHD_Connection *mhd)
{
    (void)context;
    struct connection *connection =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
            ->socket_context;
    connection_note_request(connection, target);
    return connection;
}

/* Nothing is unescaped, and libmicrohttpd forgets the path, which it would name in its
 * messages: local parts of addresses stand in there. */
size_t exchange_unescape(void *context, struct MHD_Connection *mhd, char *text)
{
    (void)context;
    (void)mhd;
    *text = '\0';
    return 0;
}

/* The body stays the connection's: it is not touched before the answer is out. */
static enum MHD_Result send_response(struct connection *connection,
                                     struct MHD_Connection *mhd)
{
    const struct response *response = &connection->response;
    struct MHD_Response *message = envelope_fit(&connection->envelope, response);
    if (message == NULL)
        return MHD_NO;
    connection->sent = connection->method == METHOD_HEAD ? 0 : response->body.length;
    connection_note_answer(connection);
    return MHD_queue_response(mhd, response->status, message);
}

static void identify(const struct catalog *catalog, struct connection *connection)
{
    forwarded_resolve(catalog_get_site(catalog),
                      connection->has_peer ? &connection->peer : NULL,
                      &connection->head.forwarding, &connection->client);
}

static enum MHD_Result refuse(const struct exchange_listener *listener,
                              struct connection *connection, struct MHD_Connection *mhd,
                              unsigned status, const char *text)
{
    struct connections *connections = listener->shared->connections;
    identify(connection_acquire(connections, connection), connection);
    connection_release(connection);
    response_text(&connection->response, status, text);
    connection->response.close = true;
    return send_response(connection, mhd);
}

/* The host of an absolute-form target goes before the Host field (RFC 9112 3.2.2). */
static struct span find_authority(const struct connection *connection)
{
    return connection->target.authority.length > 0 ? connection->target.authority
                                                   : connection->head.host;
}

static void decide(const struct exchange_listener *listener,
                   const struct catalog *catalog, struct connection *connection,
                   const char *host)
{
    const struct exchange_shared *shared = listener->shared;
    const struct request request = {
        .method = connection->method,
        .path = connection->target.path,
        .query = connection->target.query,
        .target = connection->target.origin,
        .host = host,
        .secure = connection->client.secure,
        .body = {buf_text(&connection->body), connection->body.length},
    };
    if (listener->admin)
        admin_answer(catalog, shared->metrics, !atomic_load(&shared->stopping),
                     &request, &connection->response);
    else
        routes_answer(catalog, &request, &connection->response);
}

static enum MHD_Result answer(const struct exchange_listener *listener,
                              struct connection *connection, struct MHD_Connection *mhd)
{
    char host[HOSTNAME_SIZE];
    if (connection->body_length > BODY_LIMIT)
        return refuse(listener, connection, mhd, MHD_HTTP_CONTENT_TOO_LARGE,
                      "the body is too large");
    if (!target_parse_host(find_authority(connection), host))
        host[0] = '\0';
    const struct catalog *catalog =
        connection_acquire(listener->shared->connections, connection);
    identify(catalog, connection);
    decide(listener, catalog, connection, host);
    connection_release(connection);
    return send_response(connection, mhd);
}

/* The head is complete. What is refused here ends the connection; all else is answered
 * when the whole request is in, even if there is no body: that keeps the connection. */
static enum MHD_Result begin(const struct exchange_listener *listener,
                             struct connection *connection, struct MHD_Connection *mhd,
                             const char *method, const char *version)
{
    connection->method = method_parse(method);
    connection->head_is_read = true;
    atomic_fetch_add_explicit(&listener->shared->open, 1, memory_order_relaxed);
    head_read(mhd, method, version, &connection->head);
    if (connection->head.size > HEAD_LIMIT)
        return refuse(listener, connection, mhd,
                      MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE,
                      "the head is too large");
    if (connection->head.fault != NULL)
        return refuse(listener, connection, mhd, MHD_HTTP_BAD_REQUEST,
                      connection->head.fault);
    if (!connection->target_is_legal)
        return refuse(listener, connection, mhd, MHD_HTTP_BAD_REQUEST,
                      "the target is malformed");
    if (head_body_exceeds(&connection->head, BODY_LIMIT))
        return refuse(listener, connection, mhd, MHD_HTTP_CONTENT_TOO_LARGE,
                      "the body is too large");
    return MHD_YES;
}

static enum MHD_Result take_body(struct connection *connection, const char *data,
                                 size_t size)
{
    connection->body_length += size;
    if (connection->body_length <= BODY_LIMIT)
        buf_append(&connection->body, data, size);
    return connection->body_length <= DISCARD_MAX ? MHD_YES : MHD_NO;
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are libmicrohttpd's */
enum MHD_Result exchange_on_access(void *context, struct MHD_Connection *mhd,
                                   const char *url, const char *method,
                                   const char *version, const char *data, size_t *size,
                                   void **state)
{
    struct connection *connection = *state;
    (void)url;
    if (!connection->head_is_read)
        return begin(context, connection, mhd, method, version);
    if (*size > 0) {
        size_t taken = *size;
        *size = 0;
        return take_body(connection, data, taken);
    }
    return answer(context, connection, mhd);
}

static unsigned long microseconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long)((now.tv_sec - start->tv_sec) * 1000000 +
                           (now.tv_nsec - start->tv_nsec) / 1000);
}

static void report_request(const struct http_options *options,
                           const struct connection *connection,
                           unsigned long microseconds)
{
    const struct client *client = &connection->client;
    const struct response *response = &connection->response;
    if (options->on_request == NULL)
        return;
    const struct http_event event = {
        .client = client->known ? &client->address : NULL,
        .domain = response->domain[0] != '\0' ? response->domain : "-",
        .route = response->route,
        .status = response->status,
        .bytes = connection->sent,
        .microseconds = microseconds,
    };
    options->on_request(options->context, &event);
}

void exchange_on_completed(void *context, struct MHD_Connection *mhd, void **state,
                           enum MHD_RequestTerminationCode reason)
{
    const struct exchange_listener *listener = context;
    struct exchange_shared *shared = listener->shared;
    struct connection *connection = *state;
    (void)mhd;
    (void)reason;
    if (connection == NULL || !connection->head_is_read)
        return;
    if (connection->response.status != 0) {
        unsigned long microseconds = microseconds_since(&connection->started);
        metrics_count(shared->metrics, &connection->response,
                      family_parse(connection->head.user_agent), microseconds);
        report_request(&shared->options, connection, microseconds);
    }
    connection_note_completed(shared->connections, connection);
    atomic_fetch_sub_explicit(&shared->open, 1, memory_order_relaxed);
}

void exchange_on_connection(void *context, struct MHD_Connection *mhd,
                            void **socket_context,
                            enum MHD_ConnectionNotificationCode code)
{
    const struct exchange_listener *listener = context;
    struct connections *connections = listener->shared->connections;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        int fd =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        const struct sockaddr *peer =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
                ->client_addr;
        *socket_context = connections_open(connections, fd, peer);
    } else {
        connections_close(connections, *socket_context);
    }
}
