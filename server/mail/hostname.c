/* SPDX-License-Identifier: MIT */
#include "mail/hostname.h"

#include <idn2.h>
#include <string.h>

enum { LABEL_MAX = 63 };

/* The lower case of the characters of a label, 0 for any other byte: names are read on
 * the path of every request. */
static const char ldh[256] = {
    ['-'] = '-', ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
    ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a',
    ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g',
    ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm',
    ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's',
    ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
    ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e',
    ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',
    ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q',
    ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w',
    ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
};

static bool label_is_legal(const char *label, size_t length)
{
    return length > 0 && length <= LABEL_MAX && label[0] != '-' &&
           label[length - 1] != '-';
}

/* Lower-cases ASCII `text` into `out` and judges it on the way. */
static bool copy_ldh(const char *text, size_t length, char *out)
{
    size_t label = 0;
    if (length == 0 || length > HOSTNAME_MAX)
        return false;
    for (size_t i = 0; i < length; i++) {
        out[i] = ldh[(unsigned char)text[i]];
        if (out[i] != '\0')
            continue;
        if (text[i] != '.' || !label_is_legal(out + label, i - label))
            return false;
        out[i] = '.';
        label = i + 1;
    }
    out[length] = '\0';
    return label_is_legal(out + label, length - label);
}

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

/* A name of 253 bytes cannot come from more than this many bytes of UTF-8. */
enum { UTF8_MAX = 4 * HOSTNAME_MAX };

static bool copy_idn(const char *text, size_t length, char *out)
{
    uint8_t utf8[UTF8_MAX + 1];
    uint8_t *ascii = NULL;
    if (length > UTF8_MAX || memchr(text, '\0', length) != NULL)
        return false;
    memcpy(utf8, text, length);
    utf8[length] = '\0';
    if (idn2_lookup_u8(utf8, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
        return false;
    bool legal = copy_ldh((char *)ascii, strlen((char *)ascii), out);
    idn2_free(ascii);
    return legal;
}

bool hostname_normalise(const char *text, size_t length, char *out)
{
    if (length > 1 && text[length - 1] == '.')
        length--;
    return copy_ldh(text, length, out) ||
           (!is_ascii(text, length) && copy_idn(text, length, out));
}

bool hostname_is_qualified(const char *name)
{
    const char *dot = strrchr(name, '.');
    if (dot == NULL)
        return false;
    for (const char *at = dot + 1; *at != '\0'; at++)
        if (*at < '0' || *at > '9')
            return true;
    return false;
}
