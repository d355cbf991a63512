/* SPDX-License-Identifier: MIT */
/* autodiscover.json ("v2"): which URL speaks which protocol for an address. Microsoft
 * never documented it; names and texts follow what Exchange answers. */
#include "http/answer.h"
#include "http/target.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { PROTOCOL_NAME_SIZE = 256 };

struct json_question {
    char address[ADDRESS_MAX + 1];
    char protocol[PROTOCOL_NAME_SIZE];
};

static void set_headers(struct response *response, unsigned status)
{
    response->status = status;
    response->content_type = "application/json";
    response->cache_control = "no-store";
}

/* `message` is a constant of this file or filtered text, so nothing needs escaping. */
static void answer_error(struct response *response, unsigned status, const char *code,
                         const char *message)
{
    buf_printf(&response->body, "{\"ErrorCode\":\"%s\",\"ErrorMessage\":\"%s\"}", code,
               message);
    set_headers(response, status);
}

/* The address stands in the query, or in the path behind /v1.0/. */
static void read_question(const struct request *request, struct json_question *out)
{
    size_t prefix = strlen(JSON_ADDRESS_PATH);
    *out = (struct json_question){.address = ""};
    if (!target_query(request->query, "Email", out->address, sizeof out->address) &&
        strncasecmp(request->path, JSON_ADDRESS_PATH, prefix) == 0 &&
        strlen(request->path + prefix) < sizeof out->address)
        memcpy(out->address, request->path + prefix,
               strlen(request->path + prefix) + 1);
    if (!target_query(request->query, "Protocol", out->protocol, sizeof out->protocol))
        out->protocol[0] = '\0';
}

static struct subject find_subject(const struct catalog *catalog,
                                   const struct request *request, const char *text,
                                   struct address *address)
{
    if (address_parse(text, strlen(text), address))
        return subject_by_domain(catalog, address->domain);
    return subject_by_host(catalog, request->host);
}

/* The caller's word comes back without anything that could be code. */
static void answer_unknown_protocol(const struct offer *offer, const char *protocol,
                                    struct response *response)
{
    char shown[PROTOCOL_NAME_SIZE], message[PROTOCOL_NAME_SIZE + 128];
    size_t used = 0;
    for (; *protocol != '\0'; protocol++)
        if (strspn(protocol, "0123456789abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ") > 0)
            shown[used++] = *protocol;
    shown[used] = '\0';
    snprintf(
        message, sizeof message,
        "The given protocol value \\u0027%s\\u0027 is invalid. Supported values are "
        "\\u0027%s\\u0027",
        shown,
        offer->handover != NULL ? "ActiveSync,AutodiscoverV1,Ews" : "AutodiscoverV1");
    answer_error(response, 400, "InvalidProtocol", message);
}

struct protocol_url {
    const char *protocol, *url;
};

/* Our own URL is at the host that was asked, since its name led here and its
 * certificate was good; at a host that is not ours it is at the domain's own name. */
static void put_own_url(const struct catalog *catalog, const struct request *request,
                        const struct subject *subject, struct buf *out)
{
    if (host_is_ours(catalog, request->host))
        buf_printf(out, "https://%s", request->host);
    else
        buf_printf(out, "https://autodiscover.%s", subject->domain);
    buf_puts(out, "/autodiscover/autodiscover.xml");
}

static void answer_url(const struct catalog *catalog, const struct request *request,
                       const struct subject *subject, const struct protocol_url *found,
                       struct response *response)
{
    buf_printf(&response->body, "{\"Protocol\":\"%s\",\"Url\":\"", found->protocol);
    if (found->url != NULL)
        buf_puts(&response->body, found->url);
    else
        put_own_url(catalog, request, subject, &response->body);
    buf_puts(&response->body, "\"}");
    set_headers(response, 200);
}

/* The URL for a protocol name in any case; false if the domain has none. */
static bool find_url(const struct offer *offer, const char *protocol,
                     struct protocol_url *found)
{
    const struct handover *handover = offer->handover;
    const struct protocol_url urls[] = {
        {"AutodiscoverV1", handover != NULL ? handover->autodiscover : NULL},
        {"ActiveSync", handover != NULL ? handover->activesync : NULL},
        {"Ews", handover != NULL ? handover->ews : NULL},
    };
    size_t count = handover != NULL ? sizeof urls / sizeof *urls : 1;
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(urls[i].protocol, protocol) == 0) {
            *found = urls[i];
            return true;
        }
    return false;
}

void answer_autodiscover_json(const struct catalog *catalog,
                              const struct request *request, struct response *response)
{
    struct json_question question;
    struct address address;
    struct protocol_url found;
    read_question(request, &question);
    struct subject subject = find_subject(catalog, request, question.address, &address);
    response_note_domain(response, subject.domain);
    if (!subject_has_answer(&subject))
        answer_error(response, 404, "UserNotFound", "The given user is not found");
    else if (question.protocol[0] == '\0')
        answer_error(response, 400, "MandatoryParameterMissing",
                     "A valid value must be provided for the query parameter "
                     "\\u0027Protocol\\u0027");
    else if (find_url(subject.settings->offer, question.protocol, &found))
        answer_url(catalog, request, &subject, &found, response);
    else
        answer_unknown_protocol(subject.settings->offer, question.protocol, response);
}
