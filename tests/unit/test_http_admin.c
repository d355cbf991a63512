/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "http/admin.h"

#include <string.h>

/* example.com by name, *.campus.example by suffix, a no on purpose, and everybody. */
static struct catalog *make_catalog(void)
{
    static const struct service service = {.security = SECURITY_TLS};
    static const struct offer offer = {.services = &service, .service_count = 1};
    static const struct settings yes = {.offer = &offer}, no = {.offer = NULL};
    struct catalog *catalog = catalog_new();
    catalog_site(catalog)->host = "waypost.example.net";
    EXPECT(catalog_add(catalog, "example.com", &yes) == NULL);
    EXPECT(catalog_add(catalog, "*.campus.example", &yes) == NULL);
    EXPECT(catalog_add(catalog, "refused.example", &no) == NULL);
    EXPECT(catalog_add(catalog, "*", &yes) == NULL);
    return catalog;
}

struct row {
    enum method method;
    const char *path, *query;
    bool stopping;
    unsigned status;
};

static const struct row rows[] = {
    {.path = "/healthz", .status = 200},
    {.path = "/readyz", .status = 200},
    {.path = "/readyz", .stopping = true, .status = 503},
    {.path = "/metrics", .status = 200},
    {.path = "/metrics", .method = METHOD_HEAD, .status = 200},
    {.path = "/metrics", .method = METHOD_POST, .status = 405},
    {.path = "/metrics/", .status = 404},
    {.path = "/", .status = 404},
    {.path = "", .status = 404},
    {.path = "/ask", .query = "domain=example.com", .status = 200},
    {.path = "/ask", .query = "domain=autoconfig.example.com", .status = 200},
    {.path = "/ask", .query = "domain=autodiscover.Example.com", .status = 200},
    {.path = "/ask", .query = "a=b&domain=waypost.example.net", .status = 200},
    {.path = "/ask", .query = "domain=math.campus.example", .status = 200},
    {.path = "/ask", .query = "domain=campus.example", .status = 404},
    {.path = "/ask", .query = "domain=www.example.com", .status = 404},
    {.path = "/ask", .query = "domain=refused.example", .status = 404},
    {.path = "/ask", .query = "domain=only-the-star.test", .status = 404},
    {.path = "/ask", .query = "domain=example.com%0a", .status = 404},
    {.path = "/ask", .query = "domain=", .status = 404},
    {.path = "/ask", .query = "", .status = 404},
};

static void answers(void)
{
    AUTO(catalog) struct catalog *catalog = make_catalog();
    AUTO(metrics) struct metrics *metrics = metrics_new("1.2.3");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        const char *query = row->query != NULL ? row->query : "";
        const struct request request = {.method = row->method,
                                        .path = row->path,
                                        .query = {query, strlen(query)},
                                        .host = ""};
        struct response response;
        response_init(&response);
        expect_case(query[0] != '\0' ? query : row->path);
        admin_answer(catalog, metrics, !row->stopping, &request, &response);
        EXPECT_UINT(response.status, row->status);
        EXPECT_UINT(response.route, ROUTE_ADMIN);
        EXPECT(response.body.length > 0 && response.content_type != NULL);
        response_clear(&response);
    }
}

int main(void)
{
    RUN(answers);
    return expect_report();
}
