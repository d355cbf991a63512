/* SPDX-License-Identifier: MIT */
/* Runs the operations of a compiled document. Nothing here parses or formats: this is
 * the request path. */
#include "mail/username.h"
#include "xml/cursor.h"

#include <string.h>

/* In hand outside of w:each="services", so that there always is a service to ask. */
static const struct service nowhere = {.host = "", .username = ""};

void cursor_enter(struct cursor *cursor, struct buf *out)
{
    size_t most = out->limit < out->capacity ? out->limit : out->capacity - 1;
    cursor->out = out;
    cursor->at = out->data + out->length;
    cursor->end = out->data + most;
}

void cursor_leave(struct cursor *cursor)
{
    cursor->out->length = (size_t)(cursor->at - cursor->out->data);
    *cursor->at = '\0';
}

static void put_with_growth(struct cursor *cursor, struct span text)
{
    cursor_leave(cursor);
    buf_append(cursor->out, text.at, text.length);
    cursor_enter(cursor, cursor->out);
}

void cursor_put(struct cursor *cursor, struct span text)
{
    if (text.length > (size_t)(cursor->end - cursor->at)) {
        put_with_growth(cursor, text);
    } else {
        cursor->at = mempcpy(cursor->at, text.at, text.length);
    }
}

static struct span span_of(const char *text)
{
    return text != NULL ? (struct span){text, strlen(text)} : (struct span){"", 0};
}

/* The username form, its placeholders filled in from the address. */
static void append_login(const struct cursor *cursor)
{
    username_fill(cursor->service->username, cursor->address, buf_append_xml,
                  cursor->out);
}

static const char *display_name(const struct rendering *rendering)
{
    const struct settings *settings = rendering->settings;
    bool named = settings != NULL && settings->name_xml != NULL;
    return named ? settings->name_xml : rendering->domain;
}

void cursor_start(struct cursor *cursor, const struct rendering *rendering)
{
    const struct settings *settings = rendering->settings;
    struct span *values = cursor->values;
    cursor->rendering = rendering;
    cursor->offer = settings != NULL ? settings->offer : NULL;
    cursor->service = &nowhere;
    cursor->auth = 0;
    cursor->address =
        rendering->address.length > 0 ? rendering->address : (struct span){"", 0};
    values[VALUE_DOMAIN] = span_of(rendering->domain);
    values[VALUE_NAME] = span_of(display_name(rendering));
    values[VALUE_SHORT_NAME] =
        span_of(settings != NULL ? settings->short_name_xml : NULL);
    values[VALUE_ERROR_CODE] = span_of(rendering->error_code);
    values[VALUE_ERROR_MESSAGE] = span_of(rendering->error_message);
}

static void set_auth(struct cursor *cursor, unsigned index)
{
    static const struct span auths[] = {{"password-cleartext", 18}, {"OAuth2", 6}};
    cursor->auth = index;
    if (index < cursor->service->auth_count)
        cursor->values[VALUE_AUTH] = auths[cursor->service->auth[index]];
}

static void set_service(struct cursor *cursor, const struct service *service)
{
    static const struct span types[] = {{"imap", 4}, {"pop3", 4}, {"smtp", 4}};
    static const struct span upper[] = {{"IMAP", 4}, {"POP3", 4}, {"SMTP", 4}};
    static const struct span socket_types[] = {{"SSL", 3}, {"STARTTLS", 8}};
    /* OXDSCLI 2.2.4.1.1.2.6.22: "TLS" means STARTTLS, "SSL" means TLS at once. */
    static const struct span encryptions[] = {{"SSL", 3}, {"TLS", 3}};
    struct span *values = cursor->values;
    cursor->service = service != NULL ? service : &nowhere;
    if (service == NULL)
        return;
    values[VALUE_TYPE] = types[service->protocol];
    values[VALUE_TYPE_UPPER] = upper[service->protocol];
    values[VALUE_HOST] = span_of(service->host);
    values[VALUE_USERNAME] = span_of(service->username);
    values[VALUE_SOCKET_TYPE] = socket_types[service->security];
    values[VALUE_ENCRYPTION] = encryptions[service->security];
}

static void put_port(struct cursor *cursor)
{
    char room[TEXT_UINT_SIZE];
    cursor_put(cursor, text_print_uint(cursor->service->port, room));
}

static void put_variable(struct cursor *cursor, const struct operation *operation)
{
    const struct offer *offer = cursor->offer;
    cursor_put(cursor,
               span_of(offer != NULL ? offer->values_xml[operation->variable] : NULL));
}

