# SPDX-License-Identifier: MIT
"""A device on the way to a mail server that paints STARTTLS over in what the server says, as
some firewalls do."""

import contextlib
import socket
import threading

from listener import SECONDS, Listener

WORDS = {b"STARTTLS": b"XXXXXXXA", b"STLS": b"XXXX"}


def carry(source, sink, words):
    """Until one of the two is closed. The words come whole: servers write lines at once."""
    with contextlib.suppress(OSError):
        while block := source.recv(65536):
            for word, paint in words.items():
                block = block.replace(word, paint)
            sink.sendall(block)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class Stripper(Listener):
    """Stands before 127.0.0.1:`port`, on a port of its own."""

    def __init__(self, port):
        super().__init__()
        self.server = ("127.0.0.1", port)

    def _talk(self, client):
        with client, socket.create_connection(self.server, SECONDS) as server:
            back = threading.Thread(target=carry, args=(server, client, WORDS))
            back.start()
            carry(client, server, {})
            back.join(SECONDS)
