/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "http/metrics.h"

#include <string.h>

enum { OUTPUT_MAX = 256 * 1024 };

static void print(const struct metrics *metrics, struct buf *out)
{
    buf_init(out, OUTPUT_MAX);
    metrics_print(metrics, 7, out);
}

static void expect_line(const struct buf *text, const char *line, bool stands)
{
    expect_case(line);
    EXPECT_UINT(strstr(buf_text(text), line) != NULL, stands);
    expect_case(NULL);
}

static void count(struct metrics *metrics, enum route route, unsigned status,
                  unsigned long microseconds)
{
    struct response response = {.route = route, .status = status};
    metrics_count(metrics, &response, FAMILY_OUTLOOK, microseconds);
}

static void requests(void)
{
    AUTO(metrics) struct metrics *metrics = metrics_new("1.2.3");
    struct buf text;
    count(metrics, ROUTE_AUTODISCOVER, 200, 5);
    count(metrics, ROUTE_AUTODISCOVER, 200, 10);
    count(metrics, ROUTE_NONE, 404, 11);
    count(metrics, ROUTE_ADMIN, 418, 5000000);
    print(metrics, &text);
    expect_line(&text,
                "\nwaypost_requests_total{route=\"autodiscover\",status=\"200\","
                "client=\"outlook\"} 2\n",
                true);
    expect_line(&text,
                "\nwaypost_requests_total{route=\"none\",status=\"404\","
                "client=\"outlook\"} 1\n",
                true);
    expect_line(&text, "418", false); /* no status of ours makes no new label */
    expect_line(&text, "\nwaypost_request_seconds_bucket{le=\"1e-05\"} 2\n", true);
    expect_line(&text, "\nwaypost_request_seconds_bucket{le=\"2.5e-05\"} 3\n", true);
    expect_line(&text, "\nwaypost_request_seconds_bucket{le=\"1\"} 3\n", true);
    expect_line(&text, "\nwaypost_request_seconds_bucket{le=\"+Inf\"} 4\n", true);
    expect_line(&text, "\nwaypost_request_seconds_count 4\n", true);
    expect_line(&text, "\nwaypost_request_seconds_sum 5.000026\n", true);
    buf_clear(&text);
}

static void service(void)
{
    AUTO(metrics) struct metrics *metrics = metrics_new("1.2.3");
    struct buf text;
    metrics_count_reload(metrics, true);
    metrics_count_reload(metrics, false);
    metrics_count_reload(metrics, false);
    print(metrics, &text);
    expect_line(&text, "\nwaypost_reloads_total{result=\"taken\"} 1\n", true);
    expect_line(&text, "\nwaypost_reloads_total{result=\"refused\"} 2\n", true);
    expect_line(&text, "\nwaypost_domains 7\n", true);
    expect_line(&text, "\nwaypost_build_info{version=\"1.2.3\"} 1\n", true);
    expect_line(&text, "waypost_requests_total{", false);
    buf_clear(&text);
}

/* However much is counted, /metrics is no larger than this. */
static void bounded(void)
{
    AUTO(metrics) struct metrics *metrics = metrics_new("1.2.3");
    struct response response;
    struct buf text;
    response_init(&response);
    for (unsigned route = 0; route < ROUTE_COUNT; route++)
        for (response.status = 100; response.status < 600; response.status++)
            for (unsigned family = 0; family < FAMILY_COUNT; family++) {
                response.route = (enum route)route;
                metrics_count(metrics, &response, (enum client_family)family, 1);
            }
    print(metrics, &text);
    EXPECT(!text.overflowed);
    EXPECT(text.length < (size_t)64 * 1024);
    buf_clear(&text);
    response_clear(&response);
}

int main(void)
{
    RUN(requests);
    RUN(service);
    RUN(bounded);
    return expect_report();
}