/* Puts what names the person who asks. */
static void put_personal(struct cursor *cursor, const struct operation *operation)
{
    struct span address = cursor->address;
    cursor_leave(cursor);
    if (operation->value == VALUE_ADDRESS)
        buf_append_xml(cursor->out, address.at, address.length);
    else
        append_login(cursor);
    cursor_enter(cursor, cursor->out);
}

/* The first service from `from` on that is one of `protocols` and may be shown: one in
 * clear would make strict readers drop the whole document. */
static const struct service *
find_service(const struct offer *offer, const struct service *from, unsigned protocols)
{
    const struct service *end =
        offer != NULL ? offer->services + offer->service_count : from;
    while (from != end && (from->security == SECURITY_NONE ||
                           (protocols & (1U << from->protocol)) == 0))
        from++;
    return from != end ? from : NULL;
}

static bool has_protocol(const struct cursor *cursor, enum protocol protocol)
{
    if (cursor->service != &nowhere)
        return cursor->service->protocol == protocol;
    const struct offer *offer = cursor->offer;
    return find_service(offer, offer != NULL ? offer->services : NULL,
                        1U << protocol) != NULL;
}

static bool holds(const struct cursor *cursor, const struct operation *operation)
{
    const struct rendering *rendering = cursor->rendering;
    switch ((enum condition)operation->condition) {
    case CONDITION_ADDRESS:
        return rendering->address.length > 0;
    case CONDITION_SHORT_NAME:
        return rendering->settings != NULL &&
               rendering->settings->short_name_xml != NULL;
    case CONDITION_MOBILESYNC:
        return rendering->mobilesync;
    case CONDITION_IMAP:
        return has_protocol(cursor, PROTOCOL_IMAP);
    case CONDITION_POP3:
        return has_protocol(cursor, PROTOCOL_POP3);
    case CONDITION_SMTP:
        return has_protocol(cursor, PROTOCOL_SMTP);
    case CONDITION_PASSWORD:
        return service_takes(cursor->service, AUTH_PASSWORD);
    case CONDITION_OAUTH2:
        return service_takes(cursor->service, AUTH_OAUTH2);
    default:
        return cursor->offer != NULL &&
               cursor->offer->values_xml[operation->variable][0] != '\0';
    }
}

/* Does the jumps of conditions and loops: whether to go to the operation's target. */
static bool jumps(struct cursor *cursor, const struct operation *operation)
{
    const struct offer *offer = cursor->offer;
    switch ((enum action)operation->action) {
    case ACTION_SKIP:
        return holds(cursor, operation) == operation->negated;
    case ACTION_EACH_SERVICE:
        set_service(cursor, find_service(offer, offer != NULL ? offer->services : NULL,
                                         operation->protocols));
        return cursor->service == &nowhere;
    case ACTION_NEXT_SERVICE:
        set_service(cursor,
                    find_service(offer, cursor->service + 1, operation->protocols));
        return cursor->service != &nowhere;
    case ACTION_EACH_AUTH:
        set_auth(cursor, 0);
        return cursor->service->auth_count == 0;
    case ACTION_THIS_SERVICE:
        set_service(cursor, offer != NULL ? &offer->services[operation->target] : NULL);
        return false;
    case ACTION_NEXT_AUTH:
        set_auth(cursor, cursor->auth + 1);
        return cursor->auth < cursor->service->auth_count;
    default:
        return false;
    }
}

const struct operation *cursor_step(struct cursor *cursor,
                                    const struct operation *operation,
                                    const struct operation *operations)
{
    if (operation->action != ACTION_VALUE)
        return jumps(cursor, operation) ? operations + operation->target
                                        : operation + 1;
    if (operation->value < VALUE_READY)
        cursor_put(cursor, cursor->values[operation->value]);
    else if (operation->value == VALUE_PORT)
        put_port(cursor);
    else if (operation->value == VALUE_VARIABLE)
        put_variable(cursor, operation);
    else
        put_personal(cursor, operation);
    return operation + 1;
}

void document_render(const struct document *document, const struct rendering *rendering,
                     struct buf *out)
{
    struct cursor cursor; /* not zeroed: most of it is set before it is read */
    const struct operation *operation = document->operations;
    buf_reserve(out, document->room);
    cursor_start(&cursor, rendering);
    cursor_enter(&cursor, out);
    while (operation->action != ACTION_END) {
        cursor_put(&cursor, operation->text);
        operation = cursor_step(&cursor, operation, document->operations);
    }
    cursor_put(&cursor, operation->text);
    cursor_leave(&cursor);
}
