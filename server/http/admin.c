/* SPDX-License-Identifier: MIT */
#include "http/admin.h"

#include "http/answer.h"
#include "http/target.h"

#include <string.h>

/* On-demand TLS asks before it orders a certificate. A name that only "*" serves could
 * be anybody's, and would let strangers order without end. */
static bool wants_certificate(const struct catalog *catalog, const char *name)
{
    const struct site *site = catalog_get_site(catalog);
    struct subject subject = subject_by_host(catalog, name);
    return (subject_has_answer(&subject) && catalog_names(catalog, subject.domain)) ||
           (site->host != NULL && strcmp(site->host, name) == 0);
}

static void answer_ask(const struct catalog *catalog, const struct request *request,
                       struct response *response)
{
    char text[HOSTNAME_SIZE], name[HOSTNAME_SIZE];
    if (target_query(request->query, "domain", text, sizeof text) &&
        hostname_normalise(text, strlen(text), name) &&
        wants_certificate(catalog, name))
        response_text(response, 200, "yes");
    else
        response_text(response, 404, "no");
}

static void answer_metrics(const struct catalog *catalog, const struct metrics *metrics,
                           struct response *response)
{
    metrics_print(metrics, catalog_count(catalog), &response->body);
    response->status = 200;
    response->content_type = "text/plain; version=0.0.4; charset=utf-8";
}

void admin_answer(const struct catalog *catalog, const struct metrics *metrics,
                  bool ready, const struct request *request, struct response *response)
{
    response->route = ROUTE_ADMIN;
    if (request->method != METHOD_GET && request->method != METHOD_HEAD) {
        response_text(response, 405, "method not allowed");
        response->allow = "GET, HEAD";
    } else if (strcmp(request->path, "/metrics") == 0) {
        answer_metrics(catalog, metrics, response);
    } else if (strcmp(request->path, "/healthz") == 0) {
        response_text(response, 200, "ok");
    } else if (strcmp(request->path, "/readyz") == 0) {
        response_text(response, ready ? 200 : 503, ready ? "ready" : "stopping");
    } else if (strcmp(request->path, "/ask") == 0) {
        answer_ask(catalog, request, response);
    } else {
        answer_not_found(response);
    }
}
