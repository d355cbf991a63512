/* SPDX-License-Identifier: MIT */
/* Questions about a domain's expected records that several checks ask. For the files of
 * check/ only. */
#pragma once

#include "base/text.h"
#include "check/view.h"

/* The owner relative to the domain: "imap", "_imaps._tcp", "@". It lives in the pool.
 */
const char *expected_label(const struct view *view,
                           const struct expected_record *record);

/* The name that the data ends in, canonical, such as the target of a CNAME. It lives in
 * the pool. */
const char *expected_target(const struct view *view,
                            const struct expected_record *record);

/* The expected records of this type at "label".DOMAIN ("@": the domain), one by one;
 * NULL past the last one. */
const struct expected_record *expected_find(const struct view *view, const char *label,
                                            const char *type, size_t index);

/* The text of an expected TXT record: its character-strings put together, in the pool.
 */
struct span expected_text(struct view *view, const struct expected_record *record);

/* The first TXT record expected at "label".DOMAIN whose text begins with `start`, in
 * any case; NULL if there is none. */
const struct expected_record *expected_text_at(struct view *view, const char *label,
                                               const char *start);

/* Whether the record is a DKIM selector that leads to somebody else's key. */
bool expected_is_selector(const struct view *view,
                          const struct expected_record *record);

/* Whether the domain is to say that it takes no mail (RFC 7505). */
bool expected_is_parked(const struct view *view);

/* Whether the domain's mailboxes are at Microsoft, by what is advertised. */
bool expected_is_microsoft(const struct view *view);
