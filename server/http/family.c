/* SPDX-License-Identifier: MIT */
#include "http/family.h"

#include <string.h>

struct sign {
    const char *text;
    enum client_family family;
};

/* The first that occurs anywhere in the User-Agent decides. */
static const struct sign signs[] = {
    {"Thunderbird", FAMILY_THUNDERBIRD},
    {"Betterbird", FAMILY_THUNDERBIRD},
    {"okhttp", FAMILY_THUNDERBIRD_MOBILE},
    {"K-9", FAMILY_THUNDERBIRD_MOBILE},
    {"Microsoft-Server-ActiveSync", FAMILY_EXCHANGE},
    {"exchangelib", FAMILY_EXCHANGE},
    {"EWS", FAMILY_EXCHANGE},
    {"Microsoft Office", FAMILY_OUTLOOK},
    {"Outlook", FAMILY_OUTLOOK},
    {"Evolution", FAMILY_EVOLUTION},
    {"KMail", FAMILY_KMAIL},
    {"Akonadi", FAMILY_KMAIL},
    {"FairEmail", FAMILY_FAIREMAIL},
    {"Nextcloud", FAMILY_NEXTCLOUD},
};

enum client_family family_parse(struct span user_agent)
{
    if (user_agent.length == 0)
        return FAMILY_NONE;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (memmem(user_agent.at, user_agent.length, signs[i].text,
                   strlen(signs[i].text)) != NULL)
            return signs[i].family;
    return FAMILY_OTHER;
}

const char *family_name(enum client_family family)
{
    static const char *const names[FAMILY_COUNT] = {
        [FAMILY_NONE] = "none",
        [FAMILY_OTHER] = "other",
        [FAMILY_THUNDERBIRD] = "thunderbird",
        [FAMILY_THUNDERBIRD_MOBILE] = "thunderbird-mobile",
        [FAMILY_OUTLOOK] = "outlook",
        [FAMILY_EXCHANGE] = "exchange",
        [FAMILY_EVOLUTION] = "evolution",
        [FAMILY_KMAIL] = "kmail",
        [FAMILY_FAIREMAIL] = "fairemail",
        [FAMILY_NEXTCLOUD] = "nextcloud",
    };
    return names[family];
}
