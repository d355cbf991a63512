/* SPDX-License-Identifier: MIT */
/* From the doors of a domain to their findings. For the files of this folder. */
#pragma once

#include "discover/discover.h"
#include "discover/door.h"

/* The door whose settings a mail program takes, or NULL. */
const struct door *tell_taken(const struct door *doors, size_t count);

/* Tells what was found at the doors, which are all over, and in the document of the one
 * that is taken. */
void tell_doors(const struct discovery *discovery, const struct door *doors,
                size_t count, finding_sink *sink, void *context);
