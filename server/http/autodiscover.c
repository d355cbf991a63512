/* SPDX-License-Identifier: MIT */
/* autodiscover.xml: plain old XML (POX), as in MS-OXDSCLI. Errors travel in a 200,
 * since Outlook takes any other status for "try the next URL", and never in a 401,
 * which makes it ask for a password. */
#include "http/answer.h"
#include "xml/document.h"
#include "xml/question.h"

#include <stdio.h>
#include <string.h>

/* The error codes of MS-OXDSCLI 2.2.4.1.1.3.2 and what they are used for here. */
enum pox_error {
    POX_NONE = 0,
    POX_NOT_SERVED = 500,      /* the domain is not served */
    POX_NO_OPTIONS = 501,      /* it is, but no server of it is known */
    POX_INVALID = 600,         /* malformed body or address */
    POX_NOT_THIS_SCHEMA = 601, /* nothing to say in the schema that was asked for */
    POX_MISCONFIGURED = 602,   /* all its servers are in clear */
    POX_INTERNAL = 603,        /* the answer would be larger than any real one */
};

static const char *error_message(enum pox_error error)
{
    switch (error) {
    case POX_NOT_SERVED:
        return "The email address cannot be found";
    case POX_NO_OPTIONS:
        return "No configuration options for this address";
    case POX_INVALID:
        return "Invalid Request";
    case POX_NOT_THIS_SCHEMA:
        return "Provider is not available";
    case POX_MISCONFIGURED:
        return "The configuration for this address has errors";
    case POX_NONE:
    case POX_INTERNAL:
        break;
    }
    return "Internal error";
}

static void set_headers(struct response *response)
{
    response->status = 200;
    response->content_type = "text/xml; charset=utf-8";
    response->cache_control = "no-store";
}

static void answer_error(const struct catalog *catalog, enum pox_error error,
                         const struct question *question, struct response *response)
{
    char code[8];
    snprintf(code, sizeof code, "%d", error);
    struct rendering rendering = {
        .error_code = code,
        .error_message = error_message(error),
        .mobilesync = question->schema == QUESTION_SCHEMA_MOBILESYNC,
    };
    buf_reset(&response->body);
    document_render(catalog_get_site(catalog)->autodiscover_error, &rendering,
                    &response->body);
    set_headers(response);
}

static void render_settings(const struct subject *subject, struct span address,
                            struct response *response)
{
    struct rendering rendering = {
        .domain = subject->domain, .settings = subject->settings, .address = address};
    document_render(subject->settings->offer->documents[DOCUMENT_AUTODISCOVER],
                    &rendering, &response->body);
    set_headers(response);
}

/* What keeps a served domain from answering this question, or POX_NONE. */
static enum pox_error find_obstacle(const struct offer *offer,
                                    const struct question *question)
{
    if (question->schema == QUESTION_SCHEMA_MOBILESYNC ||
        question->schema == QUESTION_SCHEMA_UNKNOWN)
        return POX_NOT_THIS_SCHEMA;
    if (offer->service_count == 0)
        return POX_NO_OPTIONS;
    if (!offer_has_public_service(offer))
        return POX_MISCONFIGURED;
    return POX_NONE;
}

static void answer_question(const struct catalog *catalog,
                            const struct question *question,
                            const struct address *address, struct response *response)
{
    struct subject subject = subject_by_domain(catalog, address->domain);
    response_note_domain(response, subject.domain);
    if (!subject_is_served(&subject)) {
        answer_error(catalog, POX_NOT_SERVED, question, response);
        return;
    }
    const struct offer *offer = subject.settings->offer;
    if (offer->handover != NULL) {
        answer_redirect(response, offer->handover->autodiscover);
        return;
    }
    enum pox_error obstacle = find_obstacle(offer, question);
    if (obstacle == POX_NONE) {
        render_settings(&subject, address->text, response);
        obstacle = response->body.overflowed ? POX_INTERNAL : POX_NONE;
    }
    if (obstacle != POX_NONE)
        answer_error(catalog, obstacle, question, response);
}

static void answer_post(const struct catalog *catalog, const struct request *request,
                        struct response *response)
{
    struct question question;
    struct address address;
    bool readable =
        question_read_pox(request->body.at, request->body.length, &question);
    if (readable && question.address[0] == '\0' && question.has_legacy_dn)
        answer_error(catalog, POX_NOT_SERVED, &question, response);
    else if (!readable ||
             !address_parse(question.address, strlen(question.address), &address))
        answer_error(catalog, POX_INVALID, &question, response);
    else
        answer_question(catalog, &question, &address, response);
}

/* Delta Chat and monitors ask by GET, without an address: the Host's settings, without
 * names of anybody. What is an error to a POST is a 404 here, so that they go on to ask
 * elsewhere. */
static void answer_get(const struct catalog *catalog, const struct request *request,
                       struct response *response)
{
    struct subject subject = subject_by_host(catalog, request->host);
    response_note_domain(response, subject.domain);
    const struct offer *offer =
        subject_is_served(&subject) ? subject.settings->offer : NULL;
    if (offer != NULL && offer->handover != NULL)
        answer_redirect(response, offer->handover->autodiscover);
    else if (offer != NULL && offer_has_public_service(offer))
        render_settings(&subject, (struct span){NULL, 0}, response);
    else
        answer_not_found(response);
}

void answer_autodiscover(const struct catalog *catalog, const struct request *request,
                         struct response *response)
{
    if (request->method == METHOD_POST)
        answer_post(catalog, request, response);
    else
        answer_get(catalog, request, response);
}
