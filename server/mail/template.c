/* SPDX-License-Identifier: MIT */
#include "mail/template.h"

#include <string.h>

const char *document_file_name(enum document_kind kind)
{
    static const char *const names[DOCUMENT_COUNT] = {
        [DOCUMENT_AUTOCONFIG] = "config-v1.1.xml",
        [DOCUMENT_AUTODISCOVER] = "autodiscover.xml",
    };
    return names[kind];
}

const struct service *offer_service(const struct offer *offer, enum protocol protocol)
{
    for (size_t i = 0; i < offer->service_count; i++)
        if (offer->services[i].protocol == protocol)
            return &offer->services[i];
    return NULL;
}

bool offer_has_public_service(const struct offer *offer)
{
    for (size_t i = 0; i < offer->service_count; i++)
        if (service_is_public(&offer->services[i]))
            return true;
    return false;
}

bool offer_says(const struct offer *offer, const char *variable)
{
    for (size_t i = 0; i < offer->own_count; i++)
        if (strcmp(offer->variables->names[offer->own[i].variable], variable) == 0)
            return true;
    return false;
}
