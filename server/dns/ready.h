/* SPDX-License-Identifier: MIT */
/* Who waits for how many answers, and who does not any more. */
#pragma once

#include "dns/state.h"

/* The asker waits for one more answer. */
void ready_more(struct dns *dns, struct dns_asker *asker);

/* One of the answers it waits for is there. */
void ready_less(struct dns *dns, struct dns_asker *asker);

/* Takes the next one off the list of those that wait for nothing any more; NULL: none.
 */
struct dns_asker *ready_take(struct dns *dns);

/* The asker is given up, wherever it is. */
void ready_forget(struct dns *dns, struct dns_asker *asker);
