/* SPDX-License-Identifier: MIT */
/* The TXT records of one kind among all those that stand at a name. For the files of
 * check/ only. */
#pragma once

#include "base/text.h"
#include "check/view.h"

enum { TEXTS_MAX = 8 };

struct texts {
    const struct dns_record *records[TEXTS_MAX];
    size_t kept;  /* of them are here */
    size_t count; /* there are */
};

/* The text of a TXT record. */
struct span record_text(const struct dns_record *record);

typedef bool text_test(struct span text);

/* Looks for the records of an answer that pass the test. */
void texts_collect(struct texts *texts, const struct dns_answer *answer,
                   text_test *test);

/* Adds one. */
void texts_add(struct texts *texts, const struct dns_record *record);

/* The only record of an answer that passes the test; NULL if there is none, or more. */
const struct dns_record *texts_only(const struct dns_answer *answer, text_test *test);

/* Adds them to what was found. */
void texts_found(struct view *view, struct finding *finding, const struct texts *texts);
