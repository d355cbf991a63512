/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "oauth/form.h"

static void values_are_encoded(void)
{
    AUTO(secret) struct secret *form = secret_new(1000);
    AUTO(secret) struct secret *value = secret_new(10);
    secret_append(value, "a\0+/~", 5);
    form_add(form, "scope", "https://x/.default b");
    form_add(form, "nothing", NULL);
    form_add_secret(form, "secret", value);
    form_add_secret(form, "nothing", NULL);
    form_add(form, "last", "\xC3\xA4&=");
    EXPECT_TEXT(secret_span(form).at,
                "scope=https%3A%2F%2Fx%2F.default%20b&secret=a%00%2B%2F~&"
                "last=%C3%A4%26%3D");
}

int main(void)
{
    RUN(values_are_encoded);
    return expect_report();
}
