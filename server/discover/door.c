/* SPDX-License-Identifier: MIT */
#include "discover/door.h"

#include "base/buf.h"
#include "oauth/members.h"

#include <stdio.h>
#include <string.h>

enum {
    STEPS_MAX = 4,
    SHOWN_MAX = 300,
    BODY_MAX = 4096,
    THUNDERBIRD_MS = 5000,
    OK_FIRST = 200,
    OK_LAST = 299,
    REDIRECT_FIRST = 300,
    REDIRECT_LAST = 399,
    UNAUTHORIZED = 401,
    FORBIDDEN = 403,
};

#define WELL_KNOWN ".well-known/autoconfig/mail/config-v1.1.xml?emailaddress="
#define OUTLOOK "http://schemas.microsoft.com/exchange/autodiscover/outlook/"

/* The host's label, and the path; a query ends in the address. */
static const struct row {
    const char *scheme, *label, *path, *more;
    bool posts;
} rows[DOOR_COUNT] = {
    [DOOR_AUTOCONFIG] = {"https://", "autoconfig.",
                         "/mail/config-v1.1.xml?emailaddress=", "", false},
    [DOOR_WELL_KNOWN] = {"https://", "", "/" WELL_KNOWN, "", false},
    [DOOR_AUTOCONFIG_CLEAR] = {"http://", "autoconfig.",
                               "/mail/config-v1.1.xml?emailaddress=", "", false},
    [DOOR_WELL_KNOWN_CLEAR] = {"http://", "", "/" WELL_KNOWN, "", false},
    [DOOR_AUTODISCOVER] = {"https://", "autodiscover.",
                           "/autodiscover/autodiscover.xml", NULL, true},
    [DOOR_AUTODISCOVER_APEX] = {"https://", "", "/autodiscover/autodiscover.xml", NULL,
                                true},
    [DOOR_AUTODISCOVER_REDIRECT] = {"http://", "autodiscover.",
                                    "/autodiscover/autodiscover.xml", NULL, false},
    [DOOR_AUTODISCOVER_JSON] = {"https://", "autodiscover.",
                                "/autodiscover/autodiscover.json?Email=",
                                "&Protocol=AutodiscoverV1&RedirectCount=1", false},
};

static bool is_safe(const char *url)
{
    return strncmp(url, "https://", 8) == 0;
}

/* Cleaned and without its query, in which the address stands. */
static const char *show(struct door *door, const char *url)
{
    char shown[SHOWN_MAX];
    return pool_strdup(door->pool,
                       text_sanitise(url, strcspn(url, "?#"), shown, sizeof shown));
}

static const char *make_url(struct door *door, const struct row *row,
                            const char *domain)
{
    struct buf url;
    buf_init(&url, BODY_MAX);
    buf_printf(&url, "%s%s%s%s", row->scheme, row->label, domain, row->path);
    if (row->more != NULL) {
        const char *address = is_safe(row->scheme) ? door->address : door->placeholder;
        buf_append_uri(&url, address, strlen(address), "");
        buf_puts(&url, row->more);
    }
    const char *copy = pool_strdup(door->pool, buf_text(&url));
    buf_clear(&url);
    return copy;
}

void door_init(struct door *door, enum door_name name, const char *domain,
               const char *address, struct pool *pool)
{
    const struct row *row = &rows[name];
    const char *placeholder = pool_join(pool, "user@", domain, NULL);
    *door = (struct door){
        .name = name,
        .pool = pool,
        .address = address != NULL ? address : placeholder,
        .placeholder = placeholder,
        .posts = row->posts,
        .shown = "",
        .text = "",
        .last = "",
        .body = secret_new(BODY_MAX),
    };
    if (row->scheme == NULL)
        return;
    door->url = make_url(door, row, domain);
    door->shown = show(door, door->url);
}

void door_clear(struct door *door)
{
    secret_free(door->body);
    door->body = NULL;
}

