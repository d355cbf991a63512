/* SPDX-License-Identifier: MIT */
/* What compiles can be rendered, bound to an offer or not to the same, and judged. */
#include "base/buf.h"
#include "xml/document.h"
#include "xml/judge.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const variables[] = {"documentation", "oauth_issuer"};
static const char *const values[] = {"https://help.example.net/", ""};
static const struct template template = {
    .name = "fuzz", .variables = variables, .variable_count = 2};
static const struct service services[] = {
    {.protocol = PROTOCOL_IMAP,
     .host = "imap.example.net",
     .port = 993,
     .username = "%EMAILADDRESS%",
     .auth = {AUTH_OAUTH2, AUTH_PASSWORD},
     .auth_count = 2},
    {.protocol = PROTOCOL_SMTP,
     .host = "smtp.example.net",
     .port = 587,
     .security = SECURITY_STARTTLS,
     .username = "%EMAILLOCALPART%",
     .auth_count = 1},
};
static const struct offer offer = {.template = &template,
                                   .values = values,
                                   .values_xml = values,
                                   .services = services,
                                   .service_count = 2};
static const struct settings settings = {.offer = &offer};
static const struct rendering rendering = {
    .domain = "example.com", .settings = &settings, .address = {"a&b@example.com", 15}};

static void ignore(void *context, const struct finding *finding)
{
    (void)context, (void)finding;
}

static void use(const struct document *document, struct pool *pool)
{
    struct buf once, again;
    buf_init(&once, 65536);
    buf_init(&again, 65536);
    document_render(document, &rendering, &once);
    document_render(document_bind(document, &offer, pool), &rendering, &again);
    if (strcmp(buf_text(&once), buf_text(&again)) != 0)
        abort();
    struct span bytes = {buf_text(&once), once.length};
    struct answer answer = {bytes, bytes, "example.com", &settings, "fuzz.xml", NULL};
    judge_autoconfig(&answer, ignore, NULL);
    judge_autodiscover(&answer, ignore, NULL);
    (void)judge_is_error(bytes);
    buf_clear(&once);
    buf_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pool *pool = pool_new();
    struct mistakes *mistakes = mistakes_new();
    struct source source = {
        .name = "fuzz.xml", .bytes = {(const char *)data, size}, .template = &template};
    const struct document *document = document_compile(&source, pool, mistakes);
    if ((document == NULL) != (mistakes_count(mistakes) > 0))
        abort();
    if (document != NULL)
        use(document, pool);
    mistakes_free(mistakes);
    pool_free(pool);
    return 0;
}
