/* SPDX-License-Identifier: MIT */
#include "oauth/form.h"

#include <string.h>

void form_encode(struct secret *out, struct span bytes)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        if (byte != '\0' && strchr(unreserved, byte) != NULL)
            secret_append(out, &bytes.at[i], 1);
        else
            secret_append(out, (char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
    }
}

static void add(struct secret *form, const char *name, struct span value)
{
    if (secret_span(form).length > 0)
        secret_puts(form, "&");
    secret_puts(form, name);
    secret_puts(form, "=");
    form_encode(form, value);
}

void form_add(struct secret *form, const char *name, const char *value)
{
    if (value != NULL)
        add(form, name, (struct span){value, strlen(value)});
}

void form_add_secret(struct secret *form, const char *name, const struct secret *value)
{
    if (value != NULL)
        add(form, name, secret_span(value));
}
