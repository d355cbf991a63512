/* SPDX-License-Identifier: MIT */
/* The device flow (RFC 8628): a person logs in with a browser anywhere and enters a
 * code there; meanwhile the server is asked again and again. */
#pragma once

#include "base/cleanup.h"
#include "base/error.h"
#include "base/secret.h"
#include "oauth/client.h"
#include "oauth/grant.h"
#include "oauth/refusal.h"

#include <stdbool.h>

enum { DEVICE_CODE_SIZE = 64, DEVICE_URL_SIZE = 512, DEVICE_MESSAGE_SIZE = 1024 };

/* What the server says to begin with; strings are fit to be shown. */
struct device {
    struct secret *code; /* what we ask with */
    char user_code[DEVICE_CODE_SIZE];
    char url[DEVICE_URL_SIZE];
    char complete_url[DEVICE_URL_SIZE]; /* with the code in it; or "" */
    char
        message[DEVICE_MESSAGE_SIZE]; /* for the person, as Microsoft sends it; or "" */
    unsigned interval;                /* seconds between questions */
    unsigned seconds;                 /* until it expires */
};

/* Reads the answer of a device authorization endpoint. False with ERROR_INPUT; to be
 * given to device_clear whatever is returned. */
MUST_CHECK bool device_read(struct span json, struct device *out, struct error *error);

/* Overwrites and frees. */
void device_clear(struct device *device);

/* Asks for a code. To be given to device_clear whatever is returned. */
MUST_CHECK bool device_begin(const struct client *client, struct device *out,
                             struct refusal *refusal);

/* Asks, as often as the server lets us, until the person has logged in or declined, or
 * the code has expired. NULL when there is no token. */
MUST_CHECK struct grant *device_wait(const struct client *client,
                                     const struct device *device,
                                     struct refusal *refusal);
