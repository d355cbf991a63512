/* SPDX-License-Identifier: MIT */
/* Judges what is declared, where the documents cannot show it any more. */
#include "base/buf.h"
#include "base/text.h"
#include "xml/judge_private.h"

#include <stdio.h>
#include <string.h>

enum { SUBJECT_SIZE = 320, REMEDY_MAX = 2048 };

static const struct rule clear_rule = {
    .id = "service.clear",
    .verdict = VERDICT_WARN,
    .expected = "tls or starttls",
    .message = "this service is left out of every answer, since K-9 rejects one that "
               "names a service without TLS; offer TLS on the server",
};

static const struct rule port_rule = {
    .id = "service.port",
    .verdict = VERDICT_FAIL,
    .expected = "tls on 993, 995 and 465; starttls on 143, 110, 587 and 25",
    .message = "this port is registered for the other kind of TLS; a mail program and "
               "a server of different kinds wait for each other for ever",
};

static const struct rule name_rule = {
    .id = "name.short",
    .verdict = VERDICT_INFO,
    .expected = "at most 20 characters",
    .message = "the name is too long for displayShortName, which is left out",
};

static const struct rule silence_rule = {
    .id = "domain.unanswered",
    .verdict = VERDICT_FAIL,
    .expected = "a service with tls or starttls",
    .message = "nothing is answered for this domain, since it has no service that mail "
               "programs may be told of",
};

static const struct rule parked_rule = {
    .id = "domain.parked",
    .verdict = VERDICT_INFO,
    .message = "nothing is answered for this domain, which says that it takes no mail",
};

static const struct rule handover_rule = {
    .id = "domain.handover-only",
    .verdict = VERDICT_INFO,
    .message = "autoconfig answers nothing for this domain, since it has no service "
               "that mail programs may be told of; Autodiscover is handed over",
};

/* Appends the line that declares a service so that mail programs can use it. */
static void append_line(struct buf *lines, const struct service *service,
                        enum security security)
{
    uint16_t port = service->security == SECURITY_NONE
                        ? protocol_default_port(service->protocol, security)
                        : service->port;
    buf_printf(lines, "%s%s = %s:%u %s", lines->length > 0 ? "\n" : "",
               protocol_name(service->protocol), service->host, (unsigned)port,
               security_name(security));
}

/* Reports a rule about a service, with the line that mends it. */
static void report_service(const struct judgement *judgement, const struct rule *rule,
                           const struct service *service, enum security security)
{
    char subject[SUBJECT_SIZE];
    struct buf line;
    struct judgement about = *judgement;
    about.subject = subject;
    buf_init(&line, REMEDY_MAX);
    append_line(&line, service, security);
    snprintf(subject, sizeof subject, "%s %s:%u", protocol_name(service->protocol),
             service->host, (unsigned)service->port);
    judgement_report(&about, rule, security_name(service->security), buf_text(&line));
    buf_clear(&line);
}

static void judge_service(const struct judgement *judgement,
                          const struct service *service)
{
    enum security usual = judge_port_security(service->port);
    if (service->security == SECURITY_NONE)
        report_service(judgement, &clear_rule, service, SECURITY_TLS);
    else if (usual != SECURITY_COUNT && usual != service->security)
        report_service(judgement, &port_rule, service, usual);
}

/* RFC 7505: an MX of "." says that a domain takes no mail. */
static bool takes_no_mail(const struct offer *offer)
{
    bool found = false;
    for (size_t i = 0; i < offer->record_count; i++) {
        const struct record_rule *record = &offer->records[i];
        size_t length = strlen(record->data);
        found |= strcmp(record->type, "MX") == 0 && length > 1 &&
                 strcmp(record->data + length - 2, " .") == 0;
    }
    return found;
}

/* Reports that nobody gets settings, with lines that declare the services there are. */
static void report_silence(const struct judgement *judgement, const struct offer *offer)
{
    struct buf lines;
    buf_init(&lines, REMEDY_MAX);
    for (size_t i = 0; i < offer->service_count; i++)
        append_line(&lines, &offer->services[i], SECURITY_TLS);
    judgement_report(judgement, &silence_rule,
                     offer->service_count > 0 ? "services in clear only" : "no service",
                     lines.length > 0 ? buf_text(&lines) : "imap = HOST\nsmtp = HOST");
    buf_clear(&lines);
}

static void judge_silence(const struct judgement *judgement, const struct offer *offer)
{
    if (offer_has_public_service(offer))
        return;
    if (offer->handover != NULL)
        judgement_report(judgement, &handover_rule, NULL, NULL);
    else if (takes_no_mail(offer))
        judgement_report(judgement, &parked_rule, NULL, NULL);
    else
        report_silence(judgement, offer);
}

void judge_settings(const char *domain, const struct settings *settings,
                    finding_sink *sink, void *context)
{
    const struct answer answer = {.domain = domain, .settings = settings};
    struct judgement judgement = {&answer, "name", sink, context};
    const struct offer *offer = settings->offer;
    if (settings->name != NULL && settings->short_name_xml == NULL)
        judgement_report(&judgement, &name_rule, settings->name, "short_name = NAME");
    judgement.subject = "services";
    if (offer != NULL)
        judge_silence(&judgement, offer);
    for (size_t i = 0; offer != NULL && i < offer->service_count; i++)
        judge_service(&judgement, &offer->services[i]);
}
