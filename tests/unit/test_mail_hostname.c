/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "mail/hostname.h"

#include <string.h>

#define FIFTY "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"
#define LABEL FIFTY "abcdefghijabc" /* 63 */

static const struct {
    const char *text;
    const char *canonical; /* NULL: refused */
} rows[] = {
    {"example.com", "example.com"},
    {"EXAMPLE.Com.", "example.com"},
    {"localhost", "localhost"},
    {"xn--bcher-kva.example", "xn--bcher-kva.example"},
    {"B\xC3\x9C"
     "CHER.example",
     "xn--bcher-kva.example"},
    {"b\xC3\xBC"
     "cher.example",
     "xn--bcher-kva.example"},
    {"3com.com", "3com.com"},
    {LABEL ".com", LABEL ".com"},
    {LABEL "d.com", NULL},
    {LABEL "." LABEL "." LABEL "." FIFTY "abcdefghijk",
     LABEL "." LABEL "." LABEL "." FIFTY "abcdefghijk"},
    {LABEL "." LABEL "." LABEL "." FIFTY "abcdefghijkl", NULL},
    {"", NULL},
    {".", NULL},
    {"a..b", NULL},
    {".a", NULL},
    {"a..", NULL},
    {"-a.com", NULL},
    {"a-.com", NULL},
    {"a_b.com", NULL},
    {"a b.com", NULL},
    {"*.a.com", NULL},
    {"a/b.com", NULL},
    {"\xFF.com", NULL},
};

static void names(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[HOSTNAME_SIZE];
        bool good = hostname_normalise(rows[i].text, strlen(rows[i].text), out);
        expect_case(rows[i].text);
        EXPECT(good == (rows[i].canonical != NULL));
        if (good && rows[i].canonical != NULL)
            EXPECT_TEXT(out, rows[i].canonical);
    }
}

static void qualified(void)
{
    EXPECT(hostname_is_qualified("a.b"));
    EXPECT(!hostname_is_qualified("localhost"));
}

int main(void)
{
    RUN(names);
    RUN(qualified);
    return expect_report();
}
