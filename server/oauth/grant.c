/* SPDX-License-Identifier: MIT */
#include "oauth/grant.h"

#include "base/memory.h"
#include "oauth/claims.h"
#include "oauth/members.h"

#include <string.h>

enum { YEAR_SECONDS = 365 * 24 * 3600 };

struct grant *grant_new(time_t obtained)
{
    struct grant *grant = memory_new(sizeof *grant);
    grant->access = secret_new(GRANT_TOKEN_MAX);
    grant->obtained = obtained;
    return grant;
}

void grant_free(struct grant *grant)
{
    if (grant == NULL)
        return;
    secret_free(grant->access);
    secret_free(grant->refresh);
    memory_free(grant);
}

/* A token goes into fields and lines of protocols: only what RFC 6749 lets be in one
 * (appendix A.12) comes in here. */
static bool take_token(struct secret *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        if (*at < ' ' || *at > '~')
            return false;
    secret_puts(out, text);
    return *text != '\0' && !secret_overflowed(out);
}

static bool read_refresh(struct grant *grant, const struct members *members)
{
    const char *text = members_string(members, "refresh_token");
    if (text == NULL || text[0] == '\0')
        return true;
    grant->refresh = secret_new(GRANT_TOKEN_MAX);
    return take_token(grant->refresh, text);
}

/* expires_in is only recommended; a JWT says it itself. */
static void read_end(struct grant *grant, const struct members *members)
{
    AUTO(pool) struct pool *pool = pool_new();
    struct claims claims;
    long long seconds;
    if (members_integer(members, "expires_in", &seconds) && seconds >= 0)
        grant->expires =
            grant->obtained + (seconds < YEAR_SECONDS ? seconds : YEAR_SECONDS);
    else if (claims_read(grant->access, pool, &claims) && claims.has_expires)
        grant->expires = (time_t)claims.expires;
}

static bool fill(struct grant *grant, const struct members *members,
                 struct error *error)
{
    const char *token = members_string(members, "access_token");
    const char *type = members_string(members, "token_type");
    const char *scope = members_string(members, "scope");
    if (token == NULL)
        return error_set(error, ERROR_INPUT, "there is no access_token in the answer");
    if (type == NULL || !text_equal_nocase(type, "bearer"))
        return error_set(error, ERROR_INPUT, "the token is no bearer token");
    if (!take_token(grant->access, token) || !read_refresh(grant, members))
        return error_set(error, ERROR_INPUT,
                         "a token is empty, has strange characters in it or more than "
                         "%d of them",
                         GRANT_TOKEN_MAX);
    if (scope != NULL)
        text_sanitise(scope, strlen(scope), grant->scope, sizeof grant->scope);
    read_end(grant, members);
    return true;
}

struct grant *grant_read(struct span json, time_t now, struct error *error)
{
    AUTO(members) struct members *members = members_read(json, error);
    AUTO(grant) struct grant *grant = grant_new(now);
    if (members == NULL || !fill(grant, members, error))
        return NULL;
    return TAKE(grant);
}

bool grant_lasts(const struct grant *grant, time_t now, unsigned seconds)
{
    return grant->expires != 0 && grant->expires - now > (time_t)seconds;
}
