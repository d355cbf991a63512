/* SPDX-License-Identifier: MIT */
/* waypost render: what would serve send? It asks the routes the way a mail program
 * would, so it cannot disagree with them. */
#include "base/buf.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/output.h"
#include "http/routes.h"
#include "mail/address.h"
#include "mail/hostname.h"
#include "xml/judge.h"

#include <stdio.h>
#include <string.h>

enum { QUESTION_MAX = 4096, KIND_LIST_MAX = 256 };

/* A kind of document and the request that gets it. */
struct kind {
    const char *name;
    const char *label; /* of the host that is asked */
    const char *path;
    const char *query; /* what stands before the address in the query, or NULL */
    const char *body;  /* what stands before the address in the body, or NULL: GET */
    const char *body_end;
};

static const struct kind kinds[] = {
    {
        .name = "autoconfig",
        .label = "autoconfig",
        .path = "/mail/config-v1.1.xml",
        .query = "emailaddress=",
    },
    {
        .name = "autodiscover",
        .label = "autodiscover",
        .path = "/autodiscover/autodiscover.xml",
        .body = "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/"
                "autodiscover/outlook/requestschema/2006\"><Request><EMailAddress>",
        .body_end = "</EMailAddress><AcceptableResponseSchema>"
                    "http://schemas.microsoft.com/exchange/autodiscover/outlook/"
                    "responseschema/2006a</AcceptableResponseSchema></Request>"
                    "</Autodiscover>",
    },
    {
        .name = "autodiscover.json",
        .label = "autodiscover",
        .path = "/autodiscover/autodiscover.json",
        .query = "Protocol=AutodiscoverV1&Email=",
    },
    {
        .name = "autodiscover.svc",
        .label = "autodiscover",
        .path = "/autodiscover/autodiscover.svc",
    },
};

enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static void append_kinds(struct buf *out)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        buf_printf(out, "%s%s", i > 0 ? ", " : "", kinds[i].name);
}

static int refuse_kind(const char *name)
{
    struct buf list;
    buf_init(&list, KIND_LIST_MAX);
    append_kinds(&list);
    output_complain("render: unknown kind %s, expected one of: %s", name,
                    buf_text(&list));
    buf_clear(&list);
    return STATUS_USAGE;
}

static void explain_render(FILE *stream)
{
    struct buf list;
    buf_init(&list, KIND_LIST_MAX);
    append_kinds(&list);
    fprintf(stream,
            "\n"
            "KIND is one of: %s.\n"
            "ADDRESS is a mail address or a domain.\n",
            buf_text(&list));
    buf_clear(&list);
}

/* A mailbox of somebody, or a domain alone. */
struct target {
    char domain[HOSTNAME_SIZE];
    struct span address; /* length 0: a domain alone */
};

static bool parse_target(const char *text, struct target *out)
{
    struct address address;
    size_t length = strlen(text);
    *out = (struct target){.address = {NULL, 0}};
    if (strchr(text, '@') == NULL)
        return hostname_normalise(text, length, out->domain);
    if (!address_parse(text, length, &address))
        return false;
    memcpy(out->domain, address.domain, sizeof out->domain);
    out->address = address.text;
    return true;
}

/* Asks the routes; a domain alone is asked for by its host, as Delta Chat does, and the
 * query's address is empty then. */
static void ask(const struct catalog *catalog, const struct kind *kind,
                const struct target *target, struct response *response)
{
    char host[HOSTNAME_SIZE + 16];
    struct buf query, body;
    buf_init(&query, QUESTION_MAX);
    buf_init(&body, QUESTION_MAX);
    snprintf(host, sizeof host, "%s.%s", kind->label, target->domain);
    if (kind->query != NULL) {
        buf_puts(&query, kind->query);
        buf_append_uri(&query, target->address.at, target->address.length, "");
    }
    if (kind->body != NULL && target->address.length > 0) {
        buf_puts(&body, kind->body);
        buf_append_xml(&body, target->address.at, target->address.length);
        buf_puts(&body, kind->body_end);
    }
    struct request request = {
        .method = body.length > 0 ? METHOD_POST : METHOD_GET,
        .path = kind->path,
        .query = {buf_text(&query), query.length},
        .host = host,
        .secure = true,
        .body = {buf_text(&body), body.length},
    };
    routes_answer(catalog, &request, response);
    buf_clear(&query);
    buf_clear(&body);
}

/* Prints it as it is; Autodiscover says in a 200 that it is an error. */
static int print_response(const struct response *response, const char *domain)
{
    if (response->location.length > 0) {
        printf("%u %s\n", response->status, buf_text(&response->location));
        return STATUS_FINE;
    }
    if (response->status != 200) {
        output_complain("render: %s: answered with %u: %.*s", domain, response->status,
                        (int)strcspn(buf_text(&response->body), "\n"),
                        buf_text(&response->body));
        return STATUS_WRONG;
    }
    output_write(NULL, buf_text(&response->body), response->body.length);
    struct span body = {buf_text(&response->body), response->body.length};
    return judge_is_error(body) ? STATUS_WRONG : STATUS_FINE;
}

static int render(const struct catalog *catalog, const struct kind *kind,
                  const struct target *target)
{
    const struct settings *settings = catalog_find(catalog, target->domain);
    if (settings == NULL || settings->offer == NULL) {
        output_complain("render: %s %s", target->domain,
                        settings == NULL ? "is not in domains.ini"
                                         : "is not served (template = none)");
        return STATUS_WRONG;
    }
    struct response response;
    response_init(&response);
    ask(catalog, kind, target, &response);
    int status = print_response(&response, target->domain);
    response_clear(&response);
    return status;
}

static int run_render(const struct options *options)
{
    struct target target;
    const struct kind *kind = find_kind(options->operands[0]);
    if (kind == NULL)
        return refuse_kind(options->operands[0]);
    if (!parse_target(options->operands[1], &target)) {
        output_complain("render: %s is no mail address and no domain",
                        options->operands[1]);
        return STATUS_USAGE;
    }
    AUTO(config) struct config *config = load_or_complain(options->config);
    if (config == NULL)
        return STATUS_USAGE;
    return render(config->catalog, kind, &target);
}

const struct command command_render = {
    .name = "render",
    .operands = "KIND ADDRESS",
    .summary = "prints the document that would be answered",
    .explain = explain_render,
    .operands_min = 2,
    .operands_max = 2,
    .run = run_render,
};
