/* SPDX-License-Identifier: MIT */
/* Whether those who get a domain's DMARC reports want them (RFC 9990 3). */
#pragma once

#include "check/dmarc_policy.h"
#include "check/view.h"

#include <stdbool.h>

/* Judges the addresses of the one record of an answer about _dmarc.DOMAIN, and adds a
 * finding for each that gets no reports; remedies make its policy `least` at least.
 * Returns whether there was any. */
bool dmarc_judge_reports(struct view *view, const struct dns_answer *answer,
                         const struct dns_record *record, enum dmarc_level least);
