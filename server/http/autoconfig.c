/* SPDX-License-Identifier: MIT */
/* config-v1.1.xml for Thunderbird and everybody who learnt from it. The answer depends
 * on the domain only, so it is the same for everybody and may be cached. */
#include "http/answer.h"
#include "http/target.h"
#include "xml/document.h"

#include <string.h>

/* The domain of `emailaddress`, else of the Host. An unknown domain asked for at a host
 * that is served gets that host's document: Thunderbird and K-9 look up the domain of
 * the MX so, for customers with names of their own. */
static struct subject find_subject(const struct catalog *catalog,
                                   const struct request *request,
                                   struct address *address)
{
    char text[ADDRESS_MAX + 1];
    if (target_query(request->query, "emailaddress", text, sizeof text) &&
        address_parse(text, strlen(text), address)) {
        struct subject subject = subject_by_domain(catalog, address->domain);
        if (subject.settings != NULL)
            return subject;
        struct subject host = subject_by_host(catalog, request->host);
        return subject_is_served(&host) ? host : subject;
    }
    return subject_by_host(catalog, request->host);
}

void answer_autoconfig(const struct catalog *catalog, const struct request *request,
                       struct response *response)
{
    struct address address;
    struct subject subject = find_subject(catalog, request, &address);
    response_note_domain(response, subject.domain);
    if (!subject_is_served(&subject) ||
        !offer_has_public_service(subject.settings->offer)) {
        answer_not_found(response);
        return;
    }
    struct rendering rendering = {.domain = subject.domain,
                                  .settings = subject.settings};
    document_render(subject.settings->offer->documents[DOCUMENT_AUTOCONFIG], &rendering,
                    &response->body);
    response->status = 200;
    response->content_type = "text/xml; charset=utf-8";
    response->cache_control = "public, max-age=3600";
    response->any_origin = true;
}
