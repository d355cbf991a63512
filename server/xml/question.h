/* SPDX-License-Identifier: MIT */
/* Reading Autodiscover requests, POX (MS-OXDSCLI) and SOAP (MS-OXWSADISC), with
 * libxml2's push parser: no DTD, no entities, no network, bounded in depth and in
 * number of elements. Names are matched without prefix and case, namespaces not at all.
 */
#pragma once

#include "base/cleanup.h"
#include "mail/address.h"

#include <stdbool.h>
#include <stddef.h>

enum question_schema {
    QUESTION_SCHEMA_MISSING, /* Outlook's is meant */
    QUESTION_SCHEMA_OUTLOOK,
    QUESTION_SCHEMA_MOBILESYNC,
    QUESTION_SCHEMA_UNKNOWN,
};

struct question {
    char address[ADDRESS_MAX +
                 1];       /* EMailAddress or Mailbox, blanks trimmed; "" if none */
    bool address_too_long; /* there was one, and it cannot be right */
    bool has_legacy_dn;    /* POX: asked with a LegacyDN */
    enum question_schema schema; /* POX: AcceptableResponseSchema */
};

/* Reads a POX body. False if it is not well-formed, has a DTD, or goes over a bound. */
MUST_CHECK bool question_read_pox(const char *body, size_t length,
                                  struct question *out);

/* Reads a SOAP body: the first Mailbox of GetUserSettings. False as above. */
MUST_CHECK bool question_read_soap(const char *body, size_t length,
                                   struct question *out);
