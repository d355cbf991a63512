/* SPDX-License-Identifier: MIT */
/* Microsoft's clouds. The scopes of users carry another name of the same resource than
 * those of applications, as Microsoft's documentation has it. */
#include "oauth/authority.h"

#include <string.h>

static const struct cloud {
    const char *name;
    const char *login;                /* host */
    const char *users, *applications; /* resources */
} clouds[] = {
    {"worldwide", "login.microsoftonline.com", "https://outlook.office.com",
     "https://outlook.office365.com"},
    {"gcc-high", "login.microsoftonline.us", "https://outlook.office365.us",
     "https://outlook.office365.us"},
    {"dod", "login.microsoftonline.us", "https://outlook.office365.us",
     "https://outlook.office365.us"},
    {"china", "login.partner.microsoftonline.cn", "https://partner.outlook.cn",
     "https://partner.outlook.cn"},
};

static const struct cloud *find(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof clouds / sizeof *clouds; i++)
        if (strcmp(clouds[i].name, name) == 0)
            return &clouds[i];
    return &clouds[0];
}

void authority_of_microsoft(const char *cloud, const char *tenant, struct pool *pool,
                            struct authority *out)
{
    const struct cloud *found = find(cloud);
    const char *base = pool_join(pool, "https://", found->login, "/", tenant, NULL);
    *out = (struct authority){
        .issuer = pool_join(pool, base, "/v2.0", NULL),
        .token_endpoint = pool_join(pool, base, "/oauth2/v2.0/token", NULL),
        .device_endpoint = pool_join(pool, base, "/oauth2/v2.0/devicecode", NULL),
        .authorization_endpoint = pool_join(pool, base, "/oauth2/v2.0/authorize", NULL),
        .redirect_host = "localhost", /* what can be registered without a port */
        .renews_by_scope = true,
    };
}

const char *authority_microsoft_scope(const char *cloud, bool is_application,
                                      bool lasts, struct pool *pool)
{
    const struct cloud *found = find(cloud);
    if (is_application)
        return pool_join(pool, found->applications, "/.default", NULL);
    return pool_join(pool, found->users, "/IMAP.AccessAsUser.All ", found->users,
                     "/POP.AccessAsUser.All ", found->users, "/SMTP.Send",
                     lasts ? " offline_access" : "", NULL);
}
