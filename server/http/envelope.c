/* SPDX-License-Identifier: MIT */
#include "http/envelope.h"

#include <microhttpd.h>
#include <stdio.h>

static bool fits(const struct envelope *envelope, const struct response *response,
                 time_t now)
{
    /* The texts are constants of the routes, so that their addresses tell them apart.
     */
    return envelope->message != NULL && envelope->made == now &&
           !envelope->has_location && response->location.length == 0 &&
           envelope->body.at == response->body.data &&
           envelope->body.length == response->body.length &&
           envelope->content_type == response->content_type &&
           envelope->cache_control == response->cache_control &&
           envelope->allow == response->allow &&
           envelope->any_origin == response->any_origin &&
           envelope->close == response->close;
}

static void add_header(struct MHD_Response *message, const char *name,
                       const char *value)
{
    if (value != NULL)
        MHD_add_response_header(message, name, value);
}

/* libmicrohttpd would do it for every answer (RFC 9110 6.6.1), and for much more than
 * this costs once a second. */
static void add_date(struct MHD_Response *message, time_t now)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char date[64];
    struct tm utc;
    gmtime_r(&now, &utc);
    snprintf(date, sizeof date, "%s, %02d %s %d %02d:%02d:%02d GMT", days[utc.tm_wday],
             utc.tm_mday, months[utc.tm_mon], 1900 + utc.tm_year, utc.tm_hour,
             utc.tm_min, utc.tm_sec);
    add_header(message, MHD_HTTP_HEADER_DATE, date);
}

static void add_headers(struct MHD_Response *message, const struct response *response,
                        time_t now)
{
    add_date(message, now);
    add_header(message, MHD_HTTP_HEADER_CONTENT_TYPE, response->content_type);
    add_header(message, MHD_HTTP_HEADER_CACHE_CONTROL, response->cache_control);
    add_header(message, MHD_HTTP_HEADER_ALLOW, response->allow);
    if (response->location.length > 0)
        add_header(message, MHD_HTTP_HEADER_LOCATION, response->location.data);
    if (response->content_type != NULL)
        add_header(message, "X-Content-Type-Options", "nosniff");
    if (response->any_origin)
        add_header(message, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    if (response->close)
        add_header(message, MHD_HTTP_HEADER_CONNECTION, "close");
}

struct MHD_Response *envelope_fit(struct envelope *envelope,
                                  const struct response *response)
{
    time_t now = time(NULL);
    if (fits(envelope, response, now))
        return envelope->message;
    envelope_clear(envelope);
    struct MHD_Response *message = MHD_create_response_from_buffer(
        response->body.length, response->body.data, MHD_RESPMEM_PERSISTENT);
    if (message == NULL)
        return NULL;
    add_headers(message, response, now);
    *envelope = (struct envelope){
        .message = message,
        .made = now,
        .body = {response->body.data, response->body.length},
        .content_type = response->content_type,
        .cache_control = response->cache_control,
        .allow = response->allow,
        .any_origin = response->any_origin,
        .close = response->close,
        .has_location = response->location.length > 0,
    };
    return message;
}

void envelope_clear(struct envelope *envelope)
{
    if (envelope->message != NULL)
        MHD_destroy_response(envelope->message);
    *envelope = (struct envelope){.message = NULL};
}
