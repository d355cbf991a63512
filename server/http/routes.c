/* SPDX-License-Identifier: MIT */
#include "http/routes.h"

#include "base/text.h"
#include "http/answer.h"

#include <string.h>
#include <strings.h>

typedef void answer_function(const struct catalog *catalog,
                             const struct request *request, struct response *response);

/* Autoconfig paths are sent in one case by every client; Autodiscover's in any. */
struct path {
    const char *text;
    enum route route;
    bool any_case, prefix;
};

static const struct path paths[] = {
    {"/mail/config-v1.1.xml", ROUTE_AUTOCONFIG, false, false},
    {"/.well-known/autoconfig/mail/config-v1.1.xml", ROUTE_AUTOCONFIG, false, false},
    {"/.well-known/mail-v1.xml", ROUTE_AUTOCONFIG, false, false},
    {"/autodiscover/autodiscover.xml", ROUTE_AUTODISCOVER, true, false},
    {JSON_PATH, ROUTE_AUTODISCOVER_JSON, true, false},
    {JSON_ADDRESS_PATH, ROUTE_AUTODISCOVER_JSON, true, true},
    {"/autodiscover/autodiscover.svc", ROUTE_AUTODISCOVER_SOAP, true, false},
};

struct handler {
    answer_function *answer;
    const char *allow;
    bool post;        /* POST is allowed beside GET and HEAD */
    bool secure_only; /* in clear it redirects only */
};

static const struct handler handlers[ROUTE_COUNT] = {
    [ROUTE_AUTOCONFIG] = {answer_autoconfig, "GET, HEAD, OPTIONS", false, false},
    [ROUTE_AUTODISCOVER] = {answer_autodiscover, "GET, HEAD, POST, OPTIONS", true,
                            true},
    [ROUTE_AUTODISCOVER_JSON] = {answer_autodiscover_json, "GET, HEAD, OPTIONS", false,
                                 true},
    [ROUTE_AUTODISCOVER_SOAP] = {answer_autodiscover_soap, "GET, HEAD, POST, OPTIONS",
                                 true, true},
};

static bool path_matches(const struct path *path, const char *text)
{
    if (!path->any_case)
        return strcmp(text, path->text) == 0;
    if (path->prefix)
        return strncasecmp(text, path->text, strlen(path->text)) == 0;
    return strcasecmp(text, path->text) == 0;
}

static enum route find_route(const char *text)
{
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (path_matches(&paths[i], text))
            return paths[i].route;
    return ROUTE_NONE;
}

static bool method_fits(const struct handler *handler, enum method method)
{
    return method == METHOD_GET || method == METHOD_HEAD ||
           (method == METHOD_POST && handler->post);
}

static void answer_method(const struct handler *handler, enum method method,
                          struct response *response)
{
    if (method == METHOD_OPTIONS)
        response->status = 204;
    else
        response_text(response, 405, "method not allowed");
    response->allow = handler->allow;
}

void routes_answer(const struct catalog *catalog, const struct request *request,
                   struct response *response)
{
    response->route = find_route(request->path);
    const struct handler *handler = &handlers[response->route];
    if (handler->answer == NULL)
        answer_not_found(response);
    else if (!method_fits(handler, request->method))
        answer_method(handler, request->method, response);
    else if (handler->secure_only && !request->secure)
        answer_use_https(catalog, request, response);
    else
        handler->answer(catalog, request, response);
}
