# SPDX-License-Identifier: MIT
"""A device on the way to a mail server that paints STARTTLS over in what the server says, as
some firewalls do."""

import contextlib
import socket
import threading

SECONDS = 30
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


class Stripper:
    """Stands before 127.0.0.1:`port`, on a port of its own, until the block ends."""

    def __init__(self, port):
        self.server = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(SECONDS)

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client, socket.create_connection(self.server, SECONDS) as server:
                back = threading.Thread(target=carry, args=(server, client, WORDS))
                back.start()
                carry(client, server, {})
                back.join(SECONDS)
