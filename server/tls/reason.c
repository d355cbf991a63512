/* SPDX-License-Identifier: MIT */
#include "tls/reason.h"

#include "base/text.h"

#include <openssl/err.h>
#include <string.h>

void reason_clear(void)
{
    ERR_clear_error();
}

/* A failed system call is an entry of its own kind, whose reason is the errno. */
static const char *describe(unsigned long code)
{
    if (code == 0)
        return "unknown reason";
    if (ERR_SYSTEM_ERROR(code))
        return strerrordesc_np(ERR_GET_REASON(code));
    return ERR_reason_error_string(code);
}

const char *reason_take(char *out)
{
    const char *text = describe(ERR_peek_error());
    if (text == NULL)
        text = "unknown reason";
    text_sanitise(text, strlen(text), out, REASON_SIZE);
    ERR_clear_error();
    return out;
}