void door_end(struct door *door, enum discover_kind result, const char *text)
{
    char shown[SHOWN_MAX];
    door->url = NULL;
    door->result = result;
    door->text =
        pool_strdup(door->pool, text_sanitise(text, strlen(text), shown, sizeof shown));
}

void door_lead(struct door *door, const char *shown, const char *url)
{
    door->shown = show(door, shown);
    door->url = pool_strdup(door->pool, url);
    door->posts = door->name == DOOR_AUTODISCOVER_SRV;
}

static void write_question(struct door *door)
{
    struct buf body;
    buf_init(&body, BODY_MAX);
    buf_puts(&body, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                    "<Autodiscover xmlns=\"" OUTLOOK "requestschema/2006\">\n"
                    "<Request>\n<EMailAddress>");
    buf_append_xml(&body, door->address, strlen(door->address));
    buf_puts(&body, "</EMailAddress>\n<AcceptableResponseSchema>" OUTLOOK
                    "responseschema/2006a</AcceptableResponseSchema>\n"
                    "</Request>\n</Autodiscover>\n");
    secret_reset(door->body);
    secret_append(door->body, buf_text(&body), body.length);
    buf_clear(&body);
}

void door_ask(struct door *door, struct fetch_request *out)
{
    door->steps++;
    *out =
        (struct fetch_request){.url = door->url,
                               .accept = "text/xml, application/xml, application/json",
                               .user_agent = "waypost",
                               .follows = door->name < DOOR_AUTODISCOVER};
    if (!door->posts)
        return;
    write_question(door);
    out->body = door->body;
    out->content_type = "text/xml; charset=utf-8";
}

/* Goes on to another URL of Autodiscover. */
static void go_on(struct door *door, const char *url)
{
    if (!is_safe(url)) {
        door_end(door, DISCOVER_DOOR_ONWARD,
                 pool_join(door->pool, "it leads to where nothing is protected: ",
                           show(door, url), NULL));
    } else if (door->steps >= STEPS_MAX) {
        door_end(door, DISCOVER_DOOR_ONWARD, "it leads on and on");
    } else {
        door->url = pool_strdup(door->pool, url);
        door->posts = true;
    }
}

static bool is_xml(const char *type)
{
    return strcmp(type, "text/xml") == 0 || strcmp(type, "application/xml") == 0 ||
           strcmp(type, "text/rdf") == 0;
}

static void take_settings(struct door *door, struct span body)
{
    bool late = door->milliseconds > THUNDERBIRD_MS;
    door->document =
        (struct span){pool_copy(door->pool, body.at, body.length), body.length};
    door_end(door, late ? DISCOVER_DOOR_SLOW : DISCOVER_DOOR_SETTINGS, "");
}

/* What is no document is a yes without meaning at a door for documents only; at a web
 * site's Autodiscover it is the web site. */
static void take_other(struct door *door, const char *text)
{
    door_end(door,
             door->name < DOOR_AUTODISCOVER ? DISCOVER_DOOR_RUBBISH
                                            : DISCOVER_DOOR_CLOSED,
             text);
}

static void take_document(struct door *door, struct span body)
{
    struct foreign *foreign = &door->foreign;
    foreign_read(body, door->address, door->pool, foreign);
    switch (foreign->kind) {
    case FOREIGN_AUTOCONFIG:
    case FOREIGN_AUTODISCOVER:
        take_settings(door, body);
        break;
    case FOREIGN_USELESS:
        door_end(door, DISCOVER_DOOR_USELESS, foreign->text);
        break;
    case FOREIGN_EXCHANGE:
        door_end(door, DISCOVER_DOOR_EXCHANGE, "");
        break;
    case FOREIGN_REDIRECT_URL:
        go_on(door, foreign->text);
        break;
    case FOREIGN_REDIRECT_ADDRESS:
        door_end(door, DISCOVER_DOOR_ONWARD,
                 "it asks for another address of the person");
        break;
    case FOREIGN_ERROR:
        door_end(door, DISCOVER_DOOR_CLOSED, foreign->text);
        break;
    case FOREIGN_OTHER:
        take_other(door, foreign->text);
        break;
    }
}

