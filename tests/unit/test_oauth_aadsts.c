/* SPDX-License-Identifier: MIT */
/* Every number that Entra ID is known to answer with has a sentence and a cure. */
#include "expect.h"
#include "oauth/aadsts.h"

#include <stdio.h>
#include <string.h>

static const unsigned known[] = {
    50001,   500011,  50011,   50012,  700027, 50020,  50034,   51004,   50053,
    50055,   50144,   50056,   50057,  50059,  90019,  50072,   50074,   50076,
    50079,   50078,   50097,   50105,  50126,  50128,  50131,   53000,   53001,
    53002,   53003,   530032,  530035, 50132,  50133,  50173,   50134,   50158,
    50194,   50196,   54005,   65001,  65002,  65004,  650052,  650056,  650057,
    70000,   70008,   70043,   700082, 70001,  700016, 7000112, 7000215, 70002,
    7000222, 7000218, 700025,  70011,  28000,  28002,  28003,   700022,  1002012,
    70016,   70018,   70019,   70020,  900144, 90002,  90023,   9002313, 90038,
    90055,   90094,   900384,  80001,  80002,  80003,  80007,   80014,   501481,
    9001023, 9002332, 9002346, 50033,  50024,  90006,  90024,   90033,
};

static bool is_sentence(const char *cure)
{
    size_t length = strlen(cure);
    return length > 0 && cure[length - 1] == '.' && cure[0] >= 'A' && cure[0] <= 'Z';
}

static void all_are_known(void)
{
    char name[16];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct aadsts_row *row = aadsts_find(known[i]);
        snprintf(name, sizeof name, "%u", known[i]);
        expect_case(name);
        EXPECT(row != NULL && row->sentence[0] != '\0' && is_sentence(row->cure));
    }
    expect_case(NULL);
    EXPECT(aadsts_find(1) == NULL && aadsts_find(0) == NULL);
}

static void none_is_there_twice(void)
{
    for (size_t i = 0; i < aadsts_row_count; i++)
        for (size_t j = 0; j < AADSTS_CODES_MAX && aadsts_rows[i].codes[j] != 0; j++)
            EXPECT(aadsts_find(aadsts_rows[i].codes[j]) == &aadsts_rows[i]);
}

static void numbers_are_found(void)
{
    static const struct {
        const char *text;
        unsigned number;
    } rows[] = {
        {"AADSTS50126: Error validating credentials", 50126},
        {"the error is AADSTS7000215.", 7000215},
        {"AADSTS", 0},
        {"AADSTSx", 0},
        {"AADSTS123456789", 0},
        {"aadsts50126", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].text);
        EXPECT_UINT(aadsts_number(rows[i].text), rows[i].number);
    }
}

int main(void)
{
    RUN(all_are_known);
    RUN(none_is_there_twice);
    RUN(numbers_are_found);
    return expect_report();
}
