/* SPDX-License-Identifier: MIT */
#include "fetch/place.h"

#include "base/buf.h"
#include "base/text.h"
#include "mail/hostname.h"
#include "mail/network.h"

#include <stdio.h>
#include <string.h>

enum {
    PART_SIZE = 1024,
    KNOWN_MAX = HOSTNAME_SIZE + 16 + RESOLUTION_MAX * (IP_TEXT_SIZE + 3),
};

/* Writes a part to `out` (PART_SIZE); "" when there is none, or a longer one. */
static const char *get_part(CURLU *place, CURLUPart part, char *out)
{
    char *text = NULL;
    out[0] = '\0';
    if (curl_url_get(place, part, &text, CURLU_DEFAULT_PORT) == CURLUE_OK &&
        strlen(text) < PART_SIZE)
        snprintf(out, PART_SIZE, "%s", text);
    curl_free(text);
    return out;
}

static bool is_address(const char *host)
{
    struct ip_address address;
    return host[0] == '[' || ip_parse(host, strlen(host), &address);
}

/* A host in another script becomes its A-labels, which the certificate has too. */
static bool normalise_host(CURLU *place)
{
    char host[PART_SIZE], name[HOSTNAME_SIZE];
    get_part(place, CURLUPART_HOST, host);
    return is_address(host) ||
           (hostname_normalise(host, strlen(host), name) &&
            curl_url_set(place, CURLUPART_HOST, name, 0) == CURLUE_OK);
}

static bool parse(CURLU *place, const char *url, struct error *error)
{
    char scheme[PART_SIZE];
    CURLUcode code = curl_url_set(place, CURLUPART_URL, url,
                                  CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER);
    if (code == CURLUE_USER_NOT_ALLOWED)
        return error_set(error, ERROR_INPUT, "a URL with a user in it");
    if (code != CURLUE_OK)
        return error_set(error, ERROR_INPUT, "no URL");
    get_part(place, CURLUPART_SCHEME, scheme);
    if (strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0)
        return error_set(error, ERROR_INPUT, "neither http: nor https:");
    return normalise_host(place) ||
           error_set(error, ERROR_INPUT, "the host is no host name");
}

CURLU *place_parse(const char *url, struct error *error)
{
    CURLU *place = curl_url();
    if (parse(place, url, error))
        return place;
    curl_url_cleanup(place);
    return NULL;
}

bool place_is_safe(CURLU *place)
{
    char scheme[PART_SIZE];
    return strcmp(get_part(place, CURLUPART_SCHEME, scheme), "https") == 0;
}

/* "HOST:PORT:ADDRESS,ADDRESS" (CURLOPT_RESOLVE). */
static struct curl_slist *list_addresses(CURLU *place, const char *host,
                                         const struct resolution *resolution)
{
    char port[PART_SIZE], address[IP_TEXT_SIZE];
    struct buf line;
    buf_init(&line, KNOWN_MAX);
    buf_printf(&line, "%s:%s:", host, get_part(place, CURLUPART_PORT, port));
    for (size_t i = 0; i < resolution->count; i++) {
        ip_format(&resolution->addresses[i], address);
        bool is_v6 = strchr(address, ':') != NULL;
        buf_printf(&line, "%s%s%s%s", i > 0 ? "," : "", is_v6 ? "[" : "", address,
                   is_v6 ? "]" : "");
    }
    struct curl_slist *list = curl_slist_append(NULL, buf_text(&line));
    buf_clear(&line);
    return list;
}

static void say_unresolved(const struct resolution *resolution, const char *host,
                           struct fetch_answer *answer)
{
    static const char *const texts[] = {
        [RESOLUTION_NXDOMAIN] = "there is no such name",
        [RESOLUTION_NODATA] = "the name has no address",
        [RESOLUTION_UNKNOWN] = "the name could not be resolved",
    };
    answer->result =
        resolution->status == RESOLUTION_UNKNOWN ? FETCH_TEMPORARY : FETCH_NO_HOST;
    answer->text =
        pool_join(answer->pool, host, ": ", texts[resolution->status],
                  resolution->text[0] != '\0' ? ": " : "", resolution->text, NULL);
}

bool place_resolve(CURLU *place, const struct fetch_options *options,
                   struct curl_slist **known, struct fetch_answer *answer)
{
    char host[PART_SIZE];
    struct resolution resolution = {.count = 0};
    *known = NULL;
    get_part(place, CURLUPART_HOST, host);
    if (options->resolve == NULL || is_address(host))
        return true;
    options->resolve(options->resolver_context, host, &resolution);
    if (resolution.status != RESOLUTION_FOUND) {
        say_unresolved(&resolution, host, answer);
        return false;
    }
    *known = list_addresses(place, host, &resolution);
    return true;
}
