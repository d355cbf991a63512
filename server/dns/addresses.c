/* SPDX-License-Identifier: MIT */
#include "dns/addresses.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

struct addresses {
    struct dns *dns;
    struct dns_asker *asker;
    const struct hosts *hosts;
    enum address_family family;
};

struct addresses *addresses_new(struct dns *dns, const struct hosts *hosts,
                                enum address_family family)
{
    struct addresses *addresses = memory_new(sizeof *addresses);
    addresses->dns = dns;
    addresses->asker = dns_asker_new(dns, addresses);
    addresses->hosts = hosts;
    addresses->family = family;
    return addresses;
}

void addresses_free(struct addresses *addresses)
{
    if (addresses == NULL)
        return;
    dns_asker_free(addresses->asker);
    memory_free(addresses);
}

static bool is_wanted(const struct addresses *addresses,
                      const struct ip_address *address)
{
    enum address_family family = ip_is_ipv4(address) ? ADDRESS_IPV4 : ADDRESS_IPV6;
    return addresses->family == ADDRESS_ANY || addresses->family == family;
}

/* Takes out what is of the other family. */
static void filter(const struct addresses *addresses, struct resolution *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (is_wanted(addresses, &out->addresses[i]))
            out->addresses[kept++] = out->addresses[i];
    out->count = kept;
}

static bool is_address(const char *host)
{
    struct ip_address address;
    return ip_parse(host, strlen(host), &address);
}

/* What can be said without the DNS; false: nothing. */
static bool resolve_here(const struct addresses *addresses, const char *host,
                         struct resolution *out)
{
    hosts_resolve((void *)addresses->hosts, host, out);
    filter(addresses, out);
    if (out->count > 0)
        return true;
    if (!is_address(host))
        return false;
    out->status = RESOLUTION_NODATA;
    snprintf(out->text, sizeof out->text, "%s is of the other family", host);
    return true;
}

/* An answer, or NULL: it is under way, or not wanted. */
static const struct dns_answer *ask(const struct addresses *addresses, const char *host,
                                    enum dns_type type)
{
    enum address_family other = type == DNS_A ? ADDRESS_IPV6 : ADDRESS_IPV4;
    if (addresses->family == other)
        return NULL;
    return dns_ask(addresses->asker, NULL, host, type);
}

void addresses_ask(struct addresses *addresses, const char *host)
{
    struct resolution known;
    if (resolve_here(addresses, host, &known))
        return;
    ask(addresses, host, DNS_A);
    ask(addresses, host, DNS_AAAA);
}

void addresses_wait(struct addresses *addresses)
{
    while (dns_wait(addresses->dns) != NULL)
        ;
}

static void add_record(const struct dns_answer *answer, size_t index,
                       struct resolution *out)
{
    if (answer == NULL || index >= answer->record_count || out->count == RESOLUTION_MAX)
        return;
    const char *text = answer->records[index].text;
    if (ip_parse(text, strlen(text), &out->addresses[out->count]))
        out->count++;
}

/* The families take turns, so that neither crowds out the other. */
static void add_records(const struct dns_answer *six, const struct dns_answer *four,
                        struct resolution *out)
{
    for (size_t i = 0; i < RESOLUTION_MAX; i++) {
        add_record(six, i, out);
        add_record(four, i, out);
    }
}

static bool has_result(const struct dns_answer *answer, enum dns_result result)
{
    return answer != NULL && answer->result == result;
}

/* Why there is no address, by the answer that weighs more: what could not be found out
 * may still be there, and a name that does not exist has no other type either. */
static void explain(const struct dns_answer *answer, struct resolution *out)
{
    out->status = answer->result == DNS_NODATA     ? RESOLUTION_NODATA
                  : answer->result == DNS_NXDOMAIN ? RESOLUTION_NXDOMAIN
                                                   : RESOLUTION_UNKNOWN;
    if (out->status == RESOLUTION_UNKNOWN)
        snprintf(out->text, sizeof out->text, "%s%s%s", answer->server,
                 answer->server[0] != '\0' ? ": " : "",
                 dns_result_text(answer->result));
    else if (answer->chain_count > 0)
        snprintf(out->text, sizeof out->text, "it leads to %s%s", dns_chain_end(answer),
                 answer->looped ? " and back" : "");
}

static const struct dns_answer *choose(const struct dns_answer *six,
                                       const struct dns_answer *four)
{
    if (six == NULL || four == NULL)
        return six != NULL ? six : four;
    if (has_result(six, DNS_NXDOMAIN))
        return six;
    return has_result(four, DNS_NXDOMAIN) || !dns_is_certain(four) ? four : six;
}

static unsigned later(const struct dns_answer *six, const struct dns_answer *four)
{
    unsigned a = six != NULL ? six->milliseconds : 0;
    unsigned b = four != NULL ? four->milliseconds : 0;
    return a > b ? a : b;
}

void addresses_resolve(void *context, const char *host, struct resolution *out)
{
    struct addresses *addresses = context;
    if (resolve_here(addresses, host, out))
        return;
    addresses_ask(addresses, host);
    addresses_wait(addresses);
    const struct dns_answer *six = ask(addresses, host, DNS_AAAA);
    const struct dns_answer *four = ask(addresses, host, DNS_A);
    *out = (struct resolution){.status = RESOLUTION_FOUND};
    add_records(six, four, out);
    out->milliseconds = later(six, four);
    if (out->count == 0)
        explain(choose(six, four), out);
}
