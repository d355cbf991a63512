/* SPDX-License-Identifier: MIT */
#include "check/texts.h"

struct span record_text(const struct dns_record *record)
{
    return (struct span){record->text, record->text_length};
}

void texts_add(struct texts *texts, const struct dns_record *record)
{
    if (texts->kept < TEXTS_MAX)
        texts->records[texts->kept++] = record;
    texts->count++;
}

void texts_collect(struct texts *texts, const struct dns_answer *answer,
                   text_test *test)
{
    *texts = (struct texts){.count = 0};
    for (size_t i = 0; i < answer->record_count; i++)
        if (test(record_text(&answer->records[i])))
            texts_add(texts, &answer->records[i]);
}

const struct dns_record *texts_only(const struct dns_answer *answer, text_test *test)
{
    struct texts texts;
    texts_collect(&texts, answer, test);
    return texts.count == 1 ? texts.records[0] : NULL;
}

void texts_found(struct view *view, struct finding *finding, const struct texts *texts)
{
    for (size_t i = 0; i < texts->kept; i++)
        finding_found(finding, view_print(view, texts->records[i], DNS_TXT));
}
