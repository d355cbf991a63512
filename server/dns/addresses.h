/* SPDX-License-Identifier: MIT */
/* The addresses of hosts, from a file of hosts and else from the DNS: what is going to
 * be wanted is asked for beforehand, all at once, and then answered without waiting. */
#pragma once

#include "base/cleanup.h"
#include "dns/dns.h"
#include "dns/hosts.h"
#include "mail/resolver.h"

enum address_family { ADDRESS_ANY, ADDRESS_IPV4, ADDRESS_IPV6 };

struct addresses;

/* Knows what is in `hosts` (NULL: nothing) and asks `dns` for the rest; both are
 * borrowed. Of one family only, unless it is ADDRESS_ANY. To be given to
 * addresses_free. */
struct addresses *addresses_new(struct dns *dns, const struct hosts *hosts,
                                enum address_family family);

/* Frees; NULL is fine. */
void addresses_free(struct addresses *addresses);
DEFINE_AUTO(addresses)

/* Begins to ask for a host, which costs nothing if it is known. */
void addresses_ask(struct addresses *addresses, const char *host);

/* Waits until all is known that was asked for: 5 s at most, as dns_wait says. */
void addresses_wait(struct addresses *addresses);

/* A resolver with a struct addresses as its context. What nobody asked for beforehand
 * is asked for now, and waited for. Where one family fails and the other has addresses,
 * those count; "there is none" is said only when it is certain. */
void addresses_resolve(void *context, const char *host, struct resolution *out);
