/* SPDX-License-Identifier: MIT */
/* Questions about a domain's expected records that several checks ask. For the files of
 * check/ only. */
#pragma once

#include "check/view.h"

/* The owner relative to the domain: "imap", "_imaps._tcp", "@". It lives in the pool.
 */
const char *expected_label(const struct view *view,
                           const struct expected_record *record);

/* The name that the data ends in, canonical, such as the target of a CNAME. It lives in
 * the pool. */
const char *expected_target(const struct view *view,
                            const struct expected_record *record);

/* The first expected record of this type at a label, or NULL. */
const struct expected_record *expected_find(const struct view *view, const char *label,
                                            const char *type);

/* Whether the domain's mailboxes are at Microsoft, by what is advertised. */
bool expected_is_microsoft(const struct view *view);
