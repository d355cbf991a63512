/* SPDX-License-Identifier: MIT */
/* Counters in Prometheus' text format. Labels come from fixed sets, so that no caller
 * can make the output grow; counting takes no locks. */
#pragma once

#include "base/buf.h"
#include "http/family.h"
#include "http/message.h"

#include <stdbool.h>
#include <stddef.h>

struct metrics;

/* Counters at zero, to be given to metrics_free. `version` is borrowed. */
struct metrics *metrics_new(const char *version);

/* Frees; NULL is fine. */
void metrics_free(struct metrics *metrics);
DEFINE_AUTO(metrics)

/* Counts one answered request. */
void metrics_count(struct metrics *metrics, const struct response *response,
                   enum client_family family, unsigned long microseconds);

/* Counts a reload that was taken over, or refused for its mistakes. */
void metrics_count_reload(struct metrics *metrics, bool taken);

/* Appends all counters, and the number of domains served now. */
void metrics_print(const struct metrics *metrics, size_t domains, struct buf *out);
