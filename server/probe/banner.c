/* SPDX-License-Identifier: MIT */
#include "probe/banner.h"

#include "base/base64.h"
#include "base/text.h"

#include <string.h>

enum { ENCODED_MAX = 1024, NAME_SIZE = 256 };

/* Host names are ASCII; anything else in UTF-16 is not one. */
static bool narrow(const char *bytes, size_t length, char *out, size_t size)
{
    while (length >= 2 && bytes[length - 1] == '\0' && bytes[length - 2] == '\0')
        length -= 2;
    if (length == 0 || length % 2 != 0 || length / 2 >= size)
        return false;
    for (size_t i = 0; i < length; i += 2) {
        if (bytes[i + 1] != '\0' || bytes[i] <= ' ' || bytes[i] > '~')
            return false;
        out[i / 2] = bytes[i];
    }
    out[length / 2] = '\0';
    return true;
}

static bool decode(struct span text, char *out, size_t size)
{
    char bytes[ENCODED_MAX];
    size_t length = 0;
    return base64_decoded_size(text.length) <= sizeof bytes &&
           base64_decode(text, bytes, &length) && narrow(bytes, length, out, size);
}

bool banner_exchange_host(const char *greeting, char *out, size_t size)
{
    const char *open = strrchr(greeting, '[');
    const char *close = open != NULL ? strchr(open, ']') : NULL;
    if (close == NULL || strcasestr(greeting, "Microsoft Exchange") == NULL)
        return false;
    return decode((struct span){open + 1, (size_t)(close - open - 1)}, out, size);
}

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && text_equal_nocase(text + length - tail, end);
}

static bool is_microsofts(const char *host)
{
    static const char *const ends[] = {".office365.com", ".outlook.com",
                                       ".office365.us",  ".outlook.cn",
                                       ".office.com",    ".apps.mil"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_in(host, ends[i]))
            return true;
    return false;
}

bool banner_is_exchange_online(const char *host, const char *greeting)
{
    char name[NAME_SIZE];
    if (is_microsofts(host))
        return true;
    if (greeting == NULL)
        return false;
    if (banner_exchange_host(greeting, name, sizeof name))
        return is_microsofts(name);
    return strcasestr(greeting, ".office365.com Microsoft ESMTP") != NULL ||
           strcasestr(greeting, "Exchange POP3 server ready (tcpproxy/") != NULL;
}
