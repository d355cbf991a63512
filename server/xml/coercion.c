/* SPDX-License-Identifier: MIT */
#include "xml/coercion.h"

#include "base/text.h"

#include <string.h>

static const char digits[] = "0123456789";

/* What JavaScript's Number() takes: 12, -1.5, .5, 1e3, 0x1F. */
static bool is_number(const char *text)
{
    if (text[0] == '0' && text_lower(text[1]) == 'x')
        return text[2] != '\0' &&
               text[2 + strspn(text + 2, "0123456789abcdefABCDEF")] == '\0';
    text += *text == '+' || *text == '-';
    size_t whole = strspn(text, digits);
    text += whole;
    size_t fraction = *text == '.' ? strspn(text + 1, digits) : 0;
    text += *text == '.' ? 1 + fraction : 0;
    if (whole + fraction == 0)
        return false;
    if (text_lower(*text) != 'e')
        return *text == '\0';
    text += 1 + (text[1] == '+' || text[1] == '-');
    return *text != '\0' && text[strspn(text, digits)] == '\0';
}

/* Whether `word` is the beginning of a lower-case name, three letters at least. */
static bool abbreviates(struct span word, const char *name)
{
    if (word.length < 3 || word.length > strlen(name))
        return false;
    size_t i = 0;
    while (i < word.length && text_lower(word.at[i]) == name[i])
        i++;
    return i == word.length;
}

static bool is_date_word(struct span word)
{
    static const char *const names[] = {
        "january",  "february", "march",    "april",     "may",
        "june",     "july",     "august",   "september", "october",
        "november", "december", "monday",   "tuesday",   "wednesday",
        "thursday", "friday",   "saturday", "sunday",
    };
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        found |= abbreviates(word, names[i]);
    return found;
}

/* Two words or more, numbers and names of months and days only: 2026-11-21, May 24. */
static bool is_date(const char *text)
{
    unsigned words = 0, numbers = 0;
    while (*text != '\0') {
        struct span word = {text, strcspn(text, " -/,")};
        bool number = strspn(text, digits) == word.length;
        if (word.length > 0 && !number && !is_date_word(word))
            return false;
        words += word.length > 0;
        numbers += word.length > 0 && number;
        text += word.length + strspn(text + word.length, " -/,");
    }
    return words > 1 && numbers > 0;
}

bool text_is_coerced(const char *text)
{
    return is_number(text) || is_date(text) || text_equal_nocase(text, "true") ||
           text_equal_nocase(text, "false");
}
