/* SPDX-License-Identifier: MIT */
/* What readers of autoconfig demand of the server sections. Each check returns what it
 * found against its rule (they stand in judge_autoconfig.c), or NULL. */
#pragma once

#include "xml/judge_private.h"

/* The next server section behind `after`, the first one for NULL. */
const xmlNode *servers_next(const struct reading *reading, const xmlNode *after);

/* "imap: TEXT", as what was found. */
const char *servers_say(const struct reading *reading, const xmlNode *server,
                        const char *text);

/* The service that the domain declares for a section's host and protocol, or NULL. */
const struct service *servers_declared(const struct reading *reading,
                                       const xmlNode *server);

/* There is a server to read mail from. */
const char *servers_check_incoming(const struct reading *reading);

/* There is one to send mail by, over SMTP. */
const char *servers_check_outgoing(const struct reading *reading);

/* IMAP is there. */
const char *servers_check_imap(const struct reading *reading);

/* If IMAP is there, it comes first. */
const char *servers_check_imap_first(const struct reading *reading);

/* IMAP is there once. */
const char *servers_check_one_imap(const struct reading *reading);

/* SMTP is there once. */
const char *servers_check_one_smtp(const struct reading *reading);

/* Sections have a known type. */
const char *servers_check_type(const struct reading *reading);

/* Sections have no attribute but the type. */
const char *servers_check_attributes(const struct reading *reading);

/* The hostname is one that Thunderbird and K-9 take. */
const char *servers_check_hostname(const struct reading *reading);

/* The port is a number from 1 to 65535. */
const char *servers_check_port(const struct reading *reading);

/* The socketType is SSL or STARTTLS. */
const char *servers_check_socket_type(const struct reading *reading);

/* There is a username. */
const char *servers_check_username(const struct reading *reading);

/* There is an authentication that mail programs know. */
const char *servers_check_auth(const struct reading *reading);

/* The login is somebody's, not one for everybody. */
const char *servers_check_personal(const struct reading *reading);

/* A login with a placeholder. */
const char *servers_cure_personal(const struct reading *reading);

/* The login is the same all over the document. */
const char *servers_check_same_username(const struct reading *reading);

/* port stands before socketType. */
const char *servers_check_order(const struct reading *reading);
