/* SPDX-License-Identifier: MIT */
/* All checks; each decides by the expected records and the settings whether it has
 * anything to say. For the files of check/ only. */
#pragma once

#include "check/view.h"

check_function check_zone;         /* the domain exists; wildcards */
check_function check_aliases;      /* imap., pop., smtp. and whatever else is a CNAME */
check_function check_autoconfig;   /* autoconfig. leads to this service */
check_function check_autodiscover; /* autodiscover., and no SRV beside it */
check_function check_apex;         /* a web host that answers in front of autoconfig. */
check_function check_msoid;
check_function check_srv;
check_function check_records; /* what a template lists and no other check looks at */
check_function check_mx;
check_function check_spf;
check_function check_dkim;
check_function check_dmarc;
check_function check_mtasts;
check_function check_tlsrpt;
check_function check_caa;
