/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "mail/username.h"

#include <string.h>

static void forms(void)
{
    static const struct {
        const char *form, *address, *expected;
    } rows[] = {
        {"%EMAILADDRESS%", "ann@example.com", "ann@example.com"},
        {"%EMAILLOCALPART%", "ann@example.com", "ann"},
        {"%EMAILDOMAIN%\\%EMAILLOCALPART%", "ann@example.com", "example.com\\ann"},
        {"%EMAILLOCALPART%%EMAILLOCALPART%", "a%b@example.com", "a%ba%b"},
        {"100%", "ann@example.com", "100%"},
        {"%%EMAILADDRESS%%", "a@b", "%a@b%"},
        {"%emailaddress%", "ann@example.com", "%emailaddress%"},
        {"%EMAILDOMAIN%", "ann", ""},
        {"", "ann@example.com", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out;
        buf_init(&out, 100);
        expect_case(rows[i].form);
        username_fill(rows[i].form,
                      (struct span){rows[i].address, strlen(rows[i].address)},
                      buf_append, &out);
        EXPECT_TEXT(buf_text(&out), rows[i].expected);
        buf_clear(&out);
    }
    expect_case(NULL);
}

int main(void)
{
    RUN(forms);
    return expect_report();
}
