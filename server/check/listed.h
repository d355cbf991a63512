/* SPDX-License-Identifier: MIT */
/* What the template lists for a domain, for checks that compare a part of it, and
 * remedies made of it. For the files of check/ only. */
#pragma once

#include "base/text.h"
#include "check/view.h"

/* The records of this type that are listed at "label".DOMAIN ("@": the domain), one by
 * one; NULL past the last one. */
const struct expected_record *listed_at(const struct view *view, const char *label,
                                        const char *type, size_t index);

/* The text of a listed TXT record: its character-strings put together, in the pool. */
struct span listed_text(struct view *view, const struct expected_record *record);

/* The first TXT record listed at "label".DOMAIN whose text begins with `start`, in any
 * case; NULL if there is none. */
const struct expected_record *listed_text_at(struct view *view, const char *label,
                                             const char *start);

/* Whether the domain is to say that it takes no mail (RFC 7505). */
bool listed_is_parked(const struct view *view);

/* Adds a listed record to the remedy; if it is not known in full, as the comment that
 * `waypost zone` prints. */
void remedy_add_listed(struct view *view, struct finding *finding,
                       const struct expected_record *record);

/* Adds a comment to the remedy, for what no record mends by itself. */
void remedy_note(struct view *view, struct finding *finding, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Adds a TXT record of this text to the remedy. */
void remedy_add_text(struct view *view, struct finding *finding, const char *name,
                     struct span text);

/* Adds to the remedy that these records of a TXT answer go; of an alias, that the alias
 * goes. */
void remedy_remove_texts(struct view *view, struct finding *finding,
                         const struct dns_answer *answer,
                         const struct dns_record *const *records, size_t count);

/* The text of a TXT record. */
struct span record_text(const struct dns_record *record);

/* Whether an answer says that there is no such record, or no such name. */
bool answer_is_empty(const struct dns_answer *answer);

enum presence {
    PRESENCE_NOT_YET, /* the answer is not there yet */
    PRESENCE_UNKNOWN, /* it is not to be had */
    PRESENCE_NO,
    PRESENCE_YES,
};

/* Whether a name has an address; where that is unknown, `unknown` is the answer that
 * says why. Asks for AAAA only if there is no A. */
enum presence view_has_address(struct view *view, const char *name,
                               const struct dns_answer **unknown);
