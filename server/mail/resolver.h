/* SPDX-License-Identifier: MIT */
/* Where the addresses of a server come from. A resolver answers at once: whoever runs
 * probes asks the DNS for all their hosts beforehand, many at a time, and hands out
 * here what came of it. So nothing in the probes' loop ever waits for a name. */
#pragma once

#include "mail/network.h"

#include <stddef.h>

enum resolution_status {
    RESOLUTION_FOUND,
    RESOLUTION_NXDOMAIN, /* there is no such name */
    RESOLUTION_NODATA,   /* the name has no address */
    RESOLUTION_UNKNOWN,  /* could not find out */
};

enum { RESOLUTION_MAX = 16 };

struct resolution {
    enum resolution_status status;
    struct ip_address addresses[RESOLUTION_MAX];
    size_t count;
    unsigned milliseconds; /* it took to find out */
    char text[256];        /* what else there is to say, or "" */
};

/* Fills `out` with what is known about a host name. */
typedef void resolver(void *context, const char *host, struct resolution *out);
