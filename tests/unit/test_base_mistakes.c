/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "base/mistakes.h"
#include "expect.h"

#include <string.h>

static void adding(void)
{
    char file[] = "a.ini";
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    EXPECT_UINT(mistakes_count(mistakes), 0);
    EXPECT(mistakes_get(mistakes, 0) == NULL);
    mistakes_add(mistakes, file, 7, "%s: %d", "x", 1);
    file[0] = 'b';
    EXPECT_UINT(mistakes_count(mistakes), 1);
    EXPECT_TEXT(mistakes_get(mistakes, 0)->file, "a.ini");
    EXPECT_UINT(mistakes_get(mistakes, 0)->line, 7);
    EXPECT_TEXT(mistakes_get(mistakes, 0)->text, "x: 1");
    mistakes_free(NULL);
}

static void bounded(void)
{
    AUTO(mistakes) struct mistakes *mistakes = mistakes_new();
    for (unsigned i = 0; i < 5000; i++)
        mistakes_add(mistakes, "a.ini", i, "x");
    EXPECT_UINT(mistakes_count(mistakes), 5000);
    EXPECT(mistakes_get(mistakes, 999) != NULL);
    EXPECT(mistakes_get(mistakes, 1000) == NULL);
}

static void errors(void)
{
    struct error error;
    EXPECT(!error_set(&error, ERROR_INPUT, "port %d", 7));
    EXPECT(!error_prefix(&error, "imap of %s", "x"));
    EXPECT_UINT(error.kind, ERROR_INPUT);
    EXPECT_TEXT(error.text, "imap of x: port 7");
    for (unsigned i = 0; i < 100; i++)
        error_prefix(&error, "0123456789");
    EXPECT(strlen(error.text) < sizeof error.text);
}

int main(void)
{
    RUN(adding);
    RUN(bounded);
    RUN(errors);
    return expect_report();
}
