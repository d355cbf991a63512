/* SPDX-License-Identifier: MIT */
/* The whole test harness: a check that fails says where, in which row, and what it saw.
 */
#pragma once

#include <stdbool.h>

#define EXPECT(condition) expect_true((condition), #condition, __FILE__, __LINE__)
#define EXPECT_TEXT(got, expected) expect_text((got), (expected), __FILE__, __LINE__)
#define EXPECT_UINT(got, expected) expect_uint((got), (expected), __FILE__, __LINE__)
#define RUN(test) expect_run(#test, test)

/* Names the row of a table that the next checks belong to; NULL: none. */
void expect_case(const char *name);

void expect_run(const char *name, void (*test)(void));
void expect_true(bool holds, const char *text, const char *file, int line);
void expect_text(const char *got, const char *expected, const char *file, int line);
void expect_uint(unsigned long got, unsigned long expected, const char *file, int line);

/* Prints the totals; the exit status of the test program. */
int expect_report(void);
