/* SPDX-License-Identifier: MIT */
/* Judges what is declared, where the documents cannot show it any more. */
#include "base/text.h"
#include "xml/judge.h"
#include "xml/judge_private.h"

#include <stdio.h>
#include <string.h>

enum { SUBJECT_SIZE = 320 };

static const struct rule clear_rule = {
    .id = "service.clear",
    .verdict = VERDICT_WARN,
    .expected = "tls",
    .message = "this service is left out of every document: K-9 rejects a document "
               "that names a service without TLS",
    .remedy = "offer TLS on the server, then say tls or starttls",
};

static const struct rule oauth_rule = {
    .id = "service.oauth2-host",
    .verdict = VERDICT_WARN,
    .expected = "oauth2 password",
    .message = "Thunderbird leaves a service out that takes OAuth2 only, unless it "
               "knows the host; it does not know this one",
    .remedy = "auth = oauth2 password",
};

static const struct rule port_rule = {
    .id = "service.port",
    .verdict = VERDICT_WARN,
    .message = "the port is registered for the other kind of TLS, and mail programs "
               "that guess by the port will wait for a greeting in vain",
    .remedy = "say tls with 993, 995 and 465, starttls with 143, 110 and 587",
};

static const struct rule name_rule = {
    .id = "name.short",
    .verdict = VERDICT_INFO,
    .expected = "at most 20 characters",
    .message = "the name is too long for displayShortName, which is left out",
    .remedy = "short_name = NAME",
};

/* Thunderbird chooses the place to log in at by the end of the host name. */
static bool is_known_to_thunderbird(const char *host)
{
    static const char *const suffixes[] = {
        "office365.com", "outlook.com",  "hotmail.com", "gmail.com",
        "google.com",    "yahoo.com",    "aol.com",     "googlemail.com",
        "mail.ru",       "fastmail.com", "yandex.com",  "comcast.net",
    };
    size_t length = strlen(host);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t size = strlen(suffixes[i]);
        if (length >= size && strcmp(host + length - size, suffixes[i]) == 0 &&
            (length == size || host[length - size - 1] == '.'))
            return true;
    }
    return false;
}

static bool takes_oauth_only(const struct service *service)
{
    return service->auth_count == 1 && service->auth[0] == AUTH_OAUTH2;
}

/* Whether the port belongs to the protocol, but with the other kind of TLS. */
static bool has_contrary_port(const struct service *service)
{
    enum security contrary =
        service->security == SECURITY_TLS ? SECURITY_STARTTLS : SECURITY_TLS;
    return service->port == protocol_default_port(service->protocol, contrary);
}

static void judge_service(const struct judgement *judgement,
                          const struct service *service)
{
    char subject[SUBJECT_SIZE];
    struct judgement about = *judgement;
    const char *security = security_name(service->security);
    about.subject = subject;
    snprintf(subject, sizeof subject, "%s %s:%u", protocol_name(service->protocol),
             service->host, (unsigned)service->port);
    if (service->security == SECURITY_NONE) {
        judgement_report(&about, &clear_rule, security);
        return;
    }
    if (has_contrary_port(service))
        judgement_report(&about, &port_rule, security);
    if (takes_oauth_only(service) && !is_known_to_thunderbird(service->host))
        judgement_report(&about, &oauth_rule, auth_name(service->auth[0]));
}

void judge_settings(const char *domain, const struct settings *settings,
                    finding_sink *sink, void *context)
{
    struct judgement judgement = {domain, "name", NULL, settings, sink, context};
    const struct offer *offer = settings->offer;
    if (settings->name != NULL && settings->short_name_xml == NULL)
        judgement_report(&judgement, &name_rule, settings->name);
    for (size_t i = 0; offer != NULL && i < offer->service_count; i++)
        judge_service(&judgement, &offer->services[i]);
}
