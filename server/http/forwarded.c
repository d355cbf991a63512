/* SPDX-License-Identifier: MIT */
#include "http/forwarded.h"

#include <string.h>

/* Walks the comma-separated elements of all lines from the last to the first. */
struct walk {
    const struct field_lines *lines;
    size_t line;      /* lines left, the current one included */
    struct span rest; /* what is left of the current line */
    bool open;        /* `rest` belongs to a line that is not yet used up */
};

static void start_walk(struct walk *walk, const struct field_lines *lines)
{
    *walk = (struct walk){.lines = lines, .line = lines->count};
}

/* Where the last element of a line begins; commas in quotes do not separate. */
static size_t find_last_element(struct span line)
{
    size_t start = 0;
    bool quoted = false;
    for (size_t i = 0; i < line.length; i++) {
        quoted ^= line.at[i] == '"';
        if (line.at[i] == ',' && !quoted)
            start = i + 1;
    }
    return start;
}

static bool step_left(struct walk *walk, struct span *element)
{
    if (!walk->open) {
        if (walk->line == 0)
            return false;
        walk->rest = walk->lines->at[--walk->line];
        walk->open = true;
    }
    size_t start = find_last_element(walk->rest);
    *element =
        span_trim((struct span){walk->rest.at + start, walk->rest.length - start});
    walk->open = start > 0;
    walk->rest.length = start > 0 ? start - 1 : 0;
    return true;
}

/* An address as these fields write it: bare, "[v6]", "v4:port" or "[v6]:port". */
static bool parse_node(struct span node, struct ip_address *out)
{
    if (node.length > 0 && node.at[0] == '[') {
        const char *close = memchr(node.at, ']', node.length);
        return close != NULL &&
               ip_parse(node.at + 1, (size_t)(close - node.at) - 1, out);
    }
    if (ip_parse(node.at, node.length, out))
        return true;
    const char *colon = memrchr(node.at, ':', node.length);
    return colon != NULL && ip_parse(node.at, (size_t)(colon - node.at), out);
}

static struct span unquote(struct span text)
{
    if (text.length >= 2 && text.at[0] == '"' && text.at[text.length - 1] == '"')
        return (struct span){text.at + 1, text.length - 2};
    return text;
}

/* The value of a parameter of a Forwarded element (RFC 7239 4). */
static bool find_parameter(struct span element, const char *name, struct span *value)
{
    const char *end = element.at + element.length;
    for (const char *at = element.at; at < end;) {
        const char *semicolon = memchr(at, ';', (size_t)(end - at));
        const char *stop = semicolon != NULL ? semicolon : end;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        if (equals != NULL &&
            span_equal_nocase(span_trim((struct span){at, (size_t)(equals - at)}),
                              name)) {
            *value = unquote(
                span_trim((struct span){equals + 1, (size_t)(stop - equals) - 1}));
            return true;
        }
        at = stop + 1;
    }
    return false;
}

static bool is_trusted(const struct site *site, const struct client *client)
{
    return !client->known ||
           network_list_contains(site->trusted_proxies, site->trusted_proxy_count,
                                 &client->address);
}

static void take_scheme(struct span scheme, struct client *out)
{
    if (scheme.length > 0)
        out->secure = !span_equal_nocase(scheme, "http");
}

/* Each trusted hop vouches for one element: who came to it, and by which scheme. */
static void follow_x_forwarded(const struct site *site,
                               const struct forwarding *forwarding, struct client *out)
{
    struct walk nodes, schemes;
    struct span node, scheme;
    start_walk(&nodes, &forwarding->x_forwarded_for);
    start_walk(&schemes, &forwarding->x_forwarded_proto);
    while (is_trusted(site, out)) {
        struct ip_address address;
        if (step_left(&schemes, &scheme))
            take_scheme(scheme, out);
        if (!step_left(&nodes, &node) || !parse_node(node, &address))
            return;
        out->address = address;
        out->known = true;
    }
}

static void follow_forwarded(const struct site *site,
                             const struct forwarding *forwarding, struct client *out)
{
    struct walk walk;
    struct span element, value;
    start_walk(&walk, &forwarding->forwarded);
    while (is_trusted(site, out) && step_left(&walk, &element)) {
        struct ip_address address;
        if (find_parameter(element, "proto", &value))
            take_scheme(value, out);
        if (!find_parameter(element, "for", &value) || !parse_node(value, &address))
            return;
        out->address = address;
        out->known = true;
    }
}

void forwarded_resolve(const struct site *site, const struct ip_address *peer,
                       const struct forwarding *forwarding, struct client *out)
{
    out->known = peer != NULL;
    out->secure = true;
    if (peer != NULL)
        out->address = *peer;
    if (forwarding->x_forwarded_for.count + forwarding->x_forwarded_proto.count > 0)
        follow_x_forwarded(site, forwarding, out);
    else if (forwarding->forwarded.count > 0)
        follow_forwarded(site, forwarding, out);
}
