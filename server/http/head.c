/* SPDX-License-Identifier: MIT */
#include "http/head.h"

#include <microhttpd.h>
#include <string.h>

static const char malformed_line[] = "a line of the head is malformed";

/* RFC 9110 5.6.2: the characters of a token besides letters and digits. */
static bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || (c != '\0' && strchr("!#$%&'*+.^_`|~", c) != NULL);
}

static bool is_token(struct span name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!is_token_char(name.at[i]))
            return false;
    return name.length > 0;
}

/* The last lines are kept: they are read from right to left. */
static void add_line(struct field_lines *lines, struct span value)
{
    if (lines->count == FORWARDED_LINES_MAX)
        memmove(lines->at, lines->at + 1, --lines->count * sizeof *lines->at);
    lines->at[lines->count++] = value;
}

static void take_once(struct span *field, unsigned *count, struct span value)
{
    *field = value;
    ++*count;
}

static void take_field(struct head *head, struct span name, struct span value)
{
    switch (text_lower(name.at[0])) {
    case 'c':
        if (span_equal_nocase(name, "Content-Length"))
            take_once(&head->content_length, &head->content_length_count, value);
        break;
    case 'f':
        if (span_equal_nocase(name, "Forwarded"))
            add_line(&head->forwarding.forwarded, value);
        break;
    case 'h':
        if (span_equal_nocase(name, "Host"))
            take_once(&head->host, &head->host_count, value);
        break;
    case 't':
        if (span_equal_nocase(name, "Transfer-Encoding"))
            take_once(&head->transfer_encoding, &head->transfer_encoding_count, value);
        break;
    case 'u':
        if (span_equal_nocase(name, "User-Agent"))
            head->user_agent = value;
        break;
    case 'x':
        if (span_equal_nocase(name, "X-Forwarded-For"))
            add_line(&head->forwarding.x_forwarded_for, value);
        else if (span_equal_nocase(name, "X-Forwarded-Proto"))
            add_line(&head->forwarding.x_forwarded_proto, value);
        break;
    default:
        break;
    }
}

struct visit {
    struct head *head;
    const char *end; /* of the last field; NULL: none yet */
};

/* Whether nothing but line ends lies between two places of a head. libmicrohttpd
 * overwrites them with zeros, and cuts a field at every other zero; it joins a folded
 * line to the name of its field, which it moves for that; and it takes a line that
 * begins with a colon for the end of the head. */
static bool are_line_ends(const char *from, const char *to, ptrdiff_t count)
{
    static const char zeros[4];
    ptrdiff_t length = to - from;
    return length >= count && length <= count * 2 &&
           memcmp(from, zeros, (size_t)length) == 0;
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are libmicrohttpd's */
static enum MHD_Result visit_field(void *context, enum MHD_ValueKind kind,
                                   const char *name, size_t name_length,
                                   const char *value, size_t value_length)
{
    struct visit *visit = context;
    struct head *head = visit->head;
    struct span key = {name, name_length};
    (void)kind;
    if (!is_token(key))
        head->fault = "a field name is no token";
    else if (visit->end != NULL && !are_line_ends(visit->end, name, 1))
        head->fault = malformed_line;
    else
        take_field(head, key, (struct span){value, value_length});
    visit->end = value + value_length;
    return MHD_YES;
}

static const char *find_fault(const struct head *head, const char *version)
{
    bool coded = head->transfer_encoding_count > 0;
    bool current = strcmp(version, MHD_HTTP_VERSION_1_1) == 0;
    if (head->content_length_count > 1)
        return "more than one Content-Length";
    if (coded && head->content_length_count > 0)
        return "Content-Length beside Transfer-Encoding";
    if (head->transfer_encoding_count > 1 ||
        (coded && !span_equal_nocase(head->transfer_encoding, "chunked")))
        return "a Transfer-Encoding other than chunked";
    if (coded && !current)
        return "Transfer-Encoding needs HTTP/1.1";
    if (head->host_count > 1 || (current && head->host_count == 0))
        return "HTTP/1.1 needs one Host";
    return NULL;
}

void head_read(struct MHD_Connection *connection, const char *method,
               const char *version, struct head *out)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct visit visit = {.head = out};
    *out = (struct head){.size = info->header_size};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, visit_field, &visit);
    if (visit.end != NULL && !are_line_ends(visit.end, method + info->header_size, 2))
        out->fault = malformed_line;
    if (out->fault == NULL)
        out->fault = find_fault(out, version);
}

bool head_body_exceeds(const struct head *head, size_t limit)
{
    unsigned long length;
    return head->content_length_count > 0 &&
           !text_parse_uint(head->content_length.at, 0, limit, &length);
}
