/* SPDX-License-Identifier: MIT */
/* Each table is a list of patterns: a name; ".suffix" for whatever stands below it; or
 * "-ending.suffix" for a first label that ends so. They change more slowly than
 * Microsoft's addresses, and never per domain. */
#include "check/names.h"

#include <stddef.h>
#include <string.h>

struct pair {
    const char *expected, *name;
};

/* Submission is answered by the servers of IMAP and POP3 too. */
static const struct pair as_good[] = {
    {"smtp.office365.com", "outlook.office365.com"},
    {"smtp.office365.com", "smtp.outlook.office365.com"},
    {"smtp.partner.outlook.cn", "partner.outlook.cn"},
};

/* The last four are names that Microsoft's own aliases lead through; they come and go.
 */
static const struct pair detours[] = {
    {"outlook.office365.com", "outlook.office.com"},
    {"outlook.office365.com", "substrate.office.com"},
    {"smtp.office365.com", "outlook.office.com"},
    {"smtp.office365.com", "substrate.office.com"},
    {"outlook.office365.us", "smtp.office365.us"},
    {"outlook-dod.office365.us", "webmail.apps.mil"},
    {"outlook.office365.com", ".ms-acdc.office.com"},
    {"outlook.office365.com", "ooc-g2.tm-4.office.com"},
    {"smtp.office365.com", ".ms-acdc.office.com"},
    {"smtp.office365.com", "ooc-g2.tm-4.office.com"},
};

static const char *const known_wrong[] = {
    "outlook365.com", /* smtp.outlook365.com stands in a much-read article */
    ".outlook365.com",
    "office365.com",
    "mail.office365.com",
    "imap.office365.com",
    "pop.office365.com",
    "pop3.office365.com",
    "autodiscover.office365.com",
    "outlook.com",
    "mail.outlook.com",
    "imap.outlook.com",
    "pop.outlook.com",
    "pop3.outlook.com",
    "smtp.outlook.com",
    "autodiscover-s.outlook.com", /* where questions are sent on to */
    ".prod.outlook.com",          /* single machines */
    "imap-mail.outlook.com",      /* Outlook.com, for consumers */
    "pop-mail.outlook.com",
    "smtp-mail.outlook.com",
    "smtp.live.com",
    "imap.live.com",
    "pop3.live.com",
};

/* Not in the clouds of the government. */
static const char *const legacy_tls[] = {
    "-legacy.office365.com",
    "-legacy.partner.outlook.cn",
};

static const char *const closed_cloud[] = {
    "outlook.de",
    ".outlook.de",
    "office.de",
    ".office.de",
    "microsoftonline.de",
    ".microsoftonline.de",
    "autodiscover-outlook.de",
};

static const char *const microsoft[] = {
    "outlook.com",        ".outlook.com",        "office.com",    ".office.com",
    "office365.com",      ".office365.com",      "office365.us",  ".office365.us",
    "partner.outlook.cn", ".partner.outlook.cn", ".mx.microsoft", ".mail.microsoft",
    ".onmicrosoft.com",   ".onmicrosoft.us",     ".onmschina.cn", ".apps.mil",
};

bool name_is_below(const char *name, const char *suffix)
{
    size_t length = strlen(name), tail = strlen(suffix);
    if (length < tail || strcmp(name + length - tail, suffix) != 0)
        return false;
    return length == tail || tail == 0 || name[length - tail - 1] == '.';
}

static bool fits(const char *pattern, const char *name)
{
    size_t length = strlen(name), tail = strlen(pattern);
    if (pattern[0] != '.' && pattern[0] != '-')
        return strcmp(name, pattern) == 0;
    if (length <= tail || strcmp(name + length - tail, pattern) != 0)
        return false;
    return pattern[0] == '.' || memchr(name, '.', length - tail) == NULL;
}

static bool fits_any(const char *const *patterns, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (fits(patterns[i], name))
            return true;
    return false;
}

static bool is_pair(const struct pair *pairs, size_t count, const char *expected,
                    const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].expected, expected) == 0 && fits(pairs[i].name, name))
            return true;
    return false;
}

bool name_is_as_good(const char *expected, const char *name)
{
    return is_pair(as_good, sizeof as_good / sizeof *as_good, expected, name);
}

const char *name_as_good(const char *expected, size_t index)
{
    for (size_t i = 0; i < sizeof as_good / sizeof *as_good; i++)
        if (strcmp(as_good[i].expected, expected) == 0 && index-- == 0)
            return as_good[i].name;
    return NULL;
}

bool name_is_detour(const char *expected, const char *name)
{
    return is_pair(detours, sizeof detours / sizeof *detours, expected, name);
}

/* The oldest names of Exchange Online: pod51019.outlook.com. */
static bool is_pod(const char *name)
{
    if (strncmp(name, "pod", 3) != 0)
        return false;
    size_t digits = strspn(name + 3, "0123456789");
    return digits > 0 && strcmp(name + 3 + digits, ".outlook.com") == 0;
}

bool name_is_known_wrong(const char *name)
{
    return fits_any(known_wrong, sizeof known_wrong / sizeof *known_wrong, name) ||
           is_pod(name);
}

bool name_is_legacy_tls(const char *name)
{
    return fits_any(legacy_tls, sizeof legacy_tls / sizeof *legacy_tls, name);
}

bool name_is_closed_cloud(const char *name)
{
    return fits_any(closed_cloud, sizeof closed_cloud / sizeof *closed_cloud, name);
}

bool name_is_microsoft(const char *name)
{
    return fits_any(microsoft, sizeof microsoft / sizeof *microsoft, name);
}

bool name_is_partition(struct span label)
{
    if (label.length < 4 || label.at[0] < 'a' || label.at[0] > 'z' ||
        memcmp(label.at + 1, "-v", 2) != 0)
        return false;
    for (size_t i = 3; i < label.length; i++)
        if (label.at[i] < '0' || label.at[i] > '9')
            return false;
    return true;
}
