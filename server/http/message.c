/* SPDX-License-Identifier: MIT */
#include "http/message.h"

#include <string.h>

enum { LOCATION_MAX = 16 * 1024, BODY_MAX = 1024 * 1024 };

const char *route_name(enum route route)
{
    static const char *const names[ROUTE_COUNT] = {
        [ROUTE_NONE] = "none",
        [ROUTE_AUTOCONFIG] = "autoconfig",
        [ROUTE_AUTODISCOVER] = "autodiscover",
        [ROUTE_AUTODISCOVER_JSON] = "autodiscover.json",
        [ROUTE_AUTODISCOVER_SOAP] = "autodiscover.svc",
        [ROUTE_ADMIN] = "admin",
    };
    return names[route];
}

enum method method_parse(const char *text)
{
    static const char *const names[] = {[METHOD_GET] = "GET",
                                        [METHOD_HEAD] = "HEAD",
                                        [METHOD_POST] = "POST",
                                        [METHOD_OPTIONS] = "OPTIONS"};
    for (enum method method = METHOD_GET; method < METHOD_OTHER; method++)
        if (strcmp(text, names[method]) == 0)
            return method;
    return METHOD_OTHER;
}

void response_init(struct response *response)
{
    buf_init(&response->location, LOCATION_MAX);
    buf_init(&response->body, BODY_MAX);
    response_reset(response);
}

void response_reset(struct response *response)
{
    response->route = ROUTE_NONE;
    response->status = 0;
    response->content_type = response->cache_control = response->allow = NULL;
    response->any_origin = response->close = false;
    response->domain[0] = '\0';
    buf_reset(&response->location);
    buf_reset(&response->body);
}

void response_clear(struct response *response)
{
    buf_clear(&response->location);
    buf_clear(&response->body);
}

void response_text(struct response *response, unsigned status, const char *text)
{
    response->status = status;
    response->content_type = "text/plain; charset=utf-8";
    buf_reset(&response->body);
    buf_puts(&response->body, text);
    buf_append(&response->body, "\n", 1);
}
