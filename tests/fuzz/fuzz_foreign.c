/* SPDX-License-Identifier: MIT */
/* Documents of others: whatever comes in, services are fit to be connected to, and
 * texts to be shown. The judges read the same bytes. */
#include "mail/hostname.h"
#include "xml/foreign.h"
#include "xml/judge.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void check_service(const struct service *service)
{
    char canonical[HOSTNAME_SIZE];
    if (!hostname_normalise(service->host, strlen(service->host), canonical) ||
        strcmp(service->host, canonical) != 0 || service->port == 0 ||
        service->username[0] == '\0' || service->protocol >= PROTOCOL_COUNT ||
        service->security >= SECURITY_COUNT || service->auth_count == 0 ||
        service->auth_count > AUTH_COUNT)
        abort();
}

static void check_finding(void *context, const struct finding *finding)
{
    (void)context;
    if (finding->id == NULL || finding->message == NULL || finding->subject == NULL ||
        finding->file != NULL)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct foreign foreign;
    const struct answer answer = {.bytes = {(const char *)data, size},
                                  .domain = "example.com",
                                  .origin = "https://example.com/"};
    foreign_read(answer.bytes, "ann@example.com", pool, &foreign);
    if (foreign.service_count > FOREIGN_SERVICES_MAX ||
        !text_is_utf8(foreign.text, strlen(foreign.text)))
        abort();
    for (size_t i = 0; i < foreign.service_count; i++)
        check_service(&foreign.services[i]);
    judge_autoconfig(&answer, check_finding, NULL);
    judge_autodiscover(&answer, check_finding, NULL);
    return 0;
}
