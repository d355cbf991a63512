/* SPDX-License-Identifier: MIT */
#include "tls/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

static void remember(struct wire *wire, const char *bytes, size_t length)
{
    size_t room = WIRE_BEGINNING - wire->begun;
    size_t taken = length < room ? length : room;
    memcpy(wire->beginning + wire->begun, bytes, taken);
    wire->begun += taken;
}

void wire_read_on(struct wire *wire)
{
    char bytes[WIRE_BEGINNING];
    ssize_t length = recv(wire->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (length > 0)
        remember(wire, bytes, (size_t)length);
}

static bool may_retry(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static int read_bytes(BIO *bio, char *bytes, int size)
{
    struct wire *wire = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t length = recv(wire->fd, bytes, (size_t)size, 0);
    if (length > 0)
        remember(wire, bytes, (size_t)length);
    else if (length == 0)
        wire->ended = true;
    else if (may_retry(errno))
        BIO_set_retry_read(bio);
    else
        wire->error = errno;
    return (int)length;
}

static int write_bytes(BIO *bio, const char *bytes, int size)
{
    struct wire *wire = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t length = send(wire->fd, bytes, (size_t)size, MSG_NOSIGNAL);
    if (length < 0 && may_retry(errno))
        BIO_set_retry_write(bio);
    else if (length < 0)
        wire->error = errno;
    return (int)length;
}

static long control(BIO *bio, int command, long number, void *pointer)
{
    const struct wire *wire = BIO_get_data(bio);
    (void)number;
    (void)pointer;
    if (command == BIO_CTRL_EOF)
        return wire->ended;
    return command == BIO_CTRL_FLUSH;
}

BIO_METHOD *wire_method_new(void)
{
    BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "socket");
    if (method == NULL)
        return NULL;
    BIO_meth_set_read(method, read_bytes);
    BIO_meth_set_write(method, write_bytes);
    BIO_meth_set_ctrl(method, control);
    return method;
}

BIO *wire_bio_new(BIO_METHOD *method, struct wire *wire)
{
    BIO *bio = BIO_new(method);
    if (bio != NULL) {
        BIO_set_data(bio, wire);
        BIO_set_init(bio, 1);
    }
    return bio;
}
