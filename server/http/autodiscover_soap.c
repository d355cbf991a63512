/* SPDX-License-Identifier: MIT */
/* autodiscover.svc (SOAP): only programs for Exchange ask it. Domains hosted there are
 * handed over; for the rest it does not exist, and clients go on to autodiscover.xml.
 */
#include "http/answer.h"
#include "xml/question.h"

#include <string.h>

static struct subject find_subject(const struct catalog *catalog,
                                   const struct request *request,
                                   const struct question *question,
                                   struct address *address)
{
    if (address_parse(question->address, strlen(question->address), address))
        return subject_by_domain(catalog, address->domain);
    return subject_by_host(catalog, request->host);
}

void answer_autodiscover_soap(const struct catalog *catalog,
                              const struct request *request, struct response *response)
{
    struct question question = {.address = ""};
    struct address address;
    if (request->method == METHOD_POST &&
        !question_read_soap(request->body.at, request->body.length, &question)) {
        response_text(response, 400, "the body is not a SOAP request");
        return;
    }
    struct subject subject = find_subject(catalog, request, &question, &address);
    response_note_domain(response, subject.domain);
    if (subject_is_served(&subject) && subject.settings->offer->handover != NULL)
        answer_redirect(response, subject.settings->offer->handover->soap);
    else
        answer_not_found(response);
}