/* Thunderbird reads nothing that is not called XML. */
static void take_yes(struct door *door, const struct fetch_answer *answer)
{
    if (is_xml(answer->content_type))
        take_document(door, secret_span(answer->body));
    else
        take_other(door,
                   pool_join(door->pool, "its Content-Type is ",
                             answer->content_type[0] != '\0' ? answer->content_type
                                                             : "not said",
                             NULL));
}

/* Autodiscover v2: only where the first version is. */
static void take_json(struct door *door, const struct fetch_answer *answer)
{
    struct error error;
    AUTO(members)
    struct members *members = members_read(secret_span(answer->body), &error);
    const char *url = members != NULL ? members_string(members, "Url") : NULL;
    if (url != NULL)
        door_end(door, DISCOVER_DOOR_ONWARD,
                 pool_join(door->pool, "it leads to ", show(door, url), NULL));
    else
        door_end(door, DISCOVER_DOOR_CLOSED, "no JSON with a Url");
}

/* A proxy or a web site may want a login as well, but not at this name. */
static void take_no(struct door *door, const struct fetch_answer *answer)
{
    bool login = answer->status == UNAUTHORIZED || answer->status == FORBIDDEN;
    const char *text = pool_printf(door->pool, "the server says %ld", answer->status);
    if (login && door->posts && answer->status == UNAUTHORIZED)
        door_end(door, DISCOVER_DOOR_EXCHANGE, text);
    else if (login && door->name < DOOR_AUTODISCOVER)
        door_end(door, DISCOVER_DOOR_LOGIN, text);
    else
        door_end(door, DISCOVER_DOOR_CLOSED, text);
}

static void take_answer(struct door *door, const struct fetch_answer *answer)
{
    bool yes = answer->status >= OK_FIRST && answer->status <= OK_LAST;
    bool onward = answer->status >= REDIRECT_FIRST && answer->status <= REDIRECT_LAST &&
                  answer->location[0] != '\0' && door->name >= DOOR_AUTODISCOVER;
    if (onward)
        go_on(door, answer->location);
    else if (!yes)
        take_no(door, answer);
    else if (door->name == DOOR_AUTODISCOVER_JSON)
        take_json(door, answer);
    else if (door->name == DOOR_AUTODISCOVER_REDIRECT && !door->posts)
        door_end(door, DISCOVER_DOOR_CLOSED,
                 "no redirection, and nothing else counts here");
    else
        take_yes(door, answer);
}

void door_take(struct door *door, const struct fetch_answer *answer)
{
    static const enum discover_kind results[] = {
        [FETCH_NO_HOST] = DISCOVER_DOOR_CLOSED,
        [FETCH_REFUSED] = DISCOVER_DOOR_CLOSED,
        [FETCH_UNTRUSTED] = DISCOVER_DOOR_UNTRUSTED,
        [FETCH_TOO_LONG] = DISCOVER_DOOR_RUBBISH,
        [FETCH_REDIRECTED] = DISCOVER_DOOR_CLOSED,
        [FETCH_TEMPORARY] = DISCOVER_DOOR_SILENT,
        [FETCH_IMPOSSIBLE] = DISCOVER_DOOR_CLOSED,
    };
    door->milliseconds += answer->milliseconds;
    door->last = show(door, answer->url);
    if (answer->result == FETCH_ANSWERED)
        take_answer(door, answer);
    else
        door_end(door, results[answer->result], answer->text);
}

void door_read(struct door *door, const char *shown, struct span document)
{
    door->shown = door->last = show(door, shown);
    take_document(door, document);
}

bool door_has_settings(const struct door *door)
{
    return door->document.at != NULL;
}

bool door_is_unprotected(const struct door *door)
{
    return door->steps > 0 && !is_safe(door->shown);
}
