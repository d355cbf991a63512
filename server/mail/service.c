/* SPDX-License-Identifier: MIT */
#include "mail/service.h"

const char *protocol_name(enum protocol protocol)
{
    static const char *const names[PROTOCOL_COUNT] = {"imap", "pop3", "smtp"};
    return names[protocol];
}

const char *security_name(enum security security)
{
    static const char *const names[SECURITY_COUNT] = {"tls", "starttls", "none"};
    return names[security];
}

const char *auth_name(enum auth auth)
{
    static const char *const names[AUTH_COUNT] = {"password", "oauth2"};
    return names[auth];
}

uint16_t protocol_default_port(enum protocol protocol, enum security security)
{
    static const uint16_t tls[PROTOCOL_COUNT] = {993, 995, 465};
    static const uint16_t clear[PROTOCOL_COUNT] = {143, 110, 587};
    return security == SECURITY_TLS ? tls[protocol] : clear[protocol];
}

bool service_is_public(const struct service *service)
{
    return service->security != SECURITY_NONE;
}

bool service_takes(const struct service *service, enum auth auth)
{
    for (size_t i = 0; i < service->auth_count; i++)
        if (service->auth[i] == auth)
            return true;
    return false;
}
