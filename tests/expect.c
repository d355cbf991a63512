/* SPDX-License-Identifier: MIT */
#include "expect.h"

#include <stdio.h>
#include <string.h>

static const char *test_name = "", *case_name;
static unsigned checks, failures;

void expect_case(const char *name)
{
    case_name = name;
}

void expect_run(const char *name, void (*test)(void))
{
    test_name = name;
    case_name = NULL;
    test();
}

static void fail(const char *file, int line)
{
    failures++;
    printf("%s:%d: %s%s%s: ", file, line, test_name, case_name != NULL ? ": " : "",
           case_name != NULL ? case_name : "");
}

void expect_true(bool holds, const char *text, const char *file, int line)
{
    checks++;
    if (!holds) {
        fail(file, line);
        printf("does not hold: %s\n", text);
    }
}

static const char *shown(const char *text)
{
    return text != NULL ? text : "(null)";
}

void expect_text(const char *got, const char *expected, const char *file, int line)
{
    checks++;
    bool same = got == expected ||
                (got != NULL && expected != NULL && strcmp(got, expected) == 0);
    if (!same) {
        fail(file, line);
        printf("\n  got      %s\n  expected %s\n", shown(got), shown(expected));
    }
}

void expect_uint(unsigned long got, unsigned long expected, const char *file, int line)
{
    checks++;
    if (got != expected) {
        fail(file, line);
        printf("got %lu, expected %lu\n", got, expected);
    }
}

int expect_report(void)
{
    printf("%u checks, %u failed\n", checks, failures);
    return failures > 0 || checks == 0;
}
