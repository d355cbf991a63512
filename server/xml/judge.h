/* SPDX-License-Identifier: MIT */
/* Judges answers by the rules of the programs that read them, not by a schema: the
 * public schema of autoconfig accepts a server without a port, and Thunderbird does
 * not. The rules, and the clients behind them, stand in tables in judge_*.c. */
#pragma once

#include "base/text.h"
#include "mail/catalog.h"
#include "mail/finding.h"

/* Gives `sink` one finding for each rule that the autoconfig document breaks, and one
 * "ok" if it breaks none. `settings` says where the domain is declared. */
void judge_autoconfig(struct span bytes, const char *domain,
                      const struct settings *settings, finding_sink *sink,
                      void *context);

/* The same for an Autodiscover settings document (POX). */
void judge_autodiscover(struct span bytes, const char *domain,
                        const struct settings *settings, finding_sink *sink,
                        void *context);

/* What the documents no longer show: services with security none, OAuth2 only at a host
 * that mail programs do not know, and the like. */
void judge_settings(const char *domain, const struct settings *settings,
                    finding_sink *sink, void *context);
