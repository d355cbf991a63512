/* SPDX-License-Identifier: MIT */
#include "http/listen.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static const char unix_prefix[] = "unix:";

struct endpoint {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_un path;
    } address;
    socklen_t length;
};

static bool parse_path(const char *path, struct endpoint *out)
{
    size_t length = strlen(path);
    if (path[0] != '/' || length >= sizeof out->address.path.sun_path)
        return false;
    out->address.path.sun_family = AF_UNIX;
    memcpy(out->address.path.sun_path, path, length + 1);
    out->length = sizeof out->address.path;
    return true;
}

static bool parse_v6(const char *host, in_port_t port, struct endpoint *out)
{
    out->address.v6.sin6_family = AF_INET6;
    out->address.v6.sin6_port = port;
    out->length = sizeof out->address.v6;
    return inet_pton(AF_INET6, host, &out->address.v6.sin6_addr) == 1;
}

static bool parse_v4(const char *host, in_port_t port, struct endpoint *out)
{
    out->address.v4.sin_family = AF_INET;
    out->address.v4.sin_port = port;
    out->length = sizeof out->address.v4;
    return inet_pton(AF_INET, host, &out->address.v4.sin_addr) == 1;
}

static bool parse_endpoint(const char *text, struct endpoint *out)
{
    char host[INET6_ADDRSTRLEN];
    unsigned long port;
    if (strncmp(text, unix_prefix, strlen(unix_prefix)) == 0)
        return parse_path(text + strlen(unix_prefix), out);
    bool bracketed = text[0] == '[';
    const char *start = text + bracketed;
    const char *end = bracketed ? strstr(start, "]:") : strrchr(text, ':');
    if (end == NULL || (size_t)(end - start) >= sizeof host ||
        !text_parse_uint(end + 1 + bracketed, 0, 65535, &port))
        return false;
    memcpy(host, start, (size_t)(end - start));
    host[end - start] = '\0';
    return bracketed ? parse_v6(host, htons((in_port_t)port), out)
                     : parse_v4(host, htons((in_port_t)port), out);
}

/* A socket file survives its server; only one that nobody answers at may go. Connecting
 * to a file that is no socket is refused, too, and must not wait for a server that
 * hangs.
 */
static void remove_stale(const struct endpoint *endpoint)
{
    struct stat file;
    if (lstat(endpoint->address.path.sun_path, &file) != 0 || !S_ISSOCK(file.st_mode))
        return;
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return;
    if (connect(probe, &endpoint->address.any, endpoint->length) != 0 &&
        errno == ECONNREFUSED)
        unlink(endpoint->address.path.sun_path);
    close(probe);
}

/* The proxy in front runs as another user, and nothing that is said here is secret. */
static bool bind_path(int fd, const struct endpoint *endpoint)
{
    remove_stale(endpoint);
    return bind(fd, &endpoint->address.any, endpoint->length) == 0 &&
           chmod(endpoint->address.path.sun_path, 0666) == 0;
}

static bool bind_port(int fd, const struct endpoint *endpoint)
{
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (endpoint->address.any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    return bind(fd, &endpoint->address.any, endpoint->length) == 0;
}

bool listen_open(const char *address, int *fd, struct error *error)
{
    struct endpoint endpoint;
    memset(&endpoint, 0, sizeof endpoint);
    if (!parse_endpoint(address, &endpoint))
        return error_set(
            error, ERROR_INPUT,
            "listen %s: expected ADDRESS:PORT, [ADDRESS]:PORT or unix:/PATH", address);
    int family = endpoint.address.any.sa_family;
    *fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (*fd < 0)
        return error_set(error, ERROR_SYSTEM, "listen %s: %m", address);
    bool bound =
        family == AF_UNIX ? bind_path(*fd, &endpoint) : bind_port(*fd, &endpoint);
    if (bound && listen(*fd, BACKLOG) == 0)
        return true;
    error_set(error, ERROR_SYSTEM, "listen %s: %m", address);
    close(*fd);
    return false;
}

void listen_name(int fd, char *out)
{
    struct endpoint endpoint;
    char host[INET6_ADDRSTRLEN] = "";
    memset(&endpoint, 0, sizeof endpoint);
    endpoint.length = sizeof endpoint.address;
    getsockname(fd, &endpoint.address.any, &endpoint.length);
    switch (endpoint.address.any.sa_family) {
    case AF_INET:
        inet_ntop(AF_INET, &endpoint.address.v4.sin_addr, host, sizeof host);
        snprintf(out, LISTEN_NAME_SIZE, "%s:%u", host,
                 ntohs(endpoint.address.v4.sin_port));
        break;
    case AF_INET6:
        inet_ntop(AF_INET6, &endpoint.address.v6.sin6_addr, host, sizeof host);
        snprintf(out, LISTEN_NAME_SIZE, "[%s]:%u", host,
                 ntohs(endpoint.address.v6.sin6_port));
        break;
    default:
        snprintf(out, LISTEN_NAME_SIZE, "%s%s", unix_prefix,
                 endpoint.address.path.sun_path);
        break;
    }
}
