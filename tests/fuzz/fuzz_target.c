/* SPDX-License-Identifier: MIT */
/* A request target, and behind a line feed a Host and then forwarding fields. */
#include "http/forwarded.h"
#include "http/target.h"
#include "mail/address.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct span take_line(struct span *rest)
{
    const char *end = memchr(rest->at, '\n', rest->length);
    struct span line = {rest->at,
                        end != NULL ? (size_t)(end - rest->at) : rest->length};
    size_t used = line.length + (end != NULL);
    *rest = (struct span){rest->at + used, rest->length - used};
    return line;
}

static void use_target(struct span text)
{
    struct target target;
    struct address address;
    char value[ADDRESS_MAX + 1], host[HOSTNAME_SIZE];
    if (!target_parse(text.at, text.length, &target))
        return;
    (void)!target_parse_host(target.authority, host);
    if (target_query(target.query, "emailaddress", value, sizeof value) &&
        address_parse(value, strlen(value), &address) &&
        strlen(address.domain) > HOSTNAME_MAX)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Exactly as large as the input, so that a read past its end is seen. */
    char *copy = malloc(size + 1);
    memcpy(copy, data, size);
    struct span rest = {copy, size};
    char host[HOSTNAME_SIZE];
    struct forwarding forwarding = {.x_forwarded_for = {.count = 0}};
    struct client client;

    use_target(take_line(&rest));
    if (target_parse_host(take_line(&rest), host) && strlen(host) > HOSTNAME_MAX)
        abort();
    forwarding.x_forwarded_for = (struct field_lines){{take_line(&rest)}, 1};
    forwarding.x_forwarded_proto = (struct field_lines){{take_line(&rest)}, 1};
    forwarded_resolve(&(struct site){.host = NULL}, NULL, &forwarding, &client);
    forwarding = (struct forwarding){.forwarded = {{rest}, 1}};
    forwarded_resolve(&(struct site){.host = NULL}, NULL, &forwarding, &client);
    free(copy);
    return 0;
}
