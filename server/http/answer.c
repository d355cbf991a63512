/* SPDX-License-Identifier: MIT */
#include "http/answer.h"

#include <string.h>
#include <strings.h>

static const char *strip_label(const char *host)
{
    static const char *const labels[] = {"autoconfig.", "autodiscover."};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strncmp(host, labels[i], strlen(labels[i])) == 0)
            return host + strlen(labels[i]);
    return host;
}

struct subject subject_by_domain(const struct catalog *catalog, const char *domain)
{
    bool possible = hostname_is_qualified(domain);
    return (struct subject){domain, possible ? catalog_find(catalog, domain) : NULL};
}

struct subject subject_by_host(const struct catalog *catalog, const char *host)
{
    return subject_by_domain(catalog, strip_label(host));
}

bool subject_is_served(const struct subject *subject)
{
    return subject->settings != NULL && subject->settings->offer != NULL;
}

bool subject_has_answer(const struct subject *subject)
{
    return subject_is_served(subject) &&
           (subject->settings->offer->handover != NULL ||
            offer_has_public_service(subject->settings->offer));
}

bool host_is_ours(const struct catalog *catalog, const char *host)
{
    const struct site *site = catalog_get_site(catalog);
    struct subject subject = subject_by_host(catalog, host);
    return subject_is_served(&subject) ||
           (site->host != NULL && strcmp(site->host, host) == 0);
}

void answer_not_found(struct response *response)
{
    response_text(response, 404, "not found");
}

void answer_redirect(struct response *response, const char *url)
{
    response->status = 302;
    buf_puts(&response->location, url);
}

void answer_use_https(const struct catalog *catalog, const struct request *request,
                      struct response *response)
{
    struct subject subject = subject_by_host(catalog, request->host);
    response_note_domain(response, subject.domain);
    if (!host_is_ours(catalog, request->host)) {
        answer_not_found(response);
        return;
    }
    answer_redirect(response, "https://");
    buf_puts(&response->location, request->host);
    buf_append(&response->location, request->target.at, request->target.length);
}

void response_note_domain(struct response *response, const char *domain)
{
    size_t length = strnlen(domain, HOSTNAME_MAX);
    memcpy(response->domain, domain, length);
    response->domain[length] = '\0';
}
