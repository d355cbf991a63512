/* SPDX-License-Identifier: MIT */
/* The lines of a remedy: pasted into the zone file they mend it, and what has to go is
 * named in comments, for it is the administrator who takes away. For the files of
 * check/ only. */
#pragma once

#include "base/text.h"
#include "check/view.h"

/* Adds lines to the remedy: a record to publish, and one to take away as "; remove:
 * RECORD". */
void remedy_add(struct view *view, struct finding *finding, const char *name,
                enum dns_type type, const char *data);
void remedy_remove(struct view *view, struct finding *finding, const char *name,
                   enum dns_type type, const char *data);

/* The same for all that stands at the name itself: the first hop of its chain, or the
 * records of the answer. */
void remedy_remove_answer(struct view *view, struct finding *finding,
                          const struct dns_answer *answer);

/* Adds a comment to the remedy, for what no record mends by itself. */
void remedy_note(struct view *view, struct finding *finding, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Adds an expected record; if it is not known in full, as the comment that `waypost
 * zone` prints. */
void remedy_add_expected(struct view *view, struct finding *finding,
                         const struct expected_record *record);

/* Adds a TXT record of this text. */
void remedy_add_text(struct view *view, struct finding *finding, const char *name,
                     struct span text);

/* Adds that these records of a TXT answer go; of an alias, that the alias goes. */
void remedy_remove_texts(struct view *view, struct finding *finding,
                         const struct dns_answer *answer,
                         const struct dns_record *const *records, size_t count);
