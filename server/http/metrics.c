/* SPDX-License-Identifier: MIT */
#include "http/metrics.h"

#include "base/memory.h"

#include <stdatomic.h>

/* What waypost answers; anything else would be counted as the last. */
static const unsigned statuses[] = {200, 204, 302, 400, 404, 405, 413, 431, 503};
enum { STATUS_COUNT = sizeof statuses / sizeof *statuses };

/* Upper bounds in microseconds; the slowest clients give up after 15 s. */
static const unsigned long bounds[] = {10,   25,    50,     100,    250,
                                       1000, 10000, 100000, 1000000};
enum { BOUND_COUNT = sizeof bounds / sizeof *bounds };

struct metrics {
    const char *version;
    atomic_ulong requests[ROUTE_COUNT][STATUS_COUNT][FAMILY_COUNT];
    atomic_ulong buckets[BOUND_COUNT + 1];
    atomic_ulong microseconds;
    atomic_ulong reloads[2];
};

struct metrics *metrics_new(const char *version)
{
    struct metrics *metrics = memory_new(sizeof *metrics);
    metrics->version = version;
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    memory_free(metrics);
}

static void add(atomic_ulong *counter, unsigned long number)
{
    atomic_fetch_add_explicit(counter, number, memory_order_relaxed);
}

static unsigned long get(const atomic_ulong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static size_t find_status(unsigned status)
{
    size_t i = 0;
    while (i < STATUS_COUNT - 1 && statuses[i] != status)
        i++;
    return i;
}

static size_t find_bucket(unsigned long microseconds)
{
    size_t i = 0;
    while (i < BOUND_COUNT && microseconds > bounds[i])
        i++;
    return i;
}

void metrics_count(struct metrics *metrics, const struct response *response,
                   enum client_family family, unsigned long microseconds)
{
    add(&metrics->requests[response->route][find_status(response->status)][family], 1);
    add(&metrics->buckets[find_bucket(microseconds)], 1);
    add(&metrics->microseconds, microseconds);
}

void metrics_count_reload(struct metrics *metrics, bool taken)
{
    add(&metrics->reloads[taken], 1);
}

static void print_requests(const struct metrics *metrics, struct buf *out)
{
    buf_puts(out, "# HELP waypost_requests_total Answered requests.\n"
                  "# TYPE waypost_requests_total counter\n");
    for (size_t i = 0; i < (size_t)ROUTE_COUNT * STATUS_COUNT * FAMILY_COUNT; i++) {
        size_t route = i / ((size_t)STATUS_COUNT * FAMILY_COUNT);
        size_t status = i / FAMILY_COUNT % STATUS_COUNT;
        size_t family = i % FAMILY_COUNT;
        unsigned long count = get(&metrics->requests[route][status][family]);
        if (count > 0)
            buf_printf(
                out,
                "waypost_requests_total{route=\"%s\",status=\"%u\",client=\"%s\"} "
                "%lu\n",
                route_name(route), statuses[status], family_name(family), count);
    }
}

static void print_seconds(const struct metrics *metrics, struct buf *out)
{
    unsigned long total = 0;
    buf_puts(out, "# HELP waypost_request_seconds Time from the request's head to the "
                  "end of its answer.\n"
                  "# TYPE waypost_request_seconds histogram\n");
    for (size_t i = 0; i < BOUND_COUNT; i++) {
        total += get(&metrics->buckets[i]);
        buf_printf(out, "waypost_request_seconds_bucket{le=\"%g\"} %lu\n",
                   (double)bounds[i] / 1e6, total);
    }
    total += get(&metrics->buckets[BOUND_COUNT]);
    buf_printf(out, "waypost_request_seconds_bucket{le=\"+Inf\"} %lu\n", total);
    buf_printf(out,
               "waypost_request_seconds_sum %.6f\nwaypost_request_seconds_count %lu\n",
               (double)get(&metrics->microseconds) / 1e6, total);
}

void metrics_print(const struct metrics *metrics, size_t domains, struct buf *out)
{
    print_requests(metrics, out);
    print_seconds(metrics, out);
    buf_printf(out,
               "# HELP waypost_reloads_total Reloads of the configuration.\n"
               "# TYPE waypost_reloads_total counter\n"
               "waypost_reloads_total{result=\"taken\"} %lu\n"
               "waypost_reloads_total{result=\"refused\"} %lu\n",
               get(&metrics->reloads[true]), get(&metrics->reloads[false]));
    buf_printf(out,
               "# HELP waypost_domains Names in the catalog.\n"
               "# TYPE waypost_domains gauge\n"
               "waypost_domains %zu\n"
               "# HELP waypost_build_info The version that runs.\n"
               "# TYPE waypost_build_info gauge\n"
               "waypost_build_info{version=\"%s\"} 1\n",
               domains, metrics->version);
}
