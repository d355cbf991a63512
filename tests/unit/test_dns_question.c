/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "dns/question.h"
#include "dns/state.h"
#include "expect.h"

#include <stdio.h>
#include <stdlib.h>

enum { MANY = 5000 };

static const size_t ANSWER = 1000;

static struct question *get(struct questions *questions, struct server *server,
                            const char *text, enum dns_type type, bool *is_new)
{
    struct name name;
    if (!name_parse(text, &name))
        abort();
    return questions_get(questions, server, &name, type, is_new);
}

static void answer(struct questions *questions, struct question *question)
{
    question_answer_own(questions, question, memory_new(ANSWER), ANSWER);
}

static void finding(void)
{
    struct questions questions = {0};
    struct dns_asker asker = {0};
    struct server server = {0};
    bool is_new;
    struct question *a = get(&questions, NULL, "a.example", DNS_A, &is_new);
    EXPECT(is_new);
    EXPECT(get(&questions, NULL, "A.Example.", DNS_A, &is_new) == a && !is_new);
    EXPECT(get(&questions, NULL, "a.example", DNS_MX, &is_new) != a && is_new);
    EXPECT(get(&questions, &server, "a.example", DNS_A, &is_new) != a && is_new);
    EXPECT(get(&questions, NULL, "b.example", DNS_A, &is_new) != a && is_new);
    EXPECT_UINT(questions.count, 4);
    struct claim *claim = question_claim(&questions, a, &asker);
    question_release(&questions, claim);
    questions_clear(&questions);
    questions_clear(&questions);
}

static void many(void)
{
    static struct question *all[MANY];
    struct questions questions = {0};
    bool is_new;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < MANY; i++) {
            char text[30];
            snprintf(text, sizeof text, "n%d.example", i);
            struct question *each = get(&questions, NULL, text, DNS_A, &is_new);
            EXPECT(is_new == (round == 0) && (round == 0 || each == all[i]));
            all[i] = each;
        }
    }
    questions_clear(&questions);
}

static const char *surplus(const struct questions *questions, size_t limit)
{
    static char text[NAME_TEXT_SIZE];
    struct name name;
    const struct question *question = questions_surplus(questions, limit);
    if (question == NULL)
        return "-";
    question_name(question, &name);
    name_print(&name, text);
    return text;
}

/* Only what is known and unclaimed may be forgotten, the longest unclaimed first. */
static void forgetting(void)
{
    struct questions questions = {0};
    struct dns_asker asker = {0};
    bool is_new;
    struct question *a = get(&questions, NULL, "a.example", DNS_A, &is_new);
    struct question *b = get(&questions, NULL, "b.example", DNS_A, &is_new);
    struct question *c = get(&questions, NULL, "c.example", DNS_A, &is_new);
    struct claim *of_a = question_claim(&questions, a, &asker);
    struct claim *of_b = question_claim(&questions, b, &asker);
    struct claim *again = question_claim(&questions, b, &asker);
    answer(&questions, a);
    answer(&questions, b);
    EXPECT_TEXT(surplus(&questions, 0), "-");
    answer(&questions, c);
    EXPECT_TEXT(surplus(&questions, 0), "c.example");
    question_release(&questions, of_b);
    question_release(&questions, of_a);
    question_release(&questions, again);
    EXPECT(questions.kept > 3 * ANSWER && questions.kept < 4 * ANSWER);
    of_a = question_claim(&questions, a, &asker);
    questions_remove(&questions, c);
    EXPECT_TEXT(surplus(&questions, 0), "b.example");
    question_release(&questions, of_a);
    EXPECT_TEXT(surplus(&questions, 2 * ANSWER), "b.example");
    EXPECT_TEXT(surplus(&questions, 3 * ANSWER), "-");
    questions_remove(&questions, b);
    questions_remove(&questions, a);
    EXPECT(questions.kept == 0 && questions.count == 0);
    EXPECT_TEXT(surplus(&questions, 0), "-");
    questions_clear(&questions);
}

int main(void)
{
    RUN(finding);
    RUN(many);
    RUN(forgetting);
    return expect_report();
}
