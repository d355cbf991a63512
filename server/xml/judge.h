/* SPDX-License-Identifier: MIT */
/* Judges answers by the rules of the programs that read them, not by a schema: the
 * public schema of autoconfig accepts a server without a port, and Thunderbird does
 * not. The rules, and the clients behind them, stand in tables in judge_*.c. */
#pragma once

#include "base/text.h"
#include "mail/catalog.h"
#include "mail/finding.h"

#include <stdbool.h>

/* A document as it is sent, and what it was made from. */
struct answer {
    struct span bytes;
    struct span nameless; /* Autodiscover: what a GET gets, which names nobody */
    const char *domain;
    const struct settings *settings; /* with an offer of a template */
    const char *document;            /* the file of the template's document */
    const char *origin; /* of somebody else's document, which has neither settings nor
                         * template: its URL or file; else NULL */
};

/* Gives `sink` one finding for each rule that the autoconfig answer breaks, and one
 * "ok" if it breaks none. */
void judge_autoconfig(const struct answer *answer, finding_sink *sink, void *context);

/* The same for an Autodiscover settings document (POX), with an address and, if there
 * is one, without. */
void judge_autodiscover(const struct answer *answer, finding_sink *sink, void *context);

/* What the documents do not show: a domain that is not answered at all, services that
 * are left out, ports that contradict what is said of them, and the like. */
void judge_settings(const char *domain, const struct settings *settings,
                    finding_sink *sink, void *context);

/* Whether an answer to Autodiscover says in its body that it is an error. */
bool judge_is_error(struct span bytes);
