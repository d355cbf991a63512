/* SPDX-License-Identifier: MIT */
/* Causes and cures that several rows of the diagnoses share: one sentence of
 * Microsoft's can mean many things, and means them in each protocol. */
#pragma once

/* The most likely first; NULL ends them. */
extern const char *const causes_no_basic[];
extern const char *const causes_oauth[];
extern const char *const causes_not_connected[];
extern const char *const causes_password[];
extern const char *const causes_token[];
extern const char *const causes_smtp_oauth[];
extern const char *const causes_smtp_off[];
extern const char *const causes_criteria[];

/* Lines for Exchange Online PowerShell, with placeholders (diagnosis_cure). */
extern const char cure_grant[];
extern const char cure_smtp_on[];
extern const char cure_mailbox[];
extern const char cure_send_as[];

/* Sentences. */
#define CURE_OAUTH "Log in with OAuth 2.0, in mail programs and here."
#define CURE_LATER "Try again later, and less often."
