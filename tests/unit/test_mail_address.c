/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "mail/address.h"

#include <string.h>

#define FIFTY "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"

static const struct {
    const char *text;
    const char *domain; /* NULL: refused */
} rows[] = {
    {"anna@example.com", "example.com"},
    {"Anna.O'Brien+x@EXAMPLE.com.", "example.com"},
    {"m\xC3\xBCller@b\xC3\xBC"
     "cher.example",
     "xn--bcher-kva.example"},
    {"a!#$%&'*/=?^_`{|}~-@example.com", "example.com"},
    {"", NULL},
    {"anna", NULL},
    {"@example.com", NULL},
    {"anna@", NULL},
    {"anna@localhost", NULL},
    {"anna@exa_mple.com", NULL},
    {"anna@[192.0.2.1]", NULL},
    {"an na@example.com", NULL},
    {"anna@x@example.com", NULL},
    {"\"anna\"@example.com", NULL},
    {"<anna@example.com", NULL},
    {"anna\n@example.com", NULL},
    {"m\xFCller@example.com", NULL},
    {FIFTY "abcdefghijabcd@example.com", "example.com"},
    {FIFTY "abcdefghijabcde@example.com", NULL},
};

static void addresses(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address address;
        bool good = address_parse(rows[i].text, strlen(rows[i].text), &address);
        expect_case(rows[i].text);
        EXPECT(good == (rows[i].domain != NULL));
        if (good)
            EXPECT_TEXT(address.domain, rows[i].domain);
    }
}

static void forbidden(void)
{
    for (const char *c = "<>\"(),:;[]\\@ \x01\x1F\x7F"; *c != '\0'; c++) {
        struct address address;
        const char text[] = {'a', *c, 'b', '@', 'x', '.', 'y', '\0'};
        expect_case(text);
        EXPECT(!address_parse(text, strlen(text), &address));
    }
}

static void parts(void)
{
    struct address address;
    EXPECT(address_parse("Anna@Example.com, and more", 16, &address));
    EXPECT(span_equal(address.text, "Anna@Example.com"));
    EXPECT(span_equal(address.local, "Anna"));
}

int main(void)
{
    RUN(addresses);
    RUN(forbidden);
    RUN(parts);
    return expect_report();
}
